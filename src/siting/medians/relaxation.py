"""The median as branch and bound asks for it: the master, and our own sums on it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from siting.branching.relaxation import Fixed, Relaxed
from siting.cost import Floats
from siting.listed.lists import Lists
from siting.medians.ascent import Bound, bound_of
from siting.medians.fixing import fixable
from siting.medians.master import Master
from siting.medians.parts import alone, is_empty, rules_within
from siting.milp.hotlp import LPStatus
from siting.rules import Rules

ROUNDS = 20
"""Rounds of cuts at a node at most."""

FADE = 0.02
"""Part of the room below the cutoff that a round of cuts must gain to go on."""

PIVOTS = 60
"""Pivots that a site is tried with."""

PIVOT = 3e-8
"""Seconds that a pivot takes for each row, about."""

IDLE_ROUNDS = 8
"""Solves after which a cut that did nothing is forgotten."""


class MedianRelaxation:
    """Benders cuts for a part of the designs, and what their multipliers prove."""

    def __init__(
        self, lists: Lists, opening: Floats, rules: Rules, *, first: Bound
    ) -> None:
        self._lists, self._opening, self._rules = lists, opening, rules
        self._master = Master(lists, opening, rules)
        self._master.bracket(first)
        self._next: Master | None = None
        self._solves = 0
        self.best = first

    @property
    def seconds(self) -> float:
        """About how long the linear programs took, by what was done: no clock."""
        return PIVOT * self._master.work

    def shrink(self, lists: Lists, rules: Rules, *, first: Bound) -> None:
        """Go on with fewer sites from the next part on, begun at a bound.

        The cuts that do something stay, as far as they are about the sites left.
        """
        self._lists, self._rules = lists, rules
        first = bound_of(lists, self._opening, rules, first.multiplier)
        self._next = Master(lists, self._opening, rules)
        self._next.bracket(first)
        self._next.add_busy(self._master)

    def _latest(self) -> Master:
        """The master with no more sites than are left."""
        if self._next is not None:
            self._master, self._next = self._next, None
        return self._master

    def relax(
        self,
        part: Fixed,
        *,
        cutoff: float,
        seconds: float,
        fade: float = FADE,
    ) -> Relaxed | None:
        """Add cuts while they help; the best bound that their multipliers prove."""
        master, rules = self._latest(), rules_within(self._rules, part)
        part = Fixed(rules.never, rules.must)
        if is_empty(rules):
            return Relaxed(math.inf, master.y, part)
        if not rules.free.any():
            return alone(self._lists, self._opening, part)
        master.fix(part.closed, part.opened)
        best: Bound | None = None
        cuts = 1
        for _ in range(ROUNDS):
            status = master.solve(seconds=seconds)
            if status is LPStatus.INFEASIBLE:
                return Relaxed(math.inf, master.y, part, is_certified=False)
            if status is LPStatus.STOPPED:
                break
            now = bound_of(self._lists, self._opening, rules, master.multiplier)
            gain = math.inf if best is None else now.value - best.value
            best = now if best is None or now.value > best.value else best
            if best.value > cutoff:
                break
            cuts = master.separate()
            if not cuts or gain < fade * (cutoff - best.value):
                break
        if best is None:
            return None
        self._solves += 1
        if self._solves % IDLE_ROUNDS == 0:
            master.purge(IDLE_ROUNDS)
        self.best = best
        return self._relaxed(part, best, rules, cutoff=cutoff, is_done=not cuts)

    def _relaxed(
        self, part: Fixed, best: Bound, rules: Rules, *, cutoff: float, is_done: bool
    ) -> Relaxed:
        closed, opened = fixable(best, rules, cutoff)
        fixed = Fixed(part.closed | closed, part.opened | opened)
        if (fixed.closed | fixed.opened).all():
            return alone(self._lists, self._opening, fixed)
        y = self._master.y
        whole = is_done and bool((np.minimum(y, 1 - y) <= 1e-6).all())
        return Relaxed(best.value, y, fixed, is_whole=whole)

    def probe(self, part: Fixed, sites: NDArray[np.intp], *, seconds: float) -> Floats:
        """Try each site both ways with a few pivots."""
        return self._master.probe(
            part.closed, part.opened, sites, pivots=PIVOTS, seconds=seconds
        )
