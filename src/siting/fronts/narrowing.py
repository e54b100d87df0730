"""A second objective that is a worst case: its limit says what is forbidden.

The longest time of any trip is at most u when all trips that take longer are removed.
The scalar problem is then the first problem with fewer ways, which its own exact method
answers, and no row with large coefficients couples the two objectives.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from siting.fronts.epsilon import Bools
from siting.limits import Limits
from siting.problem import Problem
from siting.solution import Found, Solution

SAME = 1e-8
"""Part of a value that is rounding."""

Pair = tuple[float, float]
"""Values of both objectives, to be minimised."""

Ask = Callable[[Problem, Bools | None, float], Solution]
"""The exact answer to a problem, from a design of the last one, in so many seconds."""


class Narrowing(Protocol):
    """A problem, and a worst case of its answers that is to be small as well."""

    def at_most(self, limit: float) -> Problem:
        """The problem in which nothing is worse than the limit."""

    def worth(self, solution: Solution) -> Pair:
        """What an answer is worth in both objectives."""

    def below(self, value: float) -> float:
        """The next smaller value that a worst case can have; -inf when none."""


@dataclass(frozen=True, eq=False)
class Narrowed:
    """Non-dominated pairs, from the best of the first objective on.

    Attributes
    ----------
    points
        Values and answers.
    complete
        Whether nothing is missing, as far as the answers are proved.
    programs
        Exact answers that were asked for.
    """

    points: tuple[tuple[Pair, Solution], ...]
    complete: bool
    programs: int


def narrowed(narrowing: Narrowing, ask: Ask, limits: Limits) -> Narrowed:
    """All pairs, by an ever tighter limit on the worst case.

    The optimum never falls from one limit to the next, so that an answer that is only
    as good as the last one shows by its equal value and takes its place. The last point
    of a run that is stopped may be dominated for that reason, and is left out.
    """
    points: list[tuple[Pair, Solution]] = []
    limit, programs = math.inf, 0
    while limit > -math.inf:
        start = points[-1][1].design if points else None
        if limits.left <= 0:
            return Narrowed(tuple(points[:-1]), complete=False, programs=programs)
        found = ask(narrowing.at_most(limit), start, limits.left)
        programs += 1
        if found.solution is Found.INFEASIBLE:
            break
        if not found.is_optimal:
            return Narrowed(tuple(points[:-1]), complete=False, programs=programs)
        pair = narrowing.worth(found)
        if points and _is_as_good(pair[0], points[-1][0][0]):
            points.pop()
        points.append((pair, found))
        limit = narrowing.below(pair[1])
    return Narrowed(tuple(points), complete=True, programs=programs)


def _is_as_good(first: float, best: float) -> bool:
    """Whether a value is the one before, but for rounding."""
    return first <= best + SAME * max(1.0, abs(best))
