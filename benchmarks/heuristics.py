"""Heuristics beside published optima: how near, how soon, how many designs looked at.

    python benchmarks/heuristics.py [--family pmed,tsplib] [--only rl1304,pcb3038:100]
        [--solvers vns,grasp] [--time-limit 10] [--seeds 1] [--clock cpu]
        [--log heuristics.csv]
    python benchmarks/heuristics.py --family small [--count 500] [--only p-median,...]
    python benchmarks/heuristics.py --family curve

Prints instance, p or the like, solver, seed, value, published value, gap in per cent,
seconds to the best value, and designs looked at a second (neighbours in a table
included); then for each family and solver the mean and worst gap and how often the
published value was reached.

``small`` asks random small questions of every model (at most 15 sites, with everything
that goes wrong in practice) of every heuristic, and of 'auto' for the optimum: how
often it is found, and that nobody beats it; the exit code is 1 when somebody does.
``curve`` opens 1 to 50 of 1,000 sites for 1,000,000 random clients by greedy, from
coordinates: seconds and peak memory of the whole.

``--clock cpu`` counts seconds of the processor in place of those on the wall, for
machines that others use, too.

Reading the data, and the shortest paths of graphs, are not timed. Every family begins
with a short run of each solver that is not counted, in which kernels are compiled.
"""

from __future__ import annotations

import argparse
import csv
import math
import os
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from families.charges import ufllib
from families.medians import pmed, tsplib
from families.question import Question

import siting.limits
from siting import Instance, solve
from siting.commands import solver_of
from siting.curve import greedy_curve
from siting.models import MCLP
from siting.problem import Problem
from siting.solution import Found

FAMILIES = {"pmed": pmed, "tsplib": tsplib, "ufllib": ufllib}

COLUMNS = ("family", "instance", "setting", "solver", "seed", "value", "published",
           "gap_percent", "to_best", "seconds", "evaluations")  # fmt: skip

SMALL = ("greedy", "interchange", "grasp", "vns", "pso", "nsga2")

Row = dict[str, str]


@dataclass(frozen=True)
class Asked:
    """What is asked of every solver."""

    solvers: tuple[str, ...]
    seeds: int
    time_limit: float


def rows_of(asked: Question, plan: Asked, log: Path | None) -> Iterator[Row]:
    """A row for every solver and seed."""
    problem = asked.build()
    for name in plan.solvers:
        for seed in range(plan.seeds):
            key = (*asked.key, name, str(seed))
            if key in known(log):
                continue
            found = solve(
                problem, solver_of(name), time_limit=plan.time_limit, seed=seed
            )
            gap = 100 * problem.sign * (found.objective / asked.published - 1)
            numbers = (found.objective, asked.published, gap, found.trace[-1][0],
                       found.seconds, found.evaluations or 0)  # fmt: skip
            texts = (
                f"{x:.{k}f}" for x, k in zip(numbers, (3, 3, 4, 2, 2, 0), strict=True)
            )
            yield dict(zip(COLUMNS, (*key, *texts), strict=True))


def known(log: Path | None) -> set[tuple[str, ...]]:
    """What is in a log already."""
    if log is None or not log.exists():
        return set()
    with log.open(encoding="utf-8") as lines:
        return {tuple(row[c] for c in COLUMNS[:5]) for row in csv.DictReader(lines)}


def keep(log: Path | None, row: Row) -> None:
    """Add a row to a log."""
    if log is None:
        return
    is_new = not log.exists()
    with log.open("a", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, COLUMNS)
        if is_new:
            table.writeheader()
        table.writerow(row)


def shown(row: Row) -> str:
    """A line to read."""
    rate = float(row["evaluations"]) / max(float(row["seconds"]), 1e-9) / 1e6
    name = row["instance"].split("/", 1)[-1]
    return (
        f"{row['family']:<8} {name:<16} {row['setting']:<8} {row['solver']:<24} "
        f"{row['seed']:>3} {row['value']:>14} {row['published']:>14} "
        f"{row['gap_percent']:>9} % {row['to_best']:>7} s {rate:>8.1f} M/s"
    )


def summed(rows: list[Row]) -> Iterator[str]:
    """A line for each family and solver."""
    groups = defaultdict(list)
    for row in rows:
        groups[row["family"], row["solver"]].append(float(row["gap_percent"]))
    for (family, solver), gaps in groups.items():
        reached = sum(gap <= 1e-4 for gap in gaps)
        yield (
            f"{family}, {solver}: mean gap {sum(gaps) / len(gaps):.4f} %, worst "
            f"{max(gaps):.4f} %, published value reached {reached} of {len(gaps)}"
        )


