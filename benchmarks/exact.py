"""Published problems, solved exactly: what is proved, how fast, and by which phase.

    python benchmarks/exact.py [--family pmed,tsplib] [--only rl1304:10,capa]
        [--solver auto] [--time-limit 60] [--seconds 3600] [--clock cpu]
        [--log exact.csv]
    python benchmarks/exact.py --from one.csv,two.csv

Prints instance, p or the like, value, bound, gap, published value, seconds, CPU
seconds, published seconds, seconds of each phase, and a verdict: *proved*; *open* with
a valid bracket (published value between bound and answer); *beaten*, when the answer is
better than a value published as best known; *WRONG*, when a proof, a bound or an answer
contradicts a published optimum. At the end how many are what, for each family. The exit
code is 1 when any is wrong.

Reading the data, and the shortest paths of graphs, are not timed; kernels are compiled
before, by the first question of a family, which is begun twice. With ``--log`` lines
are kept in a file, and what is there already is not run again. With ``--from`` nothing
is run: the logs of earlier runs are shown and summed up together. ``--clock cpu``
counts the time limit in seconds of the processor, for machines that do other work as
well: not for what runs in HiGHS's own process.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from families.centers import pmed_center, tsplib_center
from families.charges import (
    cap_cflp,
    cap_sscflp,
    cap_uflp,
    pmedcap,
    sscflp,
    tbed,
    ufllib,
)
from families.coverage import mclp, mclp_random
from families.medians import pmed, points, tsplib
from families.question import Question

import siting.limits
from siting import solve
from siting.limits import Progress
from siting.problem import Problem
from siting.solution import Solution

FAMILIES = {
    "pmed": pmed, "tsplib": tsplib, "pmed-center": pmed_center,
    "tsplib-center": tsplib_center, "mclp-random": mclp_random, "mclp": mclp,
    "cap-uflp": cap_uflp, "ufllib": ufllib, "cap-cflp": cap_cflp, "tbed": tbed,
    "cap-sscflp": cap_sscflp, "sscflp": sscflp, "pmedcap": pmedcap, "points": points,
}  # fmt: skip

COLUMNS = (
    "family", "instance", "setting", "value", "bound", "gap_percent", "published",
    "seconds", "cpu", "published_seconds", "phases", "proof", "verdict",
)  # fmt: skip

WIDTHS = (14, 16, 14, 13, 13, 8, 13, 8, 8, 8)

CLOSE = 1e-7
"""Relative difference of equal values: published ones are rounded."""

Row = dict[str, str]


@dataclass
class Phases:
    """When a run said that it began something."""

    began: list[tuple[str, float]] = field(default_factory=list)

    def hear(self, progress: Progress) -> None:
        """Note words, and forget values."""
        if progress.words:
            self.began.append((progress.words, progress.seconds))

    def text(self, seconds: float) -> str:
        """Seconds of each phase, up to the end."""
        spent: Counter[str] = Counter()
        ends = [*self.began, ("", seconds)]
        for (words, at), (_, until) in pairwise(ends):
            spent[words.split(",")[0].split(" on ")[0]] += until - at
        return ", ".join(f"{words} {s:.2f}" for words, s in spent.items())


def verdict(plan: Solution, asked: Question) -> str:
    """What our answer says of a published value."""
    value = asked.published
    is_proved = plan.gap <= max(asked.gap, 1e-6)
    if math.isnan(value):
        return "proved" if is_proved else "open"
    slack, sign = CLOSE * abs(value) + asked.cents, plan.problem.sign
    better = sign * (value - plan.objective) > slack
    beyond = sign * (plan.bound - value) > slack
    if asked.is_optimal and (better or beyond):
        return "WRONG"
    if is_proved and sign * (plan.objective - value) > slack + asked.gap * abs(value):
        return "WRONG"
    if better:
        return "beaten"
    return "proved" if is_proved else "open"


def answered(
    asked: Question, problem: Problem, *, solver: str, time_limit: float
) -> Row:
    """One row of the table."""
    phases, cpu, began = Phases(), cpu_seconds(), time.perf_counter()
    plan = solve(
        problem, solver, time_limit=time_limit, gap=asked.gap, watch=phases.hear
    )
    seconds, cpu = time.perf_counter() - began, cpu_seconds() - cpu
    numbers = (plan.objective, plan.bound, 100 * plan.gap, asked.published, seconds,
               cpu, asked.seconds)  # fmt: skip
    places = (3, 3, 4, 3, 2, 2, 1)
    texts = ("-" if math.isnan(x) else f"{x:.{k}f}"
             for x, k in zip(numbers, places, strict=True))  # fmt: skip
    parts = (*asked.key, *texts, phases.text(seconds), plan.proof.value)
    return dict(zip(COLUMNS, (*parts, verdict(plan, asked)), strict=True))


def cpu_seconds() -> float:
    """Of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])


