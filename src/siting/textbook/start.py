"""A point of a model's matrix to begin with."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting import declared
from siting.cost import Floats
from siting.forms import MedianForm
from siting.limits import Limits, Tally
from siting.matrix import Matrix
from siting.milp import child
from siting.milp.highs import Options
from siting.problem import Problem
from siting.searching.construct import greedy_design
from siting.searching.search import is_quick, search_for
from siting.textbook.completion import completed

LONGEST_START = 20.0
"""Seconds that a start of our own may take, however long the run may."""

LONGEST_SEARCH = 4.0
"""The same where every design is evaluated from scratch."""

HARD_REPLY = 0.4
"""Part of the time for the first reply, where replies are hard."""


def own_start(problem: Problem, limits: Limits) -> NDArray[np.bool_] | None:
    """An interchange answer in a part of the time; None when none is allowed."""
    longest = LONGEST_START if is_quick(problem) else LONGEST_SEARCH
    until = limits.elapsed + min(0.1 * limits.left, longest)
    brief = replace(limits, time_limit=until)
    search = search_for(problem, Tally(brief))
    search.begin(greedy_design(problem, brief))
    while not search.improve(moves=64) and brief.left > 0:
        pass
    _, violation = problem.evaluate(search.design[None, :])
    return search.design if violation[0] == 0 else None


def start_of(
    problem: Problem,
    matrix: Matrix,
    design: NDArray[np.bool_] | None,
    *,
    limits: Limits,
) -> Floats | None:
    """A point (columns,) to begin with, for a design, in a part of the time."""
    if design is None:
        return None
    part = HARD_REPLY if problem.reply_is_hard else 0.1
    return point(problem, matrix, design, time_limit=part * limits.left)


def point(
    problem: Problem, matrix: Matrix, design: NDArray[np.bool_], *, time_limit: float
) -> Floats | None:
    """A point of the matrix for a design; None when it has none, or not in time."""
    if has_own_reply(problem):
        served = problem.reply(design)
        x = None if served is None else completed(matrix, design, served)
        if x is not None:
            return x
    if problem.reply_is_hard:  # in a process that can be stopped
        fixed = matrix.with_design(design)
        return child.solve(fixed, Options(time_limit=time_limit))[1]
    found = declared.reply(matrix, design, time_limit=time_limit)
    return None if found is None else found.x


def has_own_reply(problem: Problem) -> bool:
    """Whether a model says itself who is served where, without solving anything."""
    if isinstance(problem.form, MedianForm):
        return True
    own = type(problem).reply is not Problem.reply
    return own and not (problem.reply_is_hard or problem.has_capacity)
