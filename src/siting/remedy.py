"""The smallest change that gives a question an answer, found by solving for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np

from siting.cost import PointCost
from siting.matrix import Matrix, Sense
from siting.milp import child
from siting.milp.highs import Options, Result, Status
from siting.problem import Problem

CAPACITY_STEP = 0.01
"""To what the factor on capacities is found."""


def remedies(problem: Problem, *, time_limit: float) -> Iterator[str]:
    """A clause for each of count, budget, limit and capacity that alone would do."""
    until = perf_counter() + time_limit
    for found in (_count, _budget, _conditions, _limit, _capacity):
        if perf_counter() < until:
            yield from found(problem, until)


def _count(problem: Problem, until: float) -> Iterator[str]:
    """The smallest number of sites, or the largest when there are too many."""
    p = problem.rules.most
    if problem.p is None and problem.add is None:
        return
    free = _without(problem.matrix, "open_p_sites")
    ends: tuple[tuple[Sense, str, int], ...]
    ends = (("min", "smallest", 1), ("max", "largest", -1))
    for sense, word, beyond in ends:
        aim = np.zeros(len(free.cost))
        aim[free.family("open")] = 1.0
        result = _solved(replace(free, sense=sense, cost=aim, offset=0.0), until)
        if result.x is None:
            return
        best = round(float(result.x[free.family("open")].sum()))
        if (best - p) * beyond > 0:
            added = "" if problem.add is None else " in all"
            sure = "" if result.status is Status.OPTIMAL else " found in the time"
            yield (
                f"{p} open sites{added} cannot do it, and the {word} number that would "
                f"do{sure} is {best}"
            )
            return


def _budget(problem: Problem, until: float) -> Iterator[str]:
    """The smallest budget."""
    if problem.budget is None:
        return
    free = _without(problem.matrix, "stay_within_budget")
    rows = next(r for r in problem.rules.extra if r.name == "stay_within_budget")
    aim = np.zeros(len(free.cost))
    aim[rows.column] = rows.value
    result = _solved(replace(free, sense="min", cost=aim, offset=0.0), until)
    if result.x is not None:
        opened = result.x[free.family("open")] > 0.5
        kept = problem.budget - float(rows.upper)  # for closing all that exists
        least = float(aim[free.family("open")][opened].sum()) + kept
        if least > problem.budget:
            yield f"the smallest budget that would do is {least:g}"


def _conditions(problem: Problem, until: float) -> Iterator[str]:
    """Whether quotas or the separation are what is in the way."""
    for name, word in (
        ("keep_the_quotas", "quotas"),
        ("keep_sites_apart", "separation"),
    ):
        if any(rows.name == name for rows in problem.rules.extra):
            free = _without(problem.matrix, name)
            still = replace(free, cost=np.zeros(len(free.cost)))
            if _solved(still, until).x is not None:
                yield f"without the {word} there would be an answer"


def _limit(problem: Problem, until: float) -> Iterator[str]:
    """The smallest radius or other limit on travel, by bisection on the costs."""
    name, town = problem.limited_by, problem.instance
    if not name or isinstance(town.cost, PointCost):
        return
    costs = np.unique(town.travel()[np.isfinite(town.travel())])
    steps = costs[costs > problem.farthest]

    def works(k: int) -> bool | None:
        change: dict[str, Any] = {name: float(steps[k])}
        return _works(replace(problem, **change), until)

    at = _first(len(steps), works)
    if at is not None:
        yield f"the smallest {name} that would do is {float(steps[at])!r}"


def _capacity(problem: Problem, until: float) -> Iterator[str]:
    """How many times as large all capacities would have to be."""
    town = problem.instance
    if not problem.has_capacity or not np.isfinite(town.capacity).any():
        return

    def works(factor: float) -> bool | None:
        larger = replace(town, capacity=town.capacity * factor)
        return _works(replace(problem, instance=larger), until)

    factors = 1 + CAPACITY_STEP * 2.0 ** np.arange(14)
    coarse = _first(len(factors), lambda k: works(float(factors[k])))
    if coarse is None:
        return
    low = 1.0 if coarse == 0 else float(factors[coarse - 1])
    steps = np.arange(low, float(factors[coarse]) + CAPACITY_STEP / 2, CAPACITY_STEP)[
        1:
    ]
    fine = _first(len(steps), lambda k: works(float(steps[k])))
    if fine is not None:
        yield (
            f"capacities {steps[fine]:.2f} times as large would do, to "
            f"{CAPACITY_STEP:g} of a time"
        )


def _first(count: int, works: Callable[[int], bool | None]) -> int | None:
    """Smallest k < count from which on it works (by bisection); None when never."""
    if not count or not works(count - 1):
        return None
    low, high = 0, count - 1
    while low < high:
        middle = (low + high) // 2
        answer = works(middle)
        if answer is None:
            return None
        low, high = (low, middle) if answer else (middle + 1, high)
    return low


def _works(problem: Problem, until: float) -> bool | None:
    """Whether a question has an answer; None when that is not known in the time."""
    matrix = problem.matrix
    result = _solved(replace(matrix, cost=np.zeros(len(matrix.cost))), until)
    if result.x is not None:
        return True
    return False if result.status is Status.INFEASIBLE else None


def _solved(matrix: Matrix, until: float) -> Result:
    """The matrix solved in what is left of the time."""
    left = max(until - perf_counter(), 0.1)
    return child.solve(matrix, Options(time_limit=left))[0]


def _without(matrix: Matrix, name: str) -> Matrix:
    """The matrix with the bounds of a family of rows taken away."""
    lower, upper = matrix.row_lower.copy(), matrix.row_upper.copy()
    first = 0
    for block in matrix.row_blocks:
        part = slice(first, first + len(block.index))
        if block.name == name:
            lower[part], upper[part] = -np.inf, np.inf
        first = part.stop
    return replace(matrix, row_lower=lower, row_upper=upper)
