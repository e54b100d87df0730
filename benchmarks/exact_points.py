"""Large p-medians of points that are clients and sites: gaps in a given time.

    python benchmarks/exact_points.py [--only d15112:1511,uniform100000:1000]
                                      [--time-limit 600]

Points are those of TSPLIB's d15112 (distances rounded down; the file is looked for in
SITING_DATA), and uniform ones in a square of side 10,000, numpy's generator with seed 1
(straight lines). Prints value, bound, gap in per cent, seconds and CPU seconds of the
solve, and the memory that the process held at most so far: run one at a time for that
of one. Kernels are compiled before.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time

import numpy as np

from siting import read, solve
from siting.instance import Instance
from siting.models import PMedian

RUNS = ("d15112:1511", "d15112:151", "uniform100000:1000")

SIDE = 10_000
"""Of the square."""


def town_of(name: str) -> Instance:
    """Points of TSPLIB, or so many uniform ones."""
    if not name.startswith("uniform"):
        return read(f"tsplib:{name}?distance=floor")
    count = int(name.removeprefix("uniform"))
    xy = np.random.default_rng(1).random((count, 2)) * SIDE
    return Instance.from_points(xy, xy, name=name)


def main() -> int:
    """Run all; 1 when a bound is above a value."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(RUNS))
    parser.add_argument("--time-limit", type=float, default=600.0)
    options = parser.parse_args()
    xy = np.random.default_rng(1).random((60, 2))
    solve(PMedian(Instance.from_points(xy, xy), p=6), "branch-and-cut")
    print(
        "points            p         value         bound    gap  seconds      cpu  GB"
    )
    wrong = 0
    for run in options.only.split(","):
        name, p = run.split(":")
        town = town_of(name)
        began, cpu = time.perf_counter(), time.process_time()
        problem = PMedian(town, p=int(p))
        found = solve(problem, "branch-and-cut", time_limit=options.time_limit)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        wrong += found.bound > found.objective
        print(
            f"{name:13} {p:>5} {found.objective:13.1f} {found.bound:13.1f} "
            f"{100 * found.gap:6.3f} {seconds:8.1f} {cpu:8.1f} {held:4.1f}",
            flush=True,
        )
        for note in found.notes:
            print(f"  {note}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
