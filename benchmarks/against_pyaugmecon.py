"""The same problems by pyaugmecon and by us: same points, seconds of the processor.

    python benchmarks/against_pyaugmecon.py --python OTHER/bin/python [--repeat 3]
        [--only 2kp50,2kp100,3kp40,plane30] [--longest 1800]

pyaugmecon lives in an environment of its own, Python >= 3.12 (`python3.12 -m venv
OTHER`, `OTHER/bin/pip install 'pyaugmecon[highs]'`), and brings its published knapsacks
with their points along. `planeN` is the same written for it: the textbook p-median and
coverage of N random points (a tenth of them open, radius 100), which we answer by
`sweep` after a heuristic start of 2,000 designs, and whose points nobody publishes. It
runs as its documentation has it, in one process, HiGHS on
one thread, and to gap 0, which it does not set by itself.

Printed for each problem: points of ours and of theirs, whether they are the same and
those that pyaugmecon publishes; programs of both; seconds of the processor of both
(median of the repetitions; models are built and libraries loaded beforehand: what the
start of HiGHS's own process takes is measured apart and taken off) and their ratio.
Ours comes twice: each program by HiGHS once, as theirs are, and then with presolve and
without, as a front is proved by `siting pareto`. The exit code is 1 when points differ.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np
from families.multiobjective import whole
from families.plane import median_and_coverage

from siting import pareto
from siting.fronts.exploration import Exploration
from siting.fronts.joint import joined, moves
from siting.fronts.pairs import pairs
from siting.fronts.rows import RowsScalar, Several
from siting.limits import Limits
from siting.milp import child
from siting.milp.highs import Options
from siting.problem import Problem

PLANE, DESIGNS = "plane", 2000
"""Names of the random points, and designs of the heuristic start."""

SIDE = Path(__file__).with_name("pyaugmecon_side.py")

Run = tuple[float, int, set[tuple[float, ...]]]
"""Seconds of the processor, programs, points to be maximised."""


def theirs(python: str, file: Path, *, longest: float) -> Run:
    """What pyaugmecon finds."""
    seconds, programs, points = json.loads(said(python, "solve", file, longest=longest))
    return seconds, programs, {tuple(point) for point in points}


def said(python: str, *words: str | Path, longest: float) -> str:
    """Last line of the other program."""
    command = [python, str(SIDE), *map(str, words)]
    there = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    run = subprocess.run(
        command, timeout=longest, capture_output=True, text=True, check=False, env=there
    )
    if run.returncode:
        raise SystemExit(f"pyaugmecon failed: {run.stderr[-600:]}")
    return run.stdout.splitlines()[-1] if run.stdout else ""


def ours(file: Path, *, twice: bool) -> Run:
    """What we find: two costs by a sweep, more by the search region."""
    data = np.load(file)
    q, n = data["costs"].shape
    matrix = whole(
        data["table"], data["low"], data["high"], lower=np.zeros(n), upper=np.ones(n)
    )
    several, limits = Several(matrix, -data["costs"]), Limits()
    start = started()
    before = sum(os.times()[:4]) + start
    scalar = RowsScalar(several, limits, twice=twice)
    if q == 2:
        found = pairs(scalar, limits)
        values, programs, complete = found.values, found.programs, found.complete
    else:
        work = Exploration(
            scalar, sites=n, hard=np.zeros(q, dtype=bool), heard=lambda _: None
        )
        work.run(lambda: limits.left)
        values, programs, complete = work.archive.values, work.programs, work.is_done
    child.end_all()  # its seconds are counted when it has ended
    if not complete:
        raise SystemExit(f"{file.stem}: our front is not complete")
    points = {tuple(point) for point in (-values).tolist()}
    return sum(os.times()[:4]) - before, programs, points


def plane(name: str, file: Path) -> None:
    """The textbook models of p-median and coverage as arrays, to be maximised."""
    parts = [problem.matrix for problem in questions(name)]
    both = joined(parts)
    rows = both.shape[0] - len(parts)  # the last ones are the objectives
    places = moves(parts)
    costs = np.zeros((2, both.shape[1]))
    for cost, part, place in zip(costs, parts, places, strict=True):
        cost[place] = -part.minimised
    row = np.repeat(np.arange(both.shape[0]), np.diff(both.start))
    table = np.zeros(both.shape)
    table[row, both.column] = both.value
    np.savez(
        file, costs=costs, table=table[:rows], low=both.row_lower[:rows],
        high=both.row_upper[:rows], whole=both.integer, points=np.empty((0, 2)),
    )  # fmt: skip


def questions(name: str) -> tuple[Problem, Problem]:
    """p-median and coverage of so many points."""
    n = int(name.removeprefix(PLANE))
    return median_and_coverage(n=n, p=max(n // 10, 2), radius=100.0)


def swept(name: str) -> Run:
    """What `sweep` finds of such points."""
    problems = questions(name)
    before = sum(os.times()[:4]) + started()
    front = pareto(problems, "sweep", evaluations=DESIGNS)
    child.end_all()
    if not front.complete:
        raise SystemExit(f"{name}: our front is not complete")
    points = {tuple(point) for point in (-front.turned).tolist()}
    return sum(os.times()[:4]) - before, front.subproblems, points


def started() -> float:
    """Seconds of the processor to start HiGHS's process, which then ends."""
    child.end_all()
    before = sum(os.times()[:4])
    one = np.ones(1)
    child.solve(whole(np.ones((1, 1)), one, one, lower=0 * one, upper=one), Options())
    child.end_all()
    return sum(os.times()[:4]) - before


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", required=True, help="of pyaugmecon's environment")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", default="2kp50")
    parser.add_argument("--longest", type=float, default=1800)
    options = parser.parse_args()
    print(
        "problem  points theirs same published | programs theirs | CPU s theirs ratio"
    )
    differ = False
    for name in options.only.split(","):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{name}.npz"
            if name.startswith(PLANE):
                plane(name, file)
            else:
                said(options.python, "arrays", name, file, longest=60)
            known = {tuple(point) for point in np.load(file)["points"].tolist()}
            other = [
                theirs(options.python, file, longest=options.longest)
                for _ in range(options.repeat)
            ]
            if name.startswith(PLANE):
                mine = [swept(name) for _ in range(options.repeat)]
                differ |= line(name, mine, other, known=mine[0][2], how="sweep")
                continue
            for how in ("once", "twice"):
                twice = how == "twice"
                mine = [ours(file, twice=twice) for _ in range(options.repeat)]
                differ |= line(name, mine, other, known=known, how=how)
    return int(differ)


def line(
    name: str, mine: list[Run], other: list[Run], *,
    known: set[tuple[float, ...]], how: str,
) -> bool:  # fmt: skip
    """Print one line; whether the points differ."""
    seconds, rest = (median(run[0] for run in runs) for runs in (mine, other))
    (_, programs, points), (_, asked, found) = mine[0], other[0]
    print(
        f"{name:8} {len(points):6} {len(found):6} {points == found!s:>5} "
        f"{points == known!s:>9} | {programs:8} {asked:6} | {seconds:6.1f} {rest:6.1f} "
        f"{rest / seconds:5.2f} {how}",
        flush=True,
    )
    return not points == found == known


if __name__ == "__main__":
    sys.exit(main())
