"""Climbing the dual of sites of limited capacity."""

from __future__ import annotations

import math
from time import perf_counter

import numpy as np

from siting.capacitated.dual import Relaxed, bound_of
from siting.capacitated.pairs import Pairs
from siting.cost import Floats
from siting.rules import Rules

PATIENCE = 20
"""Steps without a better bound before the step is halved."""

MEMORY = 0.5
"""Part of the last direction that goes on."""

BLEND = 0.06
"""Part of a relaxed point in the running mean of them."""

STEPS = 10
"""Steps at a part of the designs between two looks at what they gain."""

ROUNDS = 12
"""Such rounds at a part at most."""

FADE = 0.06
"""Part of the room below the cutoff that a round must gain to go on."""

LENGTH = 0.8
"""First part of Polyak's step at a part, whose multipliers are nearly right."""

PROBED = 6
"""Steps with which a question is tried."""


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

    Parameters
    ----------
    length
        First part of Polyak's step.
    """

    def __init__(
        self,
        pairs: Pairs,
        opening: Floats,
        rules: Rules,
        *,
        first: Floats,
        length: float = 1.5,
    ) -> None:
        from siting.kernels import relaxed

        self._pairs, self._opening, self._rules = pairs, opening, rules
        self._multiplier = first
        self._way, self._slope = np.zeros(pairs.n), np.empty(pairs.n)
        self._length, self._stale = length, 0
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
            norm = relaxed.turn(self._way, self._slope, MEMORY)
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
        if self._stale < PATIENCE:
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
    ascent = Ascent(pairs, opening, rules, first=first, length=LENGTH)
    target = cutoff if math.isfinite(cutoff) else 2 * abs(ascent.best.value) + 1
    for _ in range(ROUNDS):
        before = ascent.best.value
        ascent.climb(STEPS, target=target, enough=cutoff, seconds=seconds)
        left = cutoff - ascent.best.value
        if left < 0 or perf_counter() > until or ascent.is_stuck:
            break
        if ascent.best.value - before < FADE * left:
            break
    return ascent


def tried(pairs: Pairs, opening: Floats, rules: Rules, *, first: Floats) -> float:
    """The bound after a few steps."""
    ascent = Ascent(pairs, opening, rules, first=first, length=LENGTH)
    target = ascent.best.value + 0.01 * abs(ascent.best.value)
    ascent.climb(PROBED, target=target, enough=math.inf)
    return ascent.best.value
