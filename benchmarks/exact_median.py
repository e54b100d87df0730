"""Exact p-medians of OR-Library and TSPLIB, against the published optima.

    python benchmarks/exact_median.py [--family orlib_pmed] [--only rl1304:10,pmed1]
                                      [--time-limit 60]

Prints instance, p, published value, value, bound, seconds and CPU seconds of the solve
(reading the file and, for pmed, its shortest paths are not counted; kernels are
compiled before). Distances of TSPLIB are rounded down, as published values need. The
files are looked for in SITING_DATA.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from siting import read, solve
from siting.instance import Instance
from siting.models import PMedian


def published(folder: Path, family: str, only: set[str]) -> Iterator[tuple[str, ...]]:
    """Family, instance, p and published value of the p-medians that are wanted."""
    with (folder / "optima.csv").open() as table:
        for row in csv.DictReader(table):
            name, p = row["instance"], row["p_or_param"]
            if row["family"] != family or not row["problem"].startswith("p-median"):
                continue
            if not only or name in only or f"{name}:{p}" in only:
                yield family, name, p, row["best_known"]


def where(family: str, name: str) -> str:
    """What the command line calls an instance."""
    if family == "orlib_pmed":
        return f"orlib:{name}"
    return f"tsplib:{name}?distance=floor"


def main() -> int:
    """Run all; 1 when a value or bound contradicts the published optimum."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--family", default="orlib_pmed,tsplib_points")
    parser.add_argument("--only", default="")
    parser.add_argument("--time-limit", type=float, default=60.0)
    options = parser.parse_args()
    folder = Path(os.environ.get("SITING_DATA", "../shared/instances"))
    if not (folder / "optima.csv").exists():
        print(f"There is no {folder / 'optima.csv'}: set SITING_DATA.", file=sys.stderr)
        return 4
    xy = np.random.default_rng(1).random((60, 2))
    solve(PMedian(Instance.from_points(xy, xy), p=6), "branch-and-cut")
    only = {x for x in options.only.split(",") if x}
    print("instance      p   published       value       bound  seconds      cpu")
    wrong = proved = count = 0
    spent = 0.0
    town, known = None, ""
    for family in options.family.split(","):
        for _, name, p, best in published(folder, family, only):
            if known != name:
                town, known = read(where(family, name)), name
            assert town is not None
            began, cpu = time.perf_counter(), time.process_time()
            problem = PMedian(town, p=int(p))
            found = solve(problem, "branch-and-cut", time_limit=options.time_limit)
            seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
            optimum = float(best)
            wrong += found.objective < optimum or found.bound > optimum
            proved += found.is_optimal
            count, spent = count + 1, spent + seconds
            print(
                f"{name:9} {p:>5} {optimum:11.0f} {found.objective:11.0f} "
                f"{found.bound:11.0f} {seconds:8.2f} {cpu:8.2f}"
                f"{'' if found.is_optimal else '  open'}",
                flush=True,
            )
    print(f"{count} instances, {proved} proved, {wrong} wrong, {spent:.1f} s together")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