def shown(row: Row) -> str:
    """A line to read."""
    name = row["instance"].split("/", 1)[-1]
    cells = [row["family"], name, *(row[c] for c in COLUMNS[2:10])]
    text = " ".join(
        f"{x[:w]:<{w}}" if k < 3 else f"{x:>{w}}"
        for k, (x, w) in enumerate(zip(cells, WIDTHS, strict=True))
    )
    return f"{text}  {row['verdict']} ({row['proof']}): {row['phases']}"


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


def summary(rows: list[Row]) -> list[str]:
    """A line for each family, and how we compare with published times."""
    said = []
    for family in dict.fromkeys(row["family"] for row in rows):
        mine = [row for row in rows if row["family"] == family]
        counts = Counter(row["verdict"] for row in mine)
        seconds = sum(float(row["cpu"]) for row in mine)
        parts = ", ".join(f"{n} {what}" for what, n in counts.items())
        said.append(f"{family}: {len(mine)} asked, {parts}, {seconds:.1f} CPU seconds")
        ratios = [
            max(float(row["cpu"]), 0.01) / float(row["published_seconds"])
            for row in mine
            if row["published_seconds"] != "-" and row["verdict"] == "proved"
        ]
        if ratios:
            mean = math.exp(sum(map(math.log, ratios)) / len(ratios))
            said.append(
                f"{family}: {mean:.2f} x the published time in the geometric mean of "
                f"{len(ratios)} proved that have one"
            )
    return said


def wanted(asked: Question, only: set[str]) -> bool:
    """Whether it was asked for: by instance, or instance and setting."""
    name = asked.instance.split("/", 1)[-1]
    names = {name, asked.instance, f"{name}:{asked.setting}"}
    return not only or bool(names & only)


def concluded(rows: list[Row]) -> int:
    """Print what all lines say together; the exit code."""
    print("\n".join(summary(rows)))
    return 1 if any(row["verdict"] == "WRONG" for row in rows) else 0


def summed_up(logs: list[Path]) -> int:
    """Show the lines of some logs, of equal questions the last; the exit code."""
    lines = [row for log in logs for row in kept(log)]
    rows = list({tuple(row[k] for k in COLUMNS[:3]): row for row in lines}.values())
    for row in rows:
        print(shown(row))
    return concluded(rows)


def main() -> int:
    """Read what is wanted, and run it or sum it up; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--family", default="pmed", help=", ".join(FAMILIES))
    parser.add_argument("--only", default="", help="instance or instance:setting")
    parser.add_argument("--solver", default="auto")
    parser.add_argument("--time-limit", type=float, default=60, help="of each")
    parser.add_argument("--seconds", type=float, default=math.inf, help="of all")
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--log", type=Path, help="a CSV file to resume from")
    parser.add_argument("--from", dest="logs", default="", help="logs to be summed up")
    options = parser.parse_args()
    logs = [Path(x) for x in options.logs.split(",") if x]
    for log in logs:
        if not log.is_file():
            parser.error(f"--from names {log}, and there is no such file")
    if logs:
        return summed_up(logs)
    if set(options.family.split(",")) - set(FAMILIES):
        parser.error(f"--family is {options.family}; expected {', '.join(FAMILIES)}")
    if options.clock == "cpu":
        siting.limits.perf_counter = time.process_time  # type: ignore[assignment]
    return run(options)


def run(options: argparse.Namespace) -> int:
    """Run what is wanted and was not run before; the exit code."""
    folder = Path(os.environ.get("SITING_DATA", "../shared/instances"))
    if not (folder / "optima.csv").is_file():
        print(f"There is no {folder / 'optima.csv'}: set SITING_DATA.", file=sys.stderr)
        return 4
    only = {x for x in options.only.split(",") if x}
    logged = kept(options.log)
    done = {tuple(row[k] for k in COLUMNS[:3]): row for row in logged}
    rows, began, late = [], time.perf_counter(), 0
    for family in options.family.split(","):
        warm = False
        for asked in FAMILIES[family](folder):
            if not wanted(asked, only):
                continue
            if asked.key in done:
                rows.append(done[asked.key])
            elif time.perf_counter() - began > options.seconds:
                late += 1
                continue
            else:
                problem = asked.build()
                if not warm:
                    solve(problem, options.solver, time_limit=5)
                    warm = True
                row = answered(
                    asked, problem, solver=options.solver,
                    time_limit=options.time_limit,
                )  # fmt: skip
                keep(options.log, row)
                rows.append(row)
            print(shown(rows[-1]), flush=True)
    if late:
        print(f"not run for lack of time: {late}")
    return concluded(rows)


if __name__ == "__main__":
    sys.exit(main())
