"""Climbing the dual of sites of limited capacity."""

from __future__ import annotations

import math
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from siting.capacitated.dual import Relaxed, bound_of
from siting.capacitated.pairs import Pairs
from siting.cost import Floats
from siting.rules import Rules

BLEND = 0.06
"""Part of a relaxed point in the running mean of them."""

ROUNDS = 12
"""Rounds of steps at a part at most."""

FADE = 0.06
"""Part of the room below the cutoff that a round must gain to go on."""

PROBED = 6
"""Steps with which a question is tried."""


@dataclass(frozen=True)
class Pace:
    """How multipliers are moved.

    Attributes
    ----------
    length
        First part of Polyak's step.
    memory
        Part of the last direction that goes on.
    patience
        Steps without a better bound before the step is halved.
    fine
        Length from which a small gain ends an ascent.
    steps
        Between two looks at what was gained.
    """

    length: float
    memory: float
    patience: int
    fine: float
    steps: int


def first_pace(pairs: Pairs) -> Pace:
    """For all answers together.

    Knapsacks of whole clients leave many more kinks in the dual. Diaz's p40 (60
    clients, 30 sites, optimum 61,633): 61,591 at the pace of shares, 61,608 at its own.
    """
    if pairs.whole:
        return Pace(length=1.5, memory=0.95, patience=80, fine=0.05, steps=40)
    return Pace(length=1.5, memory=0.5, patience=20, fine=1.0, steps=40)


def part_pace(pairs: Pairs) -> Pace:
    """For a part of the answers, whose multipliers are nearly right."""
    if pairs.whole:
        return Pace(length=0.8, memory=0.9, patience=20, fine=0.8, steps=20)
    return Pace(length=0.8, memory=0.5, patience=20, fine=0.8, steps=10)


class Ascent:
    """Deflected subgradient steps of Polyak's length.

    Held, M., Wolfe, P., Crowder, H. P. (1974). Validation of subgradient optimization.
    Mathematical Programming 6, 62-88. doi:10.1007/BF01580223

    Attributes
    ----------
    best
        The best bound so far.
    now
        That of the last step.
    y : (m,)
        Running mean of the designs of the relaxation: about how open each site is.
    x : (pairs,)
        The same of the shares, where clients are whole; else empty.
    """

    def __init__(
        self,
        pairs: Pairs,
        opening: Floats,
        rules: Rules,
        *,
        first: Floats,
        pace: Pace,
    ) -> None:
        from siting.kernels import relaxed

        self._pairs, self._opening, self._rules = pairs, opening, rules
        self._multiplier = first
        self._way, self._slope = np.zeros(pairs.n), np.empty(pairs.n)
        self._pace, self._length, self._stale = pace, pace.length, 0
        self.best = self.now = bound_of(pairs, opening, rules, first)
        self.y = self.best.filled.chosen.astype(float)
        self.x = np.zeros(len(pairs.client) if pairs.whole else 0)
        relaxed.blend(
            pairs.start, self.best.filled.share, self.best.filled.chosen, 1.0, self.y,
            self.x,
        )  # fmt: skip

    @property
    def is_stuck(self) -> bool:
        """Whether steps have become too short to be worth more."""
        return self._length < 1e-3

    @property
    def is_fine(self) -> bool:
        """Whether steps are so short that a small gain means that it is over."""
        return self._length <= self._pace.fine

    def climb(
        self, steps: int, *, target: float, enough: float, seconds: float = math.inf
    ) -> None:
        """Make up to so many steps towards a value that is not reached.

        Parameters
        ----------
        enough
            A bound above this is worth nothing more.
        """
        until = perf_counter() + seconds
        from siting.kernels import relaxed

        pairs = self._pairs
        for _ in range(steps):
            now = bound_of(pairs, self._opening, self._rules, self._multiplier)
            now = self._noted(now, target)
            if self.best.value > enough or perf_counter() > until:
                return
            filled = now.filled
            relaxed.blend(
                pairs.start, filled.share, filled.chosen, BLEND, self.y, self.x
            )
            relaxed.slope(pairs.lists, filled.share, filled.chosen, self._slope)
            norm = relaxed.turn(self._way, self._slope, self._pace.memory)
            if norm == 0 or self.is_stuck:
                return
            aim = max(target - now.value, 1e-9 * abs(target))
            step = self._length * aim / norm
            self._multiplier = relaxed.moved(now.multiplier, self._way, step)

    def _noted(self, now: Relaxed, target: float) -> Relaxed:
        """Keep the better; when none comes, go back to the best and step shorter."""
        self.now = now
        if now.value > self.best.value:
            if now.value > self.best.value + 1e-6 * abs(target - self.best.value):
                self._stale = 0
            self.best = now
        else:
            self._stale += 1
        if self._stale < self._pace.patience:
            return now
        self._length, self._stale = self._length / 2, 0
        self._way[:] = 0.0
        return self.best


def climbed(
    pairs: Pairs,
    opening: Floats,
    rules: Rules,
    *,
    first: Floats,
    cutoff: float,
    seconds: float,
) -> Ascent:
    """Climb from multipliers that are nearly right, while it helps."""
    until = perf_counter() + seconds
    pace = part_pace(pairs)
    ascent = Ascent(pairs, opening, rules, first=first, pace=pace)
    target = cutoff if math.isfinite(cutoff) else 2 * abs(ascent.best.value) + 1
    for _ in range(ROUNDS):
        before = ascent.best.value
        ascent.climb(pace.steps, target=target, enough=cutoff, seconds=seconds)
        left = cutoff - ascent.best.value
        if left < 0 or perf_counter() > until or ascent.is_stuck:
            break
        if ascent.best.value - before < FADE * left:
            break
    return ascent


def tried(pairs: Pairs, opening: Floats, rules: Rules, *, first: Floats) -> float:
    """The bound after a few steps."""
    ascent = Ascent(pairs, opening, rules, first=first, pace=part_pace(pairs))
    target = ascent.best.value + 0.01 * abs(ascent.best.value)
    ascent.climb(PROBED, target=target, enough=math.inf)
    return ascent.best.value
