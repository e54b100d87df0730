"""What speaks against a solver's claim, and a second opinion when something does."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting import check
from siting.errors import SolverError
from siting.limits import Limits, Tally
from siting.problem import Problem
from siting.searching.construct import greedy_design
from siting.searching.search import is_searchable, search_for
from siting.solution import PROVED, Found, Proof, Solution, with_note

LOOKED = 2.0
"""Seconds of search against a claim, where designs are slow to evaluate."""

GLIMPSE = 0.5
"""Seconds of it that even a run whose time is up may take."""


def against(solution: Solution) -> NDArray[np.bool_] | None:
    """A design that contradicts what a solver claims; None in good order."""
    if solution.proof is not Proof.SOLVER_CLAIM:
        return None
    if solution.solution is Found.INFEASIBLE:
        start = solution.limits.start
        return answer_to(solution.problem) if start is None else start
    if solution.design is None:
        return None
    if solution.problem.reply_is_hard and not is_searchable(solution.problem):
        own = solution.objective  # evaluating would solve for the reply anew
        return (
            solution.design if _gains(solution.problem, own, solution.bound) else None
        )
    seconds = min(LOOKED, max(solution.limits.left, GLIMPSE))
    return beaten_by(
        solution.problem, solution.design, bound=solution.bound, seconds=seconds
    )


def beaten_by(
    problem: Problem,
    design: NDArray[np.bool_],
    *,
    bound: float,
    seconds: float = LOOKED,
) -> NDArray[np.bool_] | None:
    """The design or one near it, when that beats a claimed bound.

    One interchange search from the returned sites. It found every false optimum of a
    faulty release of HiGHS (45 of 45) in milliseconds.
    """
    if _beats(problem, design, bound=bound):
        return design
    if not is_searchable(problem):
        return None
    search = search_for(problem, Tally(Limits(time_limit=seconds)))
    search.begin(design)
    search.improve(moves=50)
    return search.design if _beats(problem, search.design, bound=bound) else None


def answer_to(problem: Problem) -> NDArray[np.bool_] | None:
    """An allowed design that serves all, found by a short search; or None."""
    if not is_searchable(problem):
        return None
    limits = Limits(time_limit=LOOKED)
    search = search_for(problem, Tally(limits))
    search.begin(greedy_design(problem, limits))
    search.improve(moves=1000)
    broken = problem.evaluate(search.design[None, :])[1][0] > 0
    return None if broken else search.design


def second_opinion(solution: Solution, better: NDArray[np.bool_]) -> Solution:
    """Solve a contradicted claim another way; the better design is kept in any case."""
    claimed = (
        "that there is no answer"
        if solution.solution is Found.INFEASIBLE
        else f"the bound {solution.bound:g}"
    )
    claim = f"{solution.solver.name} claimed {claimed}, but a search found better"
    other = solution.solver.another_way()
    if other is not None:
        limits = replace(solution.limits, start=better)
        second = other.run(solution.problem, limits)
        if second.design is not None and against(second) is None:
            return with_note(second, f"{claim}; solved again another way")
    values, _ = solution.problem.evaluate(better[None, :])
    contradicted = replace(
        solution,
        solution=Found.FEASIBLE,
        design=better,
        objective=float(values[0, 0]),
        bound=math.nan,
        proof=Proof.CONTRADICTED,
    )
    wrong = check.faults(contradicted)
    if wrong:
        raise SolverError(
            f"a search against {solution.solver.name} on {solution.problem.name} came "
            f"to a design that fails the check: {'; '.join(wrong[:3])}. Please report "
            "it with the instance."
        )
    return with_note(contradicted, f"{claim}; nothing is proved")


def _beats(problem: Problem, design: NDArray[np.bool_], *, bound: float) -> bool:
    """Whether an allowed design is better than a bound, beyond rounding."""
    values, violation = problem.evaluate(design[None, :])
    return bool(violation[0] == 0 and _gains(problem, float(values[0, 0]), bound))


def _gains(problem: Problem, value: float, bound: float) -> bool:
    """Whether a value is better than a bound, beyond rounding."""
    scale = max(abs(bound), abs(value), 1e-9)
    return problem.sign * (bound - value) > PROVED * scale
