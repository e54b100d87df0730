"""The same problems by spopt and by us, from the arrays to the answer, in one run.

    python benchmarks/against_spopt.py --python OTHER/bin/python [--repeat 3]
        [--longest 1800]

spopt lives in an environment of its own (`python -m venv OTHER`, `OTHER/bin/pip install
spopt`), with the solver that its documentation uses (CBC through PuLP). Random points,
made here. Prints n, p, seconds of both (ours: median of the repetitions, checks and
all; kernels compiled before), their ratio and both values; spopt is stopped after
--longest seconds, and the ratio is then a lower bound. The exit code is 1 when two
proved values differ.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from siting import Instance, solve
from siting.models.mclp import MCLP
from siting.models.p_center import PCenter
from siting.models.p_median import PMedian
from siting.problem import Problem


@dataclass(frozen=True)
class Case:
    """A problem on random points, each a client and a site."""

    kind: str
    n: int
    p: int
    radius: float
    wanted: float

    def arrays(self) -> tuple[np.ndarray, np.ndarray]:
        """Distances (n, n) and whole weights (n,)."""
        rng = np.random.default_rng(1)
        xy = rng.random((self.n, 2)) * 1000
        cost = np.hypot(*(xy[:, None] - xy[None, :]).transpose(2, 0, 1))
        return cost, rng.integers(1, 101, self.n).astype(float)

    def problem(self, cost: np.ndarray, weight: np.ndarray) -> Problem:
        """The same for us."""
        if self.kind == "p-center":
            return PCenter(Instance.from_matrix(cost), p=self.p)
        town = Instance.from_matrix(cost, demand=weight)
        if self.kind == "mclp":
            return MCLP(town, p=self.p, radius=self.radius)
        return PMedian(town, p=self.p)


CASES = (
    Case("p-median", 300, 10, 0.0, 100), Case("mclp", 2000, 20, 60.0, 50),
    Case("p-center", 100, 10, 0.0, 200),
)  # fmt: skip


def ours(case: Case, *, repeat: int) -> tuple[float, float]:
    """Seconds and value."""
    cost, weight = case.arrays()
    seconds = []
    for k in range(repeat + 1):
        began = time.perf_counter()
        plan = solve(case.problem(cost, weight))
        if k:
            seconds.append(time.perf_counter() - began)
    if not plan.is_optimal:
        raise SystemExit(f"{case.kind}: not proved")
    return median(seconds), plan.objective


def theirs(case: Case, python: str, *, longest: float) -> tuple[float, float]:
    """Seconds and value; nan for the value when it was stopped."""
    cost, weight = case.arrays()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.npz"
        np.savez(
            path, cost=cost, weight=weight, p=case.p, radius=case.radius, kind=case.kind
        )
        side = Path(__file__).with_name("spopt_side.py")
        try:
            run = subprocess.run(
                [python, str(side), str(path)], timeout=longest,
                capture_output=True, text=True, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            return longest, float("nan")
    if run.returncode:
        raise SystemExit(f"spopt failed: {run.stderr[-600:]}")
    seconds, value, _ = run.stdout.split()[-3:]
    return float(seconds), float(value)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", required=True, help="of the environment of spopt")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--longest", type=float, default=1800)
    options = parser.parse_args()
    print("problem        n   p   siting s    spopt s      ratio       value  spopt's")
    differ = False
    for case in CASES:
        mine, value = ours(case, repeat=options.repeat)
        other, theirs_value = theirs(case, options.python, longest=options.longest)
        stopped = np.isnan(theirs_value)
        differ |= not stopped and abs(value - theirs_value) > 1e-6 * abs(value)
        print(
            f"{case.kind:9} {case.n:6} {case.p:3} {mine:10.3f} {other:10.1f} "
            f"{'>' if stopped else ' '}{other / mine:9.0f} {value:11.3f} "
            f"{'stopped' if stopped else f'{theirs_value:.3f}'}",
            flush=True,
        )
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
