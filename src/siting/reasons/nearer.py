"""How far people would have to travel, or sites to reach, found by bisection."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from siting.assignment import BLOCK, nearest_open
from siting.cost import Cost, Floats, dense_block
from siting.instance import Instance
from siting.problem import Problem
from siting.reasons.answerable import UnknownError, possible

MANY = 2**12
"""Values of travel up to which each is looked at; among more, halves are taken."""


def smallest_limit(problem: Problem, until: float) -> float | None:
    """The smallest value of ``limited_by`` with which there is an answer."""
    nearest = nearest_allowed(problem, problem.town)

    def change(value: float) -> Problem:
        given: dict[str, Any] = {problem.limited_by: value}
        return replace(problem, **given)

    start = float(nearest.max())
    return _smallest(change, problem.town.cost, problem.farthest, start, until)


def smallest_reach(problem: Problem, until: float) -> float | None:
    """The smallest reach with which there is an answer, if all sites had it."""
    town = problem.instance
    least = float(town.reach.min())
    nearest = nearest_allowed(problem, problem.town)
    lost = ~np.isfinite(nearest)
    start = least
    if lost.any():
        start = max(least, float(nearest_allowed(problem, town)[lost].max()))

    def change(value: float) -> Problem:
        reach = np.maximum(town.reach, value)
        return replace(problem, instance=replace(town, reach=reach))

    return _smallest(change, town.cost, least, start, until)


def _smallest(
    change: Callable[[float], Problem],
    cost: Cost,
    low: float,
    start: float,
    until: float,
) -> float | None:
    """The smallest travel that does, which is above ``low`` and at least ``start``.

    Parameters
    ----------
    low
        What is known not to do.
    """

    def works(value: float) -> bool:
        return possible(change(value), until)

    if not np.isfinite(start):
        return None
    if start > low:
        if works(start):
            return start
        low = start
    high = max((float(x.max(initial=0.0)) for x in _finite(cost, until)), default=0.0)
    if high <= low or not works(high):
        return None
    values = None
    while values is None:
        values = _between(cost, low, high, until)
        if values is None:
            middle = (low + high) / 2
            low, high = (low, middle) if works(middle) else (middle, high)
    steps = [*values.tolist(), high]
    return float(steps[bisect_left(steps, True, hi=len(steps) - 1, key=works)])


def _between(cost: Cost, low: float, high: float, until: float) -> Floats | None:
    """All travel between two values, in order; None when there is much."""
    found = np.empty(0)
    for block in _finite(cost, until):
        found = np.union1d(found, block[(block > low) & (block < high)])
        if len(found) > MANY:
            return None
    return found


def _finite(cost: Cost, until: float) -> Iterator[Floats]:
    """All travel that there is, block by block."""
    if isinstance(cost, csr_array):
        yield cost.data
        return
    n, m = cost.shape
    step = max(1, BLOCK // m)
    for k in range(0, n, step):
        if perf_counter() > until:
            raise UnknownError
        block = dense_block(cost, slice(k, k + step), slice(None)).ravel()
        yield block[np.isfinite(block)]


def nearest_allowed(problem: Problem, town: Instance) -> Floats:
    """Travel of every client to the nearest site that is not forbidden: (n,)."""
    return nearest_open(town, ~problem.rules.never)[1]
