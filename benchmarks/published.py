"""Published optima, solved again with the textbook models.

    python benchmarks/published.py [--time-limit 60] [--family orlib_cap,sscflp]
        [--skip ufllib] [--largest 300000] [--seconds 600] [--log published.csv]

Takes every value of optima.csv (in SITING_DATA) that is marked optimal, whose model is
here and whose matrix has at most ``--largest`` nonzeros. Prints a line each, and at the
end how many are reproduced, how many stay open with a valid bracket (published value
between our bound and our answer), how many have no bracket (no answer or no bound in
the time), and how many are WRONG: proved otherwise, or beaten.
With ``--log`` the lines are kept in a file, and what is there already is not run again.
The exit code is 1 when any is wrong.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from siting import Instance, read, solve
from siting.models.capacitated_p_median import CapacitatedPMedian
from siting.models.cflp import CFLP
from siting.models.mclp import MCLP
from siting.models.p_median import PMedian
from siting.models.sscflp import SSCFLP
from siting.models.uflp import UFLP
from siting.problem import Problem
from siting.solution import Solution

COLUMNS = ("family", "instance", "problem", "parameters", "published", "found",
           "bound", "seconds", "verdict")  # fmt: skip

CLOSE = 1e-7
"""Relative difference of equal values: published ones are rounded."""

CENTS = 0.011
"""Absolute difference of equal values, as some are published to two decimals."""

Row = dict[str, str]


@dataclass(frozen=True)
class Published:
    """A line of optima.csv."""

    family: str
    instance: str
    problem: str
    parameters: str
    value: float

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What a log knows it by."""
        return self.family, self.instance, self.problem, self.parameters

    @property
    def given(self) -> dict[str, str]:
        """The parameters by name: 'p=5;r=800'."""
        parts = (text.partition("=") for text in self.parameters.split(";"))
        return {name: value for name, equals, value in parts if equals}


