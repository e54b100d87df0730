"""What a solver found through a matrix, as a design and on our axes."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.cost import Floats
from siting.limits import Limits, Trace
from siting.matrix import Matrix
from siting.milp.highs import Status
from siting.problem import Problem
from siting.searching.construct import greedy_design
from siting.solution import Termination

NOISE = 1e-12
"""Rounding of HiGHS's objective, relative to a typical cost of a variable."""

APART = "HiGHS calls it done, and its tolerances keep its bound and the answer apart"
"""Why a run of it ends by itself without a proof."""

ENDED = {
    Status.OPTIMAL: Termination.FINISHED,
    Status.INFEASIBLE: Termination.FINISHED,
    Status.TIME_LIMIT: Termination.TIME_LIMIT,
    Status.NODE_LIMIT: Termination.NODE_LIMIT,
    Status.MEMORY: Termination.MEMORY,
    Status.INTERRUPTED: Termination.INTERRUPTED,
    Status.CRASHED: Termination.CRASHED,
}


def design_of(
    problem: Problem,
    matrix: Matrix,
    x: Floats | None,
    *,
    known: NDArray[np.bool_] | None,
    limits: Limits,
    late: bool,
) -> tuple[NDArray[np.bool_] | None, Assignment | None]:
    """Design and, where finding one is hard, service at a point (columns,).

    Parameters
    ----------
    known
        A design that was known before; the better one is taken.
    late
        Whether time was up: a greedy design is better than none.
    """
    there = None if x is None else x[matrix.family("open")] > 0.5
    if problem.reply_is_hard:
        return there, None if x is None else problem.decoded(matrix, x)
    best = better_of(problem, there, known)
    if best is None and late:
        best = better_of(problem, greedy_design(problem, limits))
    return best, None


def better_of(
    problem: Problem, *designs: NDArray[np.bool_] | None
) -> NDArray[np.bool_] | None:
    """The best allowed one of some designs, the first on ties; None without any."""
    best, value = None, math.inf
    for design in designs:
        if design is not None:
            objectives, violation = problem.evaluate(design[None, :])
            worth = problem.sign * float(objectives[0, 0])
            if violation[0] == 0 and worth < value:
                best, value = design, worth
    return best


def noted(trace: Trace, objective: float) -> None:
    """Note an answer that HiGHS tells of."""
    trace.better(objective=objective)


def typical(cost: Floats) -> float:
    """Median of the costs that are not 0; 0 when all are."""
    there = np.abs(cost[cost != 0])
    return float(np.median(there)) if len(there) else 0.0
