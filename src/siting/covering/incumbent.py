"""What is covered so far, what cannot be, and the search for more."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from siting.covering.reduction import Reduced
from siting.kernels.cover import Interchange
from siting.kernels.covering_annealing import CoverAnnealing
from siting.limits import Limits, Trace
from siting.rules import Rules
from siting.solution import PROVED

Bools = NDArray[np.bool_]

SWAPS = 300
"""Swaps that annealing tries for each site."""

STEPS = 100
"""Swaps that a walk tries for each site."""

MOST = 10**6
"""Swaps that it tries at most, which take about a second."""

HOT, COOL = 0.05, 0.002
"""How much worse annealing takes at first and at last, in covers of a mean site."""

EXACT = 1e-6
"""Part of one by which values are compared where they are whole numbers."""


def unit_of(left: Reduced) -> float:
    """Least difference of two values: 1 for whole weights, else 0."""
    weight = left.form.weight
    whole = bool((weight == np.rint(weight)).all()) and weight.sum() < 2**52
    return 1.0 if whole else 0.0


class Incumbent:
    """The best design and the best bound.

    Attributes
    ----------
    value, design : (m,)
        What the best design covers, and the design.
    bound
        What none exceeds.
    left
        What is left of the question: where it searches.
    """

    def __init__(self, left: Reduced, limits: Limits, trace: Trace) -> None:
        self._limits, self._trace = limits, trace
        self.value, self.bound = -math.inf, math.inf
        self.design = left.design(np.zeros(len(left.site), bool))
        self.look_in(left)

    def look_in(self, left: Reduced) -> None:
        """Search from now on in what is left of a question."""
        self.left = left
        weight, lists = left.weight, left.lists()
        self._search = Interchange(weight, *lists, rules=self.rules())
        rows = left.table.indptr.astype(np.int64), left.table.indices.astype(np.int32)
        self._annealing = CoverAnnealing(
            lists, rows, weight.copy(), seed=self._limits.seed
        )

    def rules(self) -> Rules:
        """How many of the sites that are left may open."""
        none = np.zeros(len(self.left.site), dtype=bool)
        return Rules(none, none, 0, self.left.room)

    @property
    def slack(self) -> float:
        """By how much a design must cover more to be worth finding, or just less."""
        return max(0.9 * self._allowed, unit_of(self.left) - EXACT)

    @property
    def excluded(self) -> float:
        """What designs cover at most that are not worth finding."""
        if unit_of(self.left) and self.slack < 1:
            return self.value
        return self.value + self.slack

    @property
    def is_closed(self) -> bool:
        """Whether bound and value are as close as asked."""
        return self.bound - self.value <= self._allowed

    @property
    def _allowed(self) -> float:
        """How far bound and value may be apart."""
        return max(self._limits.gap, 0.5 * PROVED) * abs(self.value)

    @property
    def is_done(self) -> bool:
        """Whether it is proved, or time is up."""
        return self.is_closed or self._limits.left <= 0

    def note(self, bound: float) -> None:
        """A bound, rounded down where values are whole."""
        bound = max(bound, self.value)
        if unit_of(self.left) and math.isfinite(bound):
            bound = float(np.floor(bound))
        if bound < self.bound:
            self.bound = bound
            self._trace.better(bound=bound)

    def improve(self, opened: Bools) -> bool:
        """Swaps from a choice (s,); whether what they lead to is better than all."""
        self._search.begin(opened)
        while not self._search.improve(moves=16) and self._limits.left > 0:
            pass
        value = self.left.offset + self._search.value
        if not value > self.value:
            return False
        self.value, self.design = value, self.left.design(self._search.design)
        self._trace.better(objective=value)
        return True

    def improve_near(self, y: NDArray[np.float64]) -> bool:
        """Swaps from the sites (s,) that are most open."""
        opened = np.zeros(len(y), dtype=bool)
        opened[np.argsort(-y, kind="stable")[: self.left.room]] = True
        return self.improve(opened)

    def anneal(self, *, tries: int) -> None:
        """Anneal from the best design, until it does not help so many times."""
        left = self.left
        if not 0 < left.room < len(left.site):
            return
        rounds = min(SWAPS * len(left.site), MOST)
        stale = 0
        while stale < tries and not self.is_done:
            found = self._annealing.improve(
                self.design[left.site], rounds=rounds, heat=self._heat(HOT)
            )
            stale = 0 if self.improve(found) else stale + 1

    @property
    def steps(self) -> int:
        """Swaps of a walk."""
        return min(STEPS * len(self.left.site), MOST)

    def walk(self, opened: Bools, *, heat: float) -> Bools:
        """A choice (s,) that annealing leads to, maybe a worse one.

        Parameters
        ----------
        heat
            At first, in covers of a mean site.
        """
        return self._annealing.walk(opened, rounds=self.steps, heat=self._heat(heat))

    def _heat(self, hot: float) -> tuple[float, float]:
        """How much worse may be taken, at first and at last."""
        left = self.left
        mean = max(self.value - left.offset, 1e-9 * left.weight.sum()) / left.room
        return hot * mean, COOL * mean
