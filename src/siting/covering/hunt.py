"""The search for a design that covers more: walks, and what is best of each of them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from siting.covering.incumbent import Incumbent
from siting.covering.merging import merged
from siting.covering.reduction import Reduced
from siting.limits import Limits

Bools = NDArray[np.bool_]

WALKS = 6
"""Walks of a round."""

HOT = 0.05
"""How hot the first walks of a line are, in covers of a mean site."""

WARM = 0.015
"""The same of its second ones; then as it goes."""

SPREAD = 2.0
"""How many times hotter or cooler a walk may be than the line."""

FAR = 0.25
"""Part of the sites that walks are to change."""

TURN = 1.3
"""How fast a line gets hotter or cooler for that."""

STALE = 6
"""Rounds without success that end a line."""

KEPT = 24
"""Designs that a line remembers."""

SLOW = 0.5
"""Part of the time of its walks that a merge may take before it is made smaller."""

WIDE = 2.5
"""Sites that are merged, for each that may open, at first."""

STEP = 1e-8
"""Seconds, about, that a walk takes for a client that it looks at."""

SHARE = 0.5
"""Seconds of a hunt for each that others work; fewer when lines end at the same."""


class Hunt:
    """Lines of search, each from the beginning, and in the end from the best of all.

    A round of a line is a few walks from its best design, long enough to change a
    quarter of it, and the best design of all their sites. What walks win in one quarter
    of a town and lose in others is won in this way.
    """

    def __init__(self, best: Incumbent, limits: Limits) -> None:
        self._best, self._limits = best, limits
        self._rng = np.random.default_rng(limits.seed)
        self._earned, self._lines = 0.0, 0
        self._begin(best.left)

    def earn(self, seconds: float) -> None:
        """Go on for a part of the seconds that others worked, about."""
        self._earned += SHARE / (1 + self._again) * seconds
        while self._earned > 0 and not self._is_over:
            self._earned -= self._cost()
            self._round()

    def line(self) -> None:
        """One line, or what is left of it."""
        before = self._lines
        while self._lines == before and not self._is_over:
            self._round()

    @property
    def _again(self) -> int:
        """How often lines ended where the best one had: the likelier it is the best."""
        ends = [self._left.covered(x) for x in self._ends]
        return max(ends.count(max(ends, default=0.0)) - 1, 0)

    @property
    def _is_over(self) -> bool:
        room = self._best.left.room
        return self._best.is_done or not 0 < room < len(self._best.left.site)

    def _begin(self, left: Reduced) -> None:
        """The first line on what is left of a question."""
        self._left = left
        self._ends: list[Bools] = []
        self._width = WIDE * left.room
        self._next_line(self._best.design[left.site])

    def _next_line(self, design: Bools) -> None:
        self._now, self._pool = design, list[Bools]()
        self._heat, self._stale, self._is_new = WARM, 0, True

    def _cost(self) -> float:
        """Seconds that the walks of a round take, about."""
        left = self._best.left
        many = self._best.steps * left.table.nnz / max(len(left.site), 1)
        return float(WALKS * STEP * many)

    def _round(self) -> None:
        """Walk and merge."""
        if self._best.left is not self._left:
            self._begin(self._best.left)
        found = []
        for _ in range(WALKS):
            if self._best.is_done:
                return
            found.append(self._walk())
        changed = np.mean([(x & ~self._now).sum() for x in found]) / self._left.room
        if not self._is_new:
            self._heat *= TURN if changed < FAR else 1 / TURN
        self._remember(found)
        self._merge([*([] if self._is_new else [self._now]), *found, *self._pool])
        self._is_new = False
        if self._stale >= STALE:
            self._turn()

    def _walk(self) -> Bools:
        if self._is_new and self._lines:
            return self._best.walk(self._now, heat=2 * HOT)
        if self._is_new:
            return self._best.walk(self._now, heat=HOT)
        return self._best.walk(
            self._now, heat=self._heat * SPREAD ** self._rng.uniform(-1, 1)
        )

    def _remember(self, found: list[Bools]) -> None:
        """The best different ones."""
        known = {x.tobytes(): x for x in [*self._pool, *found]}
        self._pool = sorted(known.values(), key=self._left.covered, reverse=True)[:KEPT]

    def _merge(self, designs: list[Bools]) -> None:
        """Go on from the best of their sites, of as many designs as are few sites."""
        first = max(designs, key=self._left.covered)
        some, is_narrow = first.copy(), True
        for design in designs:
            if (some | design).sum() <= self._width:
                some |= design
            else:
                is_narrow = False
        choice, seconds = merged(self._left, some, first, limits=self._limits)
        if seconds > SLOW * self._cost():
            self._width = max(0.85 * self._width, 1.2 * self._left.room)
        elif not is_narrow:
            self._width *= 1.1
        self._stale += 1
        was = -math.inf if self._is_new else self._left.covered(self._now)
        if self._left.covered(choice) > was:
            self._now, self._stale = choice, 0
            self._best.improve(choice)

    def _turn(self) -> None:
        """The line is at its end: go on from all ends together, or begin another."""
        self._lines += 1
        self._ends.append(self._now)
        before = max(map(self._left.covered, self._ends))
        self._now = max(self._ends, key=self._left.covered)
        self._merge([self._now, *self._ends, *self._pool])
        if self._left.covered(self._now) > before:
            self._pool, self._stale, self._is_new = list(self._ends), 0, False
        else:
            self._next_line(self._now)
