"""Costs that are too far apart for a solver's tolerances."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting.forms import MedianForm
from siting.matrix import Matrix
from siting.problem import Problem
from siting.solution import Proof, Solution, with_note

SPREAD = 1e6
"""Largest cost over objective beyond which HiGHS's absolute tolerances mislead."""


def without_dear(problem: Problem, design: NDArray[np.bool_] | None) -> Matrix:
    """The matrix without services dearer than a whole known answer, which is exact.

    In a median everybody is served whole by one site, so that a service that alone
    costs more than an answer in hand is in no better one. Left in, a single 'no way =
    1e12' drowns all other costs in HiGHS's tolerances.
    """
    matrix = problem.matrix
    if design is None or not isinstance(problem.form, MedianForm):
        return matrix
    values, violation = problem.evaluate(design[None, :])
    dear = matrix.cost > float(values[0, 0]) * (1 + 1e-9)
    dear[matrix.family("open")] = False
    if violation[0] or not dear.any():
        return matrix
    upper = np.where(dear, 0.0, matrix.upper)
    return replace(matrix, cost=np.where(dear, 0.0, matrix.cost), upper=upper)


def trusted(solution: Solution, matrix: Matrix) -> Solution:
    """The solution, without its bound where costs are too far apart for HiGHS."""
    largest = float(np.abs(matrix.cost).max(initial=0.0))
    if not largest > SPREAD * abs(solution.objective) > 0:
        return solution
    note = (
        "some costs are so much larger than the answer that HiGHS's tolerances "
        "cannot be trusted: its bound is left out"
    )
    return with_note(replace(solution, proof=Proof.NONE, bound=math.nan), note)
