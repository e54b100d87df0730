"""The linear relaxation by cuts, before anything must be whole.

Cuts are made not at the master's corner but on the way to it from a point inside, where
multipliers are better and move less from round to round.

Fischetti, M., Ljubic, I., Sinnl, M. (2017). Redesigning Benders decomposition for
large-scale facility location. Management Science 63(7), 2146-2162.
doi:10.1287/mnsc.2016.2461
"""

from __future__ import annotations

import math

import numpy as np

from siting.benders.bounds import Bounds
from siting.cost import Floats
from siting.milp.hotlp import LPStatus

STEP = 0.5
"""How far from the inner point to the master's corner cuts are made."""

FADE = 1e-4
"""Part of the bound that a round must gain, for it to count."""

PATIENCE = 5
"""Rounds that gain too little, before cuts are made at the corner; and then to stop."""

VERTICES = 8
"""Corners in whose middle the inner point is at first."""

TIDY = 10
"""Rounds between two looks for cuts that are idle."""


class Rounds:
    """The relaxation, and the inner point, which serves later cuts as well."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self.inner: Floats | None = None
        self.is_infeasible = False
        self._step = STEP
        self._poor = 0

    def run(self) -> None:
        """Cut until it does not help, or time is up."""
        bounds, master = self._bounds, self._bounds.master
        self.inner = master.inner_point(
            vertices=VERTICES, seed=bounds.limits.seed, seconds=bounds.limits.left
        )
        if self.inner is not None:
            bounds.look(self.inner)
        done = 0
        while not bounds.is_over and self._round():
            done += 1
            if done % TIDY == 0:
                master.drop_idle()

    def _round(self) -> bool:
        """Solve, and cut; whether it is worth going on."""
        bounds, master = self._bounds, self._bounds.master
        status = master.solve(seconds=bounds.limits.left)
        if status is LPStatus.INFEASIBLE:
            self.is_infeasible = True
        if status is not LPStatus.OPTIMAL:
            return False
        if master.is_bounded and not self._gains():
            return False
        return not bounds.is_closed and self._cut()

    def _gains(self) -> bool:
        """Note the bound; False after too many rounds that gained too little."""
        bounds, value = self._bounds, self._bounds.master.value
        before = bounds.bound
        bounds.prove(value)
        gain = value - before
        size = max(abs(value), 1e-9)
        if math.isfinite(bounds.value):
            size = min(size, max(bounds.value - before, 0.0) * 10 + 1e-9)
        self._poor = 0 if gain > FADE * size else self._poor + 1
        if self._poor >= PATIENCE and self._step < 1:
            self._step, self._poor = 1.0, 0
        return self._poor < PATIENCE

    def _cut(self) -> bool:
        """Cut on the way to the master's point, or else there."""
        bounds, corner = self._bounds, self._bounds.master.whole
        if np.abs(corner - np.rint(corner)).max(initial=0.0) < 1e-9:
            return bounds.try_whole(np.rint(corner)) > 0 or self._step_in(corner)
        if self.inner is None or self._step == 1:
            return self._look(corner) > 0
        return self._step_in(corner) or self._look(corner) > 0

    def _step_in(self, corner: Floats) -> bool:
        """Cut between the inner point and a corner; whether that gave any."""
        if self.inner is None or self._step == 1:
            return False
        return self._look(self._step * corner + (1 - self._step) * self.inner) > 0

    def _look(self, point: Floats) -> int:
        """Cut at a point; one with a reply is the inner one from then on."""
        reply, added = self._bounds.look(point)
        if reply.status is LPStatus.OPTIMAL:
            near = point if self.inner is None else 0.5 * (self.inner + point)
            self.inner = near
        return added