def published(folder: Path) -> Iterator[Published]:
    """All values that are marked optimal."""
    with (folder / "optima.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if row["status"] == "optimal":
                yield Published(
                    row["family"],
                    row["instance"],
                    row["problem"],
                    row["p_or_param"],
                    float(row["best_known"]),
                )


def question(line: Published, folder: Path) -> Problem | None:
    """The problem of a line; None when its model or reader is not here."""
    home, name, given = folder / line.family, line.instance, line.given
    kind = line.problem.split(" (")[0]
    match line.family, kind:
        case "orlib_cap", "CFLP" | "SSCFLP" | "UFLP":
            model = {"CFLP": CFLP, "SSCFLP": SSCFLP, "UFLP": UFLP}[kind]
            lettered = name in ("capa", "capb", "capc")  # UFLP ignores capacity
            option = f"?capacity={given.get('capacity', '1')}" if lettered else ""
            return model(read(f"orlib:{home / name}.txt{option}"))
        case "sscflp", "SSCFLP":
            return SSCFLP(read(home / name))
        case "cflp_tbed", "CFLP":
            return CFLP(read(home / f"{name}.gz"))
        case "ufllib", "UFLP":
            return UFLP(read(f"ufllib:{existing(home / name)}"))
        case "orlib_pmed", "p-median":
            return PMedian(read(f"orlib:{home / name}.txt"))
        case "orlib_pmedcap", _:
            file, _, number = name.partition("#")
            town = read(f"orlib:{home / file}.txt?problem={number}")
            return CapacitatedPMedian(town, weighted=False)
        case "mclp", "MCLP" if "/SJC/" in name:
            town = points(home / f"{name}.txt")
            return MCLP(town, p=int(given["p"]), radius=float(given["r"]))
    return None


def existing(path: Path) -> Path:
    """The file of a name that leaves .txt or .gz away."""
    names = (path.name + end for end in ("", ".txt", ".gz", ".txt.gz"))
    return next(x for x in map(path.with_name, names) if x.is_file())


def points(path: Path) -> Instance:
    """Lines ``x y demand`` behind a heading; every point is a client and a site."""
    table = np.loadtxt(path, skiprows=1)
    xy = table[:, :2]
    return Instance.from_points(xy, xy, demand=table[:, 2], name=path.stem)


def verdict(plan: Solution, value: float) -> str:
    """What our answer says of a published value."""
    slack = CLOSE * abs(value) + CENTS
    sign = plan.problem.sign
    better = sign * (value - plan.objective) > slack
    beyond = sign * (plan.bound - value) > slack
    if better or beyond or (plan.design is None and plan.solution.value != "none"):
        return "WRONG"
    if plan.is_optimal:
        return "reproduced" if abs(plan.objective - value) <= slack else "WRONG"
    whole = plan.design is not None and not math.isnan(plan.bound)
    return "open" if whole else "no bracket"


def solved(line: Published, problem: Problem, *, time_limit: float) -> Row:
    """One line of the table."""
    plan = solve(problem, time_limit=time_limit)
    numbers = (line.value, plan.objective, plan.bound)
    values = (*line.key, *(f"{x:.3f}" for x in numbers), f"{plan.seconds:.1f}")
    return dict(zip(COLUMNS, (*values, verdict(plan, line.value)), strict=True))


def shown(row: Row) -> str:
    """A line to read."""
    kind = row["problem"].split(" (")[0].replace("capacitated", "cap.")
    return (
        f"{row['family']:<14} {row['instance'].split('/', 1)[-1]:<18.18} {kind:<15} "
        f"{row['parameters'][:16]:<16} {row['published']:>13} {row['found']:>13} "
        f"{row['bound']:>13} {row['seconds']:>6}  {row['verdict']}"
    )


def kept(log: Path | None) -> list[Row]:
    """The lines of earlier runs."""
    if log is None or not log.exists():
        return []
    with log.open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


def keep(log: Path | None, row: Row) -> None:
    """Add a line to the log."""
    if log is None:
        return
    new = not log.exists()
    with log.open("a", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, COLUMNS)
        if new:
            writer.writeheader()
        writer.writerow(row)


def main() -> int:
    """Run what is wanted and was not run before."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--time-limit", type=float, default=60, help="of each")
    parser.add_argument("--family", default="", help="only these, commas between")
    parser.add_argument("--skip", default="", help="not these families")
    parser.add_argument("--largest", type=int, default=300_000, help="nonzeros")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="of all")
    parser.add_argument("--log", type=Path, help="a CSV file to resume from")
    options = parser.parse_args()
    folder = Path(os.environ.get("SITING_DATA", "../shared/instances"))
    wanted, skipped = options.family.split(","), options.skip.split(",")
    rows, began = kept(options.log), time.perf_counter()
    done = {tuple(row[k] for k in COLUMNS[:4]) for row in rows}
    for row in rows:
        print(shown(row), flush=True)
    counts = Counter(row["verdict"] for row in rows)
    for line in published(folder):
        chosen = options.family == "" or line.family in wanted
        if not chosen or line.family in skipped or line.key in done:
            continue
        problem = question(line, folder)
        if problem is None:
            counts["no model or reader"] += 1
        elif problem.nonzeros > options.largest:
            counts["too large"] += 1
        elif time.perf_counter() - began > options.seconds:
            counts["no time left"] += 1
        else:
            row = solved(line, problem, time_limit=options.time_limit)
            print(shown(row), flush=True)
            keep(options.log, row)
            counts[row["verdict"]] += 1
    print(f"reproduced {counts['reproduced']}, open with a valid bracket "
          f"{counts['open']}, no bracket {counts['no bracket']}, WRONG "
          f"{counts['WRONG']}")  # fmt: skip
    for reason in ("too large", "no model or reader", "no time left"):
        if counts[reason]:
            print(f"not run: {counts[reason]} ({reason})")
    return 1 if counts["WRONG"] else 0


if __name__ == "__main__":
    sys.exit(main())