def wanted(asked: Question, only: list[str]) -> bool:
    """Whether a question is one of 'instance' or 'instance:setting'."""
    name = asked.instance.split("/", 1)[-1]
    return not only or name in only or f"{name}:{asked.setting}" in only


def published(families: list[str], plan: Asked, options: argparse.Namespace) -> int:
    """Ask all questions with a published value."""
    folder = Path(os.environ["SITING_DATA"])
    only = options.only.split(",") if options.only else []
    rows: list[Row] = []
    for family in families:
        chosen = [q for q in FAMILIES[family](folder) if wanted(q, only)]
        chosen = [q for q in chosen if not math.isnan(q.published)]
        for name in plan.solvers if chosen else ():
            solve(chosen[0].build(), solver_of(name), time_limit=0.5)
        for asked in chosen:
            for row in rows_of(asked, plan, options.log):
                keep(options.log, row)
                rows.append(row)
                print(shown(row), flush=True)
    print("\n".join(summed(rows)))
    return 0


def small(count: int, seconds: float, only: list[str]) -> int:
    """Ask random small questions; 1 when a heuristic beats a proved optimum."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    from contract.cases import models, random_problems

    wrong = 0
    for model in models():
        if only and model.name not in only:
            continue
        asked, hits = 0, dict.fromkeys(SMALL, 0)
        tried = dict.fromkeys(SMALL, 0)
        for k, problem in enumerate(random_problems(model, count, seed=77, m=15)):
            best = solve(problem, time_limit=20)
            if not best.is_optimal:
                continue
            asked += 1
            for name in SMALL:
                solver = solver_of(name)
                if solver.refuses(problem):
                    continue
                found = solve(problem, solver, seed=k, evaluations=3000,
                              time_limit=seconds)  # fmt: skip
                tried[name] += 1
                wrong += beats(problem, found.objective, best.objective)
                slack = 1e-6 * max(abs(best.objective), 1e-9)
                hits[name] += found.solution is Found.FEASIBLE and bool(
                    abs(found.objective - best.objective) <= slack
                )
        shares = ", ".join(
            f"{name} {100 * hits[name] / tried[name]:.1f} %"
            for name in SMALL
            if tried[name]
        )
        print(f"{model.name:<22} {asked:>4} proved: {shares}", flush=True)
    print(f"{wrong} answers beat a proved optimum")
    return 1 if wrong else 0


def beats(problem: Problem, value: float, optimum: float) -> bool:
    """Whether a value is better than what was proved best, beyond rounding."""
    slack = 1e-6 * max(abs(optimum), 1e-9)
    return problem.sign * (optimum - value) > slack


def curve() -> int:
    """Greedy for a million clients."""
    rng = np.random.default_rng(1)
    clients, sites = rng.random((1_000_000, 2)) * 30, rng.random((1000, 2)) * 30
    demand = rng.integers(1, 100, len(clients)).astype(float)
    warm = Instance.from_points(clients[:500], sites[:50], demand=demand[:500])
    greedy_curve(MCLP(warm, p=3, radius=1.0))
    began, cpu = time.perf_counter(), time.process_time()
    town = Instance.from_points(clients, sites, demand=demand)
    found = greedy_curve(MCLP(town, p=50, radius=1.0))
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    for k in (1, 10, 50):
        print(f"p = {k}: {found.values[k - 1]:,.0f} of {demand.sum():,.0f}")
    print(f"{seconds:.1f} s, {cpu:.1f} CPU s, peak memory {peak:.2f} GiB")
    return 0


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--family", default="pmed")
    parser.add_argument("--only", default="")
    parser.add_argument("--solvers", default="interchange?starts=0,grasp,vns")
    parser.add_argument("--time-limit", type=float, default=10.0)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--clock", choices=("wall", "cpu"), default="wall")
    parser.add_argument("--log", type=Path)
    options = parser.parse_args()
    if options.clock == "cpu":
        siting.limits.perf_counter = time.process_time  # type: ignore[assignment]
    families = options.family.split(",")
    if families == ["small"]:
        only = [name for name in options.only.split(",") if name]
        return small(options.count, options.time_limit, only)
    if families == ["curve"]:
        return curve()
    plan = Asked(tuple(options.solvers.split(",")), options.seeds, options.time_limit)
    return published(families, plan, options)


if __name__ == "__main__":
    sys.exit(main())
