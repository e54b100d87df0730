"""What each command does once its words are parsed; `siting.cli` parses them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from siting.comparison import Comparison, compare
from siting.console import Ticker, say
from siting.contradiction import answer_to, beaten_by
from siting.errors import UsageError, listed
from siting.exitcode import best_code, exit_code, front_code
from siting.front_comparison import FrontComparison, compare_fronts
from siting.frontier import pareto
from siting.given import (
    check_outputs,
    limits_of,
    problems_of,
    several_of,
    several_on,
    solver_of,
    solvers_of,
    write_json,
)
from siting.parameters import Parameter
from siting.problem import Problem
from siting.reading import read
from siting.run import solve
from siting.searching.search import is_searchable
from siting.solution import Found, Proof, Solution, Termination
from siting.writing import write_atomically


def run_solve(options: argparse.Namespace, fields: Sequence[Parameter]) -> int:
    """Solve one problem, write what is asked for, return the exit code."""
    check_outputs(options.json, options.report, options.out)
    limits = limits_of(options)
    solver = solver_of(options.solver)
    (problem,) = problems_of([options.instance], options, fields)
    if options.out:
        from siting.report.geopackage import drawable, write_geopackage

        drawable(problem.instance, Path(options.out))
    solution = solve(
        problem,
        solver,
        time_limit=limits.time_limit,
        gap=limits.gap,
        seed=limits.seed,
        threads=limits.threads,
        evaluations=limits.evaluations,
        bound=options.bound,
        watch=None if options.quiet else Ticker(),
    )
    write_json(options.json, solution.to_dict(assignment=options.assignment))
    if options.report:
        from siting.report import report

        report(solution, options.report)
    if options.out and solution.design is not None:
        write_geopackage(solution, options.out)
    _tell(solution, to_stdout=options.json != "-")
    return exit_code(solution)


def run_compare(options: argparse.Namespace, fields: Sequence[Parameter]) -> int:
    """Compare solvers, write what is asked for, return the exit code."""
    check_outputs(options.json, options.report, options.latex, options.csv)
    limits = limits_of(options)
    solvers = solvers_of(options.solvers)
    table = compare(
        problems_of(options.instances, options, fields),
        solvers,
        time_limit=limits.time_limit,
        gap=limits.gap,
        seeds=range(limits.seeds),
        threads=limits.threads,
        evaluations=limits.evaluations,
        reference=None if options.no_reference else "auto",
        reference_time_limit=limits.reference_time_limit,
        watch=None if options.quiet else Ticker(),
    )
    _write_table(table, options)
    runs = [row.solution for row in (*table.rows, *table.references)]
    if any(run.termination is Termination.INTERRUPTED for run in runs):
        return 130
    best = [table.best_of(problem) for problem in table.problems]
    return max((exit_code(solution) for solution in best), default=5)


def run_compare_fronts(
    options: argparse.Namespace, fields: Sequence[Sequence[Parameter]]
) -> int:
    """Compare fronts of solvers, write what is asked for, return the code."""
    check_outputs(options.json, options.report, options.latex, options.csv)
    limits = limits_of(options)
    if options.gap is not None:
        raise UsageError("a front has no gap to stop at; leave --gap out.")
    table = compare_fronts(
        several_on(options.instances, options.model, options, fields),
        solvers_of(options.solvers),
        time_limit=limits.time_limit,
        seeds=range(limits.seeds),
        threads=limits.threads,
        evaluations=limits.evaluations,
        reference=None if options.no_reference else "auto",
        reference_time_limit=limits.reference_time_limit,
        watch=None if options.quiet else Ticker(),
    )
    _write_table(table, options)
    return max(map(best_code, table.contests))


def _write_table(
    table: Comparison | FrontComparison, options: argparse.Namespace
) -> None:
    """A comparison to all files that are asked for; in words unless stdout is JSON."""
    write_json(options.json, table.to_dict())
    from siting.report import report
    from siting.report.written import csv_of, latex_of, text_of

    if options.report:
        report(table, options.report)
    if options.latex:
        write_atomically(Path(options.latex), latex_of(table))
    if options.csv:
        write_atomically(Path(options.csv), csv_of(table))
    if options.json != "-":
        print(text_of(table))


def run_pareto(
    options: argparse.Namespace, fields: Sequence[Sequence[Parameter]]
) -> int:
    """Find the front of several models, write what is asked for, return the code."""
    check_outputs(options.json, options.report, options.csv)
    limits = limits_of(options)
    solver = solver_of(options.solver)
    front = pareto(
        several_of(options, fields),
        solver,
        time_limit=limits.time_limit,
        seed=limits.seed,
        threads=limits.threads,
        evaluations=limits.evaluations,
        watch=None if options.quiet else Ticker(),
    )
    write_json(options.json, front.to_dict())
    if options.report:
        from siting.report import report

        report(front, options.report)
    if options.csv:
        from siting.report.points_csv import points_csv

        write_atomically(Path(options.csv), points_csv(front))
    from siting.report.front_lines import lines_of_front

    for line in lines_of_front(front):
        if options.json == "-":
            say(line)
        else:
            print(line)
    return front_code(front)


def run_verify(options: argparse.Namespace) -> int:
    """Check a result file; 0 when it stands, 5 when it does not."""
    from siting.check import faults_of_result
    from siting.resultfile import problem_of, read_result

    check_outputs(options.json)
    result = read_result(Path(options.result))
    problem = problem_of(result, read(options.instance))
    found = faults_of_result(result, problem)
    if not found:
        found += _of_bound(result, problem) + _of_infeasibility(result, problem)
    verdict = {"result": options.result, "verified": not found, "faults": found}
    write_json(options.json, verdict)
    if options.json != "-":
        stands = _stands(result, problem) if result.get("open") else ABSENT
        print(f"verified: {stands}" if not found else _listed_faults(found))
    return 0 if not found else 5


def _of_infeasibility(result: dict[str, Any], problem: Problem) -> list[str]:
    """A fault when a search finds an answer where a result says there is none."""
    if result.get("solution") != Found.INFEASIBLE:
        return []
    design = answer_to(problem)
    if design is None:
        return []
    names = [problem.instance.sites[j] for j in np.flatnonzero(design)]
    return [f"it says that there is no answer, but opening {listed(names)} is one"]


def _of_bound(result: dict[str, Any], problem: Problem) -> list[str]:
    """A fault when a search around the sites of a result beats its bound."""
    bound, sites = result.get("bound"), problem.instance.sites
    if not isinstance(bound, int | float) or not result.get("open"):
        return []
    design = np.isin(np.array(sites), result["open"])
    better = beaten_by(problem, design, bound=float(bound))
    if better is None:
        return []
    value = float(problem.evaluate(better[None, :])[0][0, 0])
    return [f"the bound is given as {bound!r}, but a search nearby finds {value!r}"]


def _stands(result: dict[str, Any], problem: Problem) -> str:
    """What has been found of a result without faults."""
    found = "the sites keep every rule, the value is right"
    if result.get("bound") is None:
        return f"{found}. No bound is stated: how good it is, is not known."
    if is_searchable(problem):
        found += ", and no swap, addition or removal of a site beats the stated bound"
    whose = {
        Proof.CERTIFIED.value: "was certified by our own arithmetic when it was found",
        Proof.CONTRADICTED.value: "was contradicted when it was found",
    }.get(str(result.get("proof")), "is the solver's word")
    return f"{found}. The bound itself {whose}."


def _listed_faults(faults: Sequence[str]) -> str:
    """The first faults; the JSON of the verdict has all of them."""
    more = len(faults) - MOST_FAULTS
    rest = [f"and {more:,} more; --json lists all"] if more > 0 else []
    return "\n  ".join(["wrong:", *faults[:MOST_FAULTS], *rest])


MOST_FAULTS = 10
"""Faults of a result that are printed."""


ABSENT = "it holds no answer, and nothing in it contradicts the data."


def _tell(solution: Solution, *, to_stdout: bool) -> None:
    """The answer in words; on stderr when stdout is for JSON.

    Why there is none goes to stderr in any case, once where both are one terminal.
    """
    from siting.report.terminal import lines_of

    for line in lines_of(solution):
        if to_stdout:
            print(line, flush=True)
        else:
            say(line)
    together = sys.stdout.isatty() and sys.stderr.isatty()
    if to_stdout and solution.design is None and solution.reason and not together:
        say(solution.reason)
