"""Exact p-centers of the published instances, with the proof found by the run itself.

    python benchmarks/exact_center.py [--only pmed,pcb3038,rl5934,d15112]
        [--p 5,10,20] [--time-limit 300] [--gap 0.001]

Prints instance, p, value, bound, gap, seconds, published value and verdict. The
instances are looked for in SITING_DATA: OR-Library pmed with gap 0, TSPLIB points by
the exact straight line with ``--gap``. Kernels are compiled before the clock starts;
reading and shortest paths are not counted. Published radii of TSPLIB are best known,
rounded or cut to cents, and some are not optimal; rl5934 and d15112 have none there.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from siting import Instance, read, solve
from siting.models.p_center import PCenter
from siting.solution import Solution

CENT = 0.011
"""Absolute difference of equal values, as most are published to cents."""

POINTS = ("pcb3038", "rl5934", "d15112")

COUNTS = (5, 10, 15, 20)
"""Numbers of sites where no value is published with the data."""


def published(folder: Path) -> dict[tuple[str, int], float]:
    """Radius of every instance and p in the data folder's table."""
    with (folder / "optima.csv").open(encoding="utf-8") as table:
        return {
            (row["instance"], int(row["p_or_param"])): float(row["best_known"])
            for row in csv.DictReader(table)
            if row["problem"].startswith("p-center")
        }


def towns(folder: Path, wanted: list[str]) -> Iterator[Instance]:
    """The instances that are wanted and there; says which are not."""
    names = [f"pmed{k}" for k in range(1, 41)] if "pmed" in wanted else []
    for name in names:
        path = folder / "orlib_pmed" / f"{name}.txt"
        if path.is_file():
            yield read(f"orlib:{path}")
    for name in (x for x in POINTS if x in wanted):
        found = [folder / "tsplib_points" / f"{name}.tsp{end}" for end in ("", ".gz")]
        found = [path for path in found if path.is_file()]
        if not found:
            print(f"{name} is not in {folder / 'tsplib_points'}")
            continue
        town = read(f"tsplib:{found[0]}")
        if town.site_xy is not None:
            yield Instance.from_points(town.client_xy, town.site_xy, name=name)


def verdict(plan: Solution, value: float | None, *, gap: float) -> str:
    """What the run says of the published value."""
    closed = plan.gap <= max(gap, 1e-9)
    said = f"{'proved' if closed else 'open'}, {plan.proof.value}"
    if value is None:
        return said
    if plan.bound > value + CENT:
        return f"{said}: published value is BELOW our bound"
    if plan.objective < value - CENT:
        return f"{said}: better than published"
    return said


def main() -> int:
    """Run all; 1 when a published value is below a bound of ours."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(("pmed", *POINTS)))
    parser.add_argument("--p", default="", help="only these numbers of sites")
    parser.add_argument("--time-limit", type=float, default=300, help="of each")
    parser.add_argument("--gap", type=float, default=0.001, help="for points")
    options = parser.parse_args()
    folder = Path(os.environ.get("SITING_DATA", "../shared/instances"))
    if not (folder / "optima.csv").is_file():
        print(f"There is no optima.csv in {folder}; let SITING_DATA name its folder.")
        return 0
    known = published(folder)
    only = [int(x) for x in options.p.split(",") if x]
    xy = np.random.default_rng(0).random((60, 2))
    solve(PCenter(Instance.from_points(xy, xy), p=5), "relaxation")
    print(f"{'instance':<9} {'p':>4} {'value':>11} {'bound':>11} {'gap %':>7} "
          f"{'seconds':>8} {'published':>10}  verdict")  # fmt: skip
    total, wrong = 0.0, 0
    for town in towns(folder, options.only.split(",")):
        name, graph = town.name, town.name.startswith("pmed")
        there = [p for who, p in known if who == name]
        counts = [town.p or 0] if graph else only or there or COUNTS
        for p in counts:
            gap = 0.0 if graph else options.gap
            plan = solve(
                PCenter(town, p=p), "relaxation",
                time_limit=options.time_limit, gap=gap,
            )  # fmt: skip
            value = known.get((name, p))
            said = verdict(plan, value, gap=gap)
            wrong += "BELOW" in said
            total += plan.seconds
            shown = "-" if value is None else f"{value:.2f}"
            print(f"{name:<9} {p:>4} {plan.objective:>11.3f} {plan.bound:>11.3f} "
                  f"{100 * plan.gap:>7.3f} {plan.seconds:>8.2f} {shown:>10}  {said}",
                  flush=True)  # fmt: skip
    print(f"{total:.1f} s in all, {wrong} published values below a bound")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
