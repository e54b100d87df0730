"""Whether a question has an answer, apart from which one is best."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import numpy as np

from siting.check import must_serve_all
from siting.cost import PointCost
from siting.errors import ProblemError
from siting.forms import CenterForm, FlowForm, MedianForm
from siting.instance import Instance
from siting.matrix import Columns, Matrix, Rows, subscripts
from siting.memory import too_large
from siting.milp import child
from siting.milp.highs import Options, Result, Status
from siting.modelling.covers import Covers, covers_of
from siting.problem import Problem

ENDLESS = float(np.finfo(float).max)
"""A radius that everything is within but what has no way."""

BYTES = 200
"""Memory for a nonzero of a matrix, the solver's included, about."""


class UnknownError(Exception):
    """Nothing was found out in the time, or in the memory, that there is."""


def bare(problem: Problem) -> Matrix:
    """Arrays without an objective that have a point just where there is an answer.

    Where it is enough that everybody has an open site near, no shares of service are
    needed, and clients with the same sites are one.
    """
    if not is_covering(problem):
        if too_large(float(problem.nonzeros) * BYTES, what="", remedy=""):
            raise UnknownError
        whole = problem.matrix
        return replace(whole, sense="min", cost=np.zeros(len(whole.cost)), offset=0.0)
    rules, covers = problem.rules, groups_of(problem)
    rows = rules.in_rows()
    if covers is not None:
        groups = subscripts(len(covers.count))
        rows.append(
            Rows(
                "every_client_covered", groups, covers.start, covers.site, 1.0, 1.0,
                np.inf,
            )
        )  # fmt: skip
    opened = Columns("open", subscripts(rules.m), integer=True)
    return Matrix.assemble("min", [opened], rows)


def groups_of(problem: Problem) -> Covers | None:
    """Who must be near an open site, clients with the same sites being one."""
    town = ways_of(problem)
    endless = isinstance(town.cost, PointCost) and problem.farthest == np.inf
    if endless or not must_serve_all(problem):
        return None
    return covers_of(town, min(problem.farthest, ENDLESS))


def ways_of(problem: Problem) -> Instance:
    """The instance with the travel by which the model's form has people served."""
    form, town = problem.shape(), problem.town
    if isinstance(form, MedianForm | CenterForm):
        return replace(town, cost=form.cost)
    return town


def is_covering(problem: Problem) -> bool:
    """Whether a design answers the question when everybody has an open site near."""
    can_fail = any(duty.can_fail for duty in problem.duties())
    return not can_fail or not isinstance(problem.shape(), FlowForm | None)


def works(problem: Problem, until: float) -> bool:
    """Whether a question has an answer; `UnknownError` when that is not found out."""
    return solved(bare(problem), until).x is not None


def solved(matrix: Matrix, until: float) -> Result:
    """The matrix solved in the time; without a point just when it has none."""
    left = until - perf_counter()
    if left <= 0:
        raise UnknownError
    result = child.solve(matrix, Options(time_limit=left))[0]
    if result.status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    if result.x is None and result.status is not Status.INFEASIBLE:
        raise UnknownError
    return result


def possible(question: Problem | None, until: float) -> bool:
    """The same of a changed question, which may be none; then it has no answer."""
    try:
        return question is not None and works(question, until)
    except ProblemError:
        return False
