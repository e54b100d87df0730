"""The first part of the exact method for medians: designs, and a certified bound."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from siting.branching.standing import Standing
from siting.cost import Floats
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.listed.lists import LARGEST, Lists, nearest_lists
from siting.medians.ascent import LONG, WIDE, Ascent, Bound
from siting.medians.fixing import fixable
from siting.medians.incumbent import Incumbent
from siting.medians.large import Cores, is_large
from siting.problem import Problem
from siting.rules import Rules
from siting.searching.construct import greedy_design, random_design

Bools = NDArray[np.bool_]

LOOK = 40
"""Steps of the ascent between two searches from its sites."""

PART = 10
"""Steps of the ascent between two looks at the clock."""

SHAKEN = (4, 9)
"""Looks after which designs are kicked."""

KICKED = 5e-8
"""Seconds of kicks for each pair of clients: so much more does every part cost."""

SEARCHED = (3, 8, 14)
"""Looks after which a large median is searched from the sites of the bound."""

LONGEST = 0.5
"""Seconds of kicks at most, however many clients there are."""

DENSE = 2**21
"""Pairs up to which greedy is quick enough to begin with."""


class Climb:
    """Designs by search and a bound by ascent, each helping the other.

    Parameters
    ----------
    few
        Free sites up to which branching finds the best design without kicks.

    Attributes
    ----------
    cores
        Searches of a large median.
    mean : (m,)
        How open each site was in the last steps of the ascent.
    """

    def __init__(
        self,
        problem: Problem,
        form: MedianForm,
        best: Incumbent,
        standing: Standing,
        *,
        limits: Limits,
        trace: Trace,
        few: int,
    ) -> None:
        self._problem, self._form, self._few = problem, form, few
        self._best, self._standing = best, standing
        self._limits, self._trace = limits, trace
        self._rng = np.random.default_rng(limits.seed)
        self._is_large = is_large(form)
        self.cores = Cores(form, best, limits, closed=standing.is_closed)
        self.mean = np.full(form.rules.m, 0.5)

    def run(self, length: int, *, steps: int) -> tuple[Lists, Bound]:
        """Search and climb, with lists of so many sites."""
        self._trace.say("climbing")
        lists = nearest_lists(self._form, length=length, limits=self._limits)
        if self._limits.left <= 0:  # no lists to search in: a design as it is
            if self._best.design is None:
                self._best.take(self._beginning())
        elif self._is_large and self._best.design is None:
            self.cores.begin(lists, self._rng)
        else:
            self._best.look_in(lists, self._form.rules)
            self._first_design()
        lists = self._long_enough(lists, length)
        return lists, self._ascend(lists, steps=steps)

    def _first_design(self) -> None:
        """A design to begin with, searched around."""
        if self._best.design is not None:
            self._best.polish(self._best.design)
            return
        self._best.polish(self._beginning())

    def _beginning(self) -> Bools:
        """The design to begin with: given, greedy, or by chance."""
        if self._limits.start is not None:
            return self._limits.start
        n, m = self._form.cost.shape
        if n * m <= DENSE:
            return greedy_design(self._problem, self._limits)
        return random_design(self._form.rules, self._rng)

    def _long_enough(self, lists: Lists, length: int) -> Lists:
        """Longer lists for clients that are far from what is open.

        Their multipliers, which the end of a list cuts down, are large.
        """
        best = self._best
        while self._limits.left > 0:
            design = best.searched if best.design is None else best.design
            few = np.flatnonzero((lists.places(design) < 2) & np.isfinite(lists.beyond))
            if not len(few):
                break
            length = lists.m if len(few) * lists.m <= LARGEST else 2 * length
            lists = lists.lengthened(
                self._form, few, length=length, limits=self._limits
            )
            if self._limits.left <= 0:
                break
            best.look_in(lists, self._form.rules)
            best.polish(design)
        return lists

    def _ascend(self, lists: Lists, *, steps: int) -> Bound:
        """Climb the dual, and search from its sites."""
        ascent = Ascent(
            lists, self._form.opening, self._form.rules,
            first=self._first_multipliers(lists),
            stride=WIDE if self._is_large else LONG,
        )  # fmt: skip
        pays = True
        for k in range(math.ceil(steps / LOOK)):
            for done in range(k * LOOK, min((k + 1) * LOOK, steps), PART):
                if self._limits.left > 0:
                    few = min(PART, steps - done)
                    ascent.climb(few, target=self._target(lists))
            best = ascent.best
            self._standing.prove(best.value)
            if self._limits.left <= 0:
                break
            if not self._is_large:
                self._best.polish(ascent.chosen)
                if k in SHAKEN and pays and not self._is_small(best):
                    pays = self._best.shake(min(LONGEST, KICKED * lists.n**2))
            elif k in SEARCHED:
                self.cores.search(lists, self._form.rules, best)
            if self._standing.is_closed() or ascent.is_stuck or self._limits.left <= 0:
                break
        self.mean = ascent.mean
        return ascent.best

    def _is_small(self, bound: Bound) -> bool:
        """Whether a bound leaves so few sites that branching finds the best design."""
        if self._best.design is None:
            return False
        return count_free(bound, self._form.rules, self._standing.cutoff()) <= self._few

    def _first_multipliers(self, lists: Lists) -> Floats:
        """About the cost of the nearest open site and the next."""
        from siting.kernels.lists import _nearest_two

        near = np.where(np.isfinite(lists.nearest), lists.nearest, 0.0)
        if self._best.design is None:
            return near
        first, second = near.copy(), near.copy()
        _nearest_two(
            lists.start, lists.site, lists.cost, self._best.design, first, second
        )
        return np.asarray((first + second) / 2)

    def _target(self, lists: Lists) -> float:
        if math.isfinite(self._best.value):
            return self._best.value
        reached = np.isfinite(lists.cost)
        return float(lists.cost[reached].sum() + self._form.opening.sum())


def count_free(bound: Bound, rules: Rules, cutoff: float) -> int:
    """How many sites a bound leaves undecided."""
    closed, opened = fixable(bound, rules, cutoff)
    return int((rules.free & ~closed & ~opened).sum())
