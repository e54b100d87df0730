"""All non-dominated points, by rectangles of limits: an oracle for other methods."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from siting.cost import Floats
from siting.fronts.epsilon import Ended, Point
from siting.fronts.scalar import Scalar
from siting.measures.volume import FINE
from siting.searching.archive import Archive
from siting.searching.steady import steady

SAME = 1e-9
"""Part of a value that is rounding."""


class Rectangles:
    """Limits on all objectives but one, in rectangles that are still to be searched.

    Kirlik, G., Sayin, S. (2014). A new algorithm for generating all nondominated
    solutions of multiobjective discrete optimization problems. European Journal of
    Operational Research 232(3), 479-488. doi:10.1016/j.ejor.2013.08.001

    Attributes
    ----------
    archive
        Points that no other known one dominates.
    programs
        Scalar problems so far.
    is_done
        Whether all rectangles were searched, and every answer could be believed.
    """

    def __init__(self, scalar: Scalar, *, sites: int) -> None:
        self._scalar, self._steps = scalar, np.array(scalar.steps)
        q = len(self._steps)
        loose = np.flatnonzero(self._steps == 0)
        self._first = int(loose[0]) if len(loose) == 1 else 0
        self._others = np.delete(np.arange(q), self._first)
        self._lower = np.full((1, q - 1), -np.inf)
        self._upper = np.full((1, q - 1), np.inf)
        self.archive = Archive(q, sites)
        self.programs, self.is_done = 0, False

    def run(self, left: Callable[[], float]) -> None:
        """Search the largest rectangle until none is left, or time is up."""
        while len(self._upper) and left() > 0:
            upper = self._upper[self._largest()].copy()
            ended, point = self._two_stages(upper, left)
            if ended is Ended.STOPPED:
                return
            lower = np.full(len(upper), -np.inf)
            if point is not None:
                lower = point[self._others]
                self._split(lower)
            idle = (self._lower >= lower).all(axis=1)
            idle &= (self._upper <= upper).all(axis=1)
            self._lower, self._upper = self._lower[~idle], self._upper[~idle]
        self.is_done = not len(self._upper)

    def _largest(self) -> int:
        """The rectangle with most room from the best values so far to its limits."""
        values = self.archive.values[:, self._others]
        if not len(values):
            return 0
        best, worst = values.min(axis=0), values.max(axis=0) + 1.0
        side = (np.minimum(self._upper, worst) - best) / (worst - best)
        return int(np.maximum(side, 0.0).prod(axis=1).argmax())

    def _split(self, point: Floats) -> None:
        """Cut every rectangle along each coordinate of a point that lies inside."""
        for j, value in enumerate(point):
            cut = (self._lower[:, j] < value) & (value < self._upper[:, j])
            above = self._lower[cut].copy()
            above[:, j] = value
            whole = self._upper[cut].copy()
            self._upper[cut, j] = value
            self._lower = np.concatenate([self._lower, above])
            self._upper = np.concatenate([self._upper, whole])

    def _two_stages(
        self, upper: Floats, left: Callable[[], float]
    ) -> tuple[Ended, Floats | None]:
        """The best first objective within limits, then the best sum of the others."""
        q = len(self._steps)
        below = np.where(np.isfinite(upper), upper, 0.0)
        gap = FINE * np.maximum(1.0, np.abs(below))
        steps = self._steps[self._others]
        limits = np.full(q, np.inf)
        limits[self._others] = upper - np.where(steps > 0, steps / 2, gap)
        ended, values, design = self._solve(np.eye(q)[self._first], limits, None, left)
        if values is None:
            return ended, None
        step, value = self._steps[self._first], float(values[self._first])
        limits[self._first] = value + (step / 2 or SAME * max(1.0, abs(value)))
        weights = np.ones(q)
        ended, values, _ = self._solve(weights, limits, design, left)
        return (ended, values) if values is not None else (Ended.STOPPED, None)

    def _solve(
        self,
        weights: Floats,
        limits: Floats,
        start: Point | None,
        left: Callable[[], float],
    ) -> tuple[Ended, Floats | None, Point | None]:
        """One scalar problem; stopped where its answer breaks a limit."""
        found = self._scalar.solve(
            weights, limits, start=start, floor=-np.inf, seconds=left()
        )
        self.programs += 1
        if found.design is None or found.ended is Ended.EMPTY:
            return found.ended, None, None
        values = steady(self._scalar.values(found.design))
        if np.isfinite(values).all():
            self.archive.offer(values[None, :], found.design[None, :])
        sure = found.ended is Ended.PROVED and bool((values <= limits).all())
        if not sure:
            return Ended.STOPPED, None, None
        return Ended.PROVED, values, found.design
