"""A median at its best under a limit, by prices alone: no program, no solver.

With a price on what is limited a median is left, whose Lagrangian bound is one for the
median under the limit as well:

    cost(y) >= cost(y) + price (limited(y) - limit)    where limited(y) <= limit,

and the right side is a median less a constant. Branch and bound over its multipliers
goes on until no part of the designs can hold a better one within the limit.

Handler, G. Y., Zang, I. (1980). A dual algorithm for the constrained shortest path
problem. Networks 10(4), 293-309. doi:10.1002/net.3230100403 (the price of one limit,
then what lies within the gap)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from siting.branching.choice import MostUndecided
from siting.branching.tree import Tree
from siting.cost import Floats
from siting.fronts.beside import Limited
from siting.fronts.double import Double
from siting.fronts.epsilon import Answered, Bools, Ended, Epsilon, worthwhile
from siting.fronts.gaps import CLOSE
from siting.fronts.price import Priced, beginning, climbed, price_of
from siting.fronts.priced_parts import PricedRelaxation
from siting.limits import Limits
from siting.medians.fixing import fixable
from siting.problem import Problem
from siting.rules import Rules

STEPS = 600
"""Steps of the ascent for all designs."""

NODES = 4000
"""Parts of the designs that are looked at before another method is asked."""


class PricedEpsilon:
    """The scalar problems of a median, the other objective priced.

    Parameters
    ----------
    step
        Of the median's values; 0 where it is not known.
    points
        What is known (k, 2): the limited objective and the first, for the price.
    heard
        Told of every better design at once, so that an interrupt loses none.
    otherwise
        Made and asked where there is no design to begin with, and where too many parts
        of the designs are left.
    """

    def __init__(
        self,
        problem: Problem,
        limited: Limited,
        limits: Limits,
        *,
        step: float,
        points: Callable[[], Floats],
        heard: Callable[[Bools], None],
        otherwise: Callable[[], Epsilon],
    ) -> None:
        self._problem, self._limited, self._limits = problem, limited, limits
        self._step, self._make = step, otherwise
        self._other: Epsilon | None = None
        self._points, self._heard = points, heard

    def solve(
        self, limit: float, *, start: Bools | None, floor: float, seconds: float
    ) -> Answered:
        """The least cost while the other objective is at most the limit."""
        if start is None:
            return self._asked_otherwise(limit, start, floor, seconds)
        until = self._limits.elapsed + seconds
        found = self._searched(limit, start, floor, seconds)
        left = until - self._limits.elapsed
        if found.ended is Ended.PROVED or left <= 0:
            return found
        rest = self._asked_otherwise(limit, found.design, found.bound, left)
        return replace(rest, programs=rest.programs + found.programs)

    def bound(self, limit: float, *, start: Bools | None, seconds: float) -> float:
        """What prices prove without branching, where a design is known."""
        del seconds  # it takes a fixed number of steps
        if start is None:
            return -math.inf
        search = self._search(limit, start)
        return self._priced(limit, self._double(limit), search).value

    def _asked_otherwise(
        self, limit: float, start: Bools | None, floor: float, seconds: float
    ) -> Answered:
        if self._other is None:
            self._other = self._make()
        return self._other.solve(limit, start=start, floor=floor, seconds=seconds)

    def _search(self, limit: float, start: Bools) -> Search:
        """The best design within a limit, from a known one on."""
        return Search(
            self._problem, self._limited, limit, start=start, heard=self._heard
        )

    def _double(self, limit: float) -> Double:
        """Costs of the sites that may be open, within a limit."""
        rules = self._problem.rules
        return self._limited.within(limit).without(closed=rules.never, must=rules.must)

    def _priced(self, limit: float, double: Double, search: Search) -> Priced:
        """What the price proves that the known points tell."""
        price = price_of(self._points(), limit) if double.is_limited else 0.0
        return climbed(
            double, self._problem.rules, price,
            beginning(double, price, search.design), steps=STEPS,
            target=search.value, enough=worthwhile(search.value, self._step),
        )  # fmt: skip

    def _searched(
        self, limit: float, start: Bools, floor: float, seconds: float
    ) -> Answered:
        """Branch and bound over multipliers, from the best price on."""
        until = self._limits.elapsed + seconds
        limits = replace(self._limits, time_limit=min(until, self._limits.time_limit))
        search = self._search(limit, start)
        double = self._double(limit)
        priced = self._priced(limit, double, search)
        bound = max(floor, priced.value)
        if bound > worthwhile(search.value, self._step):
            return Answered(Ended.PROVED, start, bound, programs=0)
        done, least = self._through(double, priced, search, limits)
        ended = Ended.PROVED if done else Ended.STOPPED
        return Answered(ended, search.design, min(max(floor, least), search.value))

    def _through(
        self, double: Double, priced: Priced, search: Search, limits: Limits
    ) -> tuple[bool, float]:
        """Look at all parts of the designs: whether that is done, and the bound."""

        def cutoff() -> float:
            return worthwhile(search.value, self._step)

        rules = within(priced, self._problem.rules, cutoff())
        parts = PricedRelaxation(
            double.without(closed=rules.never, must=rules.must), rules,
            search.cost_within, target=search.value,
        )  # fmt: skip
        tree = Tree(
            parts, limits, cutoff=cutoff, heard=search.hear, choice=MostUndecided()
        )
        done = tree.run(parts.root(priced), told=lambda: None, most=NODES)
        return done, tree.bound


def within(priced: Priced, rules: Rules, cutoff: float) -> Rules:
    """The rules, and what a price decides of designs below a cutoff."""
    closed, opened = fixable(priced.bound, rules, cutoff + priced.shift)
    return replace(rules, must=rules.must | opened, never=rules.never | closed)


class Search:
    """The best design within a limit so far.

    Attributes
    ----------
    design : (m,)
    value
        What it costs.

    Parameters
    ----------
    heard
        Told of every better one.
    """

    def __init__(
        self,
        problem: Problem,
        limited: Limited,
        limit: float,
        *,
        start: Bools,
        heard: Callable[[Bools], None],
    ) -> None:
        self._problem, self._limited, self._limit = problem, limited, limit
        self._heard = heard
        self.design, self.value = start, math.inf
        self.cost_within(start)

    def cost_within(self, design: Bools) -> float:
        """What a design (m,) costs; infinite where it breaks the limit, or a rule.

        The best design is kept.
        """
        if not design.any() or self.breaks(design):
            return math.inf
        values, violation = self._problem.evaluate(design[None, :])
        cost = math.inf if violation[0] > 0 else float(values[0, 0])
        if cost < self.value:
            self.design, self.value = design.copy(), cost
            self._heard(self.design)
        return cost

    def hear(self, y: Floats, is_whole: bool) -> None:
        """Look at the sites that are most open in a relaxation (m,)."""
        del is_whole  # a whole one was looked at before
        rules = self._problem.rules
        design = y > 0.5
        if rules.least == rules.most:
            design = np.zeros(len(y), dtype=bool)
            design[np.argsort(-y, kind="stable")[: rules.most]] = True
        self.cost_within(design)

    def breaks(self, design: Bools) -> bool:
        """Whether a design is beyond the limit by more than rounding."""
        over = self._limited.value(design) - self._limit
        return over > CLOSE * max(1.0, abs(self._limit))
