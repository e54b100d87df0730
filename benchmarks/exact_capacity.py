"""Exact capacitated location: OR-Library, Holmberg, pmedcap, TBED, against published.

    python benchmarks/exact_capacity.py [--family orlib_cap,sscflp] [--only capa,p28]
                                        [--time-limit 60]

Prints instance, published value, value, bound, gap in per cent, seconds and CPU seconds
of the solve (reading the file is not counted; kernels are compiled before). Values of
optima.csv that are filed for single sourcing are upper bounds for the CFLP of the test
bed: they are shown, and only a bound above them is wrong. The files are looked for in
SITING_DATA.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from siting import Instance, read, solve
from siting.models import CFLP, SSCFLP, CapacitatedPMedian
from siting.problem import Problem

FAMILIES = "orlib_cap,sscflp,orlib_pmedcap,cflp_tbed"

ROUNDED = 1e-6
"""Relative rounding of published values."""


@dataclass(frozen=True)
class Line:
    """A question with its published value.

    Attributes
    ----------
    is_exact
        Whether the value is that of this very question, proved.
    """

    name: str
    problem: Problem
    value: float
    is_exact: bool


def lines(folder: Path, family: str, only: set[str]) -> Iterator[Line]:
    """The capacitated questions of a family that are wanted."""
    with (folder / "optima.csv").open() as table:
        rows = [row for row in csv.DictReader(table) if row["family"] == family]
    proper = {r["instance"] for r in rows if r["problem"].startswith("CFLP")}
    for row in rows:
        name, given = row["instance"], row["p_or_param"]
        label = f"{name}:{given.partition('=')[2]}" if name[:4] in LETTERED else name
        wanted = not only or only & {name, label, name.split("/")[-1]}
        repeated = family == "cflp_tbed" and name in proper
        if row["problem"].startswith("UFLP") or not wanted:
            continue
        if repeated and not row["problem"].startswith("CFLP"):
            continue
        problem = question(folder, family, row)
        exact = row["status"] == "optimal" and family != "cflp_tbed"
        yield Line(label, problem, float(row["best_known"]), exact or repeated)


LETTERED = ("capa", "capb", "capc")
"""Files of OR-Library that leave the capacity open."""


def question(folder: Path, family: str, row: dict[str, str]) -> Problem:
    """The problem of a line of optima.csv."""
    name = row["instance"]
    if family == "orlib_cap":
        model = CFLP if row["problem"].startswith("CFLP") else SSCFLP
        option = f"?{row['p_or_param']}" if name in LETTERED else ""
        return model(read(f"orlib:{name}{option}"))
    if family == "sscflp":
        return SSCFLP(read(str(folder / family / name)))
    if family == "orlib_pmedcap":
        file, _, number = name.partition("#")
        town = read(f"orlib:{file}?problem={number}")
        return CapacitatedPMedian(town, weighted=False)
    return CFLP(read(str(folder / family / f"{name}.gz")))


def main() -> int:
    """Run all; 1 when a value or bound contradicts the published one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--family", default=FAMILIES)
    parser.add_argument("--only", default="")
    parser.add_argument("--solver", default="branch-and-bound")
    parser.add_argument("--time-limit", type=float, default=60.0)
    options = parser.parse_args()
    folder = Path(os.environ.get("SITING_DATA", "../shared/instances"))
    if not (folder / "optima.csv").exists():
        print(f"There is no {folder / 'optima.csv'}: set SITING_DATA.", file=sys.stderr)
        return 4
    warm(options.solver)
    only = {x for x in options.only.split(",") if x}
    print("instance                    published         value         bound   gap %"
          " seconds    cpu")  # fmt: skip
    for family in options.family.split(","):
        wrong = proved = count = 0
        spent = used = 0.0
        for line in lines(folder, family, only):
            began, cpu = time.perf_counter(), time.process_time()
            found = solve(line.problem, options.solver, time_limit=options.time_limit)
            seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
            slack = ROUNDED * line.value + 0.011
            beyond = found.bound > line.value + slack
            below = line.is_exact and found.objective < line.value - slack
            wrong += beyond or below
            proved += found.is_optimal
            count, spent, used = count + 1, spent + seconds, used + cpu
            print(
                f"{line.name:<24.24} {line.value:13.3f} {found.objective:13.3f} "
                f"{found.bound:13.3f} {100 * found.gap:7.4f} {seconds:7.2f} {cpu:6.2f}"
                f"{'' if found.is_optimal else '  open'}"
                f"{'  WRONG' if beyond or below else ''}",
                flush=True,
            )
        print(f"{family}: {count} instances, {proved} proved, {wrong} wrong, "
              f"{spent:.1f} s, {used:.1f} CPU s together")  # fmt: skip
    return 1 if wrong else 0


def warm(solver: str) -> None:
    """Compile the kernels on two small questions."""
    rng = np.random.default_rng(1)
    cost, demand = rng.random((30, 15)), rng.integers(1, 9, 30)
    town = Instance(
        demand=demand,
        cost=cost,
        clients=tuple(map(str, range(30))),
        sites=tuple(map(str, range(15))),
        opening=np.full(15, 5.0),
        capacity=np.full(15, demand.sum() / 5),
    )
    for model in (CFLP, SSCFLP):
        solve(model(town), solver, time_limit=30)


if __name__ == "__main__":
    sys.exit(main())
