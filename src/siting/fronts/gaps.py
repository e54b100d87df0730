"""What of a front of two objectives is still open, told by points and bounds."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.fronts.epsilon import Bools
from siting.measures.volume import FINE
from siting.searching.archive import Archive

CLOSE = 1e-9
"""Part of a value that is rounding."""


@dataclass(frozen=True, eq=False)
class Gaps:
    """Stretches of the limited objective between neighbouring points (k + 1,).

    From the tightest limit on; the first one is below all points, the last one beyond
    the point that is best in the first objective.

    Attributes
    ----------
    low, limit
        Where each begins, and the limit that keeps it below its neighbour.
    begin
        Where its open part begins.
    ceiling
        First objective of the point that it begins with, which another must beat.
    bound
        No design that keeps the limit is worth less.
    is_open
        Whether something better may be there.
    """

    low: Floats
    begin: Floats
    limit: Floats
    ceiling: Floats
    bound: Floats
    is_open: Bools


class Frontier:
    """Points, and bounds on what is not known.

    A bound b at a limit u says that no design whose limited objective is at most u is
    worth less than b in the first. So it holds at every tighter limit, too; and where
    the best point within a limit is worth no more than the bound there, the stretch
    from that point up to the limit is closed.

    Parameters
    ----------
    archive
        The points (k, 2), to be minimised.
    limited
        Which objective is limited.
    steps
        Least difference of two values of each; 0 where it is not known.
    """

    def __init__(self, archive: Archive, limited: int, steps: tuple[float, ...]):
        self._archive, self._limited = archive, limited
        self._step, self._fine = steps[1 - limited], steps[limited]
        self._limit, self._bound = np.empty(0), np.empty(0)

    def note(self, limit: float, bound: float) -> None:
        """Keep that no design within a limit is worth less than a bound."""
        if math.isnan(bound) or bound <= self.bound_at(np.array([limit]))[0]:
            return
        kept = (self._limit > limit) | (self._bound > bound)
        limits, bounds = np.append(self._limit[kept], limit), self._bound[kept]
        order = np.argsort(limits)
        self._limit, self._bound = limits[order], np.append(bounds, bound)[order]

    def bound_at(self, limits: Floats) -> Floats:
        """The best bound at each limit (r,): that of the next one that was noted."""
        place = np.searchsorted(self._limit, limits, side="left")
        return np.append(self._bound, -np.inf)[place]

    def below(self, value: float) -> float:
        """The limit that keeps a value out: half a step, so that rounding is harmless.

        A millionth where no step is known.
        """
        return value - (self._fine / 2 or FINE * max(1.0, abs(value)))

    def better(self, value: float) -> float:
        """What a better first objective is below: half a step less, or rounding."""
        if not math.isfinite(value):
            return value
        return value - (self._step / 2 or CLOSE * max(1.0, abs(value)))

    def middle(self, low: float, begin: float, limit: float) -> float:
        """A limit half way, half a step above a value that there can be.

        The end of the stretch where rounding would give its begin once more.
        """
        middle = begin + (limit - begin) / 2
        if not self._fine:
            return middle
        found = low + (math.floor((middle - low) / self._fine) + 0.5) * self._fine
        return found if found > begin + self._fine / 4 else limit

    @property
    def points(self) -> tuple[NDArray[np.intp], Floats, Floats]:
        """Points from the tightest limit on: places, first and limited objective."""
        first, second = self._archive.values[:, [1 - self._limited, self._limited]].T
        order = np.argsort(second)
        return order, first[order], second[order]

    @property
    def gaps(self) -> Gaps:
        """All stretches, and which of them are open."""
        _, first, second = self.points
        limit = np.array([*map(self.below, second.tolist()), np.inf])
        ceiling = np.concatenate([[np.inf], first])
        bound = self.bound_at(limit)
        enough = np.array([self.better(c) for c in ceiling.tolist()])
        low = np.concatenate([[-np.inf], second])
        closed = np.searchsorted(-self._bound, -enough, side="right")
        begin = np.maximum(low, np.append(self._limit, -np.inf)[closed - 1])
        return Gaps(low, begin, limit, ceiling, bound, bound < enough)

    @property
    def proven(self) -> Bools:
        """Which points of the archive (k,) are proved: nothing is as good and better.

        Within its own limit nothing is better in the first objective, and within a
        tighter one everything is worse.
        """
        order, first, second = self.points
        own = self.bound_at(second)
        tighter = self.bound_at(np.array([self.below(v) for v in second.tolist()]))
        enough = np.array([self.better(c) for c in first.tolist()])
        slack = CLOSE * np.maximum(1.0, np.abs(first))
        found = np.zeros(len(order), dtype=bool)
        found[order] = (own >= enough) & (tighter > first + slack)
        return found

    @property
    def boxes(self) -> Floats:
        """Best and worst corners (r, 2, 2) of where points that are not known may lie.

        In the order of the objectives, all to be minimised; infinite where nothing is
        known.
        """
        gaps, found = self.gaps, []
        for k in np.flatnonzero(gaps.is_open).tolist():
            low, limit, ceiling = gaps.low[k], gaps.limit[k], gaps.ceiling[k]
            begin = gaps.begin[k]
            inner = self._limit[(self._limit > begin) & (self._limit < limit)]
            ends = [begin, *inner.tolist(), limit]
            for one, other in pairwise(ends):
                bound = float(self.bound_at(np.array([other]))[0])
                found.append(self._box(low, one, other, bound, ceiling))
        boxes = np.array(found).reshape(-1, 2, 2)
        return boxes if self._limited == 1 else boxes[:, :, ::-1]

    def _box(
        self, anchor: float, begin: float, end: float, bound: float, ceiling: float
    ) -> tuple[tuple[float, float], tuple[float, float]]:
        """One box, as small as the steps allow."""
        best, worst = bound, ceiling
        if self._step and math.isfinite(ceiling):
            worst = ceiling - self._step
            if math.isfinite(bound):
                best = ceiling - self._step * math.floor(
                    (ceiling - bound) / self._step + CLOSE
                )
        if self._fine and math.isfinite(anchor):
            steps = math.ceil((begin - anchor) / self._fine - CLOSE)
            begin = anchor + steps * self._fine
            if math.isfinite(end):
                steps = math.floor((end - anchor) / self._fine + CLOSE)
                end = anchor + steps * self._fine
        elif self._fine and math.isfinite(end):
            end -= self._fine / 2
        return (best, begin), (worst, end)
