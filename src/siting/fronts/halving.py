"""Weighted sums between neighbours, until none is better than both."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from siting.cost import Floats
from siting.fronts.corners import Point, extreme, is_below
from siting.fronts.epsilon import Answered, Ended
from siting.fronts.epsilon import Point as Design
from siting.fronts.scalar import Scalar
from siting.limits import Limits, Progress
from siting.measures.volume import FINE
from siting.readable import counted

NOWHERE = np.array([np.inf, np.inf])


@dataclass
class Halving:
    """One run of a dichotomy over scalar problems of two objectives.

    Attributes
    ----------
    designs
        Of every point that was found.
    proved
        Points that are optimal for a sum with two positive weights, or for one
        objective after the other.
    closed
        Neighbours between which no sum is better.
    """

    scalar: Scalar
    limits: Limits
    designs: dict[Point, Design] = field(default_factory=dict)
    proved: set[Point] = field(default_factory=set)
    closed: set[tuple[Point, Point]] = field(default_factory=set)
    programs: int = 0
    ends: list[Point] = field(default_factory=list)
    is_empty: bool = False
    is_unsettled: bool = False

    def run(self) -> None:
        """Both ends, then the widest pair of neighbours, again and again."""
        for k in (0, 1):
            end = self._end(k)
            if end is None:
                self.is_unsettled = not self.is_empty and self.limits.left > 0
                return
            self.ends.append(end)
        while self.limits.left > 0:
            pairs = [p for p in pairwise(self.corners) if p not in self.closed]
            if not pairs:
                return
            if not self._asked_between(*max(pairs, key=_area)):
                self.is_unsettled = self.limits.left > 0
                return

    @property
    def corners(self) -> list[Point]:
        """Extreme points of what was found, from left to right."""
        return extreme(list(self.designs))

    @property
    def boxes(self) -> Floats:
        """Best and worst corners (r, 2, 2) of where other points may lie."""
        if self.is_empty:
            return np.empty((0, 2, 2))
        if len(self.ends) < 2:
            return np.array([[-NOWHERE, NOWHERE]])
        step = np.array(self.scalar.steps)
        found = []
        for one, other in pairwise(self.corners):
            best = np.array([one[0], other[1]]) + step
            worst = np.array([other[0], one[1]]) - step
            if (best <= worst + step / 2).all():
                found.append((best, worst))
        return np.array(found).reshape(-1, 2, 2)

    def _end(self, k: int) -> Point | None:
        """The best of one objective, and of these the best of the other."""
        found = self._solved(np.eye(2)[k], NOWHERE, start=None)
        if found is None:
            return None
        first = self._point(found.design)
        limits = NOWHERE.copy()
        slack = self.scalar.steps[k] / 2 or FINE * abs(first[k])
        limits[k] = first[k] + slack
        found = self._solved(np.eye(2)[1 - k], limits, start=found.design)
        if found is None:
            return None
        last = self._point(found.design)
        if last[k] > first[k]:  # another may be as good as the first, and better
            return first
        self.proved.add(last)
        return last

    def _asked_between(self, one: Point, other: Point) -> bool:
        """Ask for the sum that two neighbours share; whether that was settled."""
        weights = np.array([one[1] - other[1], other[0] - one[0]])
        weights /= 2.0 ** math.floor(math.log2(weights.max()))
        found = self._solved(weights, NOWHERE, start=self.designs[one])
        if found is None:
            return False
        point = self._point(found.design)
        if is_below(point, one, other):
            self.proved.add(point)
        else:
            self.closed.add((one, other))
        return True

    def _solved(
        self, weights: Floats, limits: Floats, *, start: Design | None
    ) -> Answered | None:
        """An optimal answer; None where time is up, or there is none."""
        if self.limits.left <= 0:
            return None
        found = self.scalar.solve(
            weights, limits, start=start, floor=-math.inf, seconds=self.limits.left
        )
        self.programs += found.programs
        if found.ended is Ended.EMPTY:
            self.is_empty = start is None and not self.designs
            return None
        if found.design is not None:
            point = self._point(found.design)
            if all(map(math.isfinite, point)):
                self.designs.setdefault(point, found.design)
        if self.limits.watch is not None:
            words = counted(self.programs, "program")
            words += ", " + counted(len(self.corners), "point")
            self.limits.watch(Progress(self.limits.elapsed, words=words))
        settled = found.ended is Ended.PROVED and found.design is not None
        return found if settled else None

    def _point(self, design: Design | None) -> Point:
        """What a design is worth."""
        assert design is not None
        first, second = self.scalar.values(design).tolist()
        return first, second


def _area(pair: tuple[Point, Point]) -> float:
    """Of the box between two neighbours."""
    one, other = pair
    return (other[0] - one[0]) * (one[1] - other[1])
