"""The best answer and the best bound of a run, and the cuts of points looked at."""

from __future__ import annotations

import math

import numpy as np

from siting.benders.cuts import cuts_from
from siting.benders.master import MODERATE, Master
from siting.benders.recourse import Recourse, Reply
from siting.benders.split import Split
from siting.cost import Floats
from siting.limits import Limits, Trace
from siting.matrix import Matrix
from siting.milp.hotlp import LPStatus

CLOSED = 1e-9
"""Relative gap that rounding leaves, and more work does not close."""


class Bounds:
    """A master and a recourse between which points and cuts go to and fro.

    Attributes
    ----------
    value, bound
        Of the best point, and of what none can be below; scaled, without offset.
    whole, rest : (w,), (x,)
        The best point; None without one.
    lost
        Why no more can be done, when the reply's linear program gave no answer.
    """

    def __init__(self, matrix: Matrix, *, limits: Limits, trace: Trace) -> None:
        self._matrix, self.limits, self._trace = matrix, limits, trace
        self.split = Split.of(matrix)
        self.master = Master(self.split)
        self._recourse = Recourse(self.split)
        self.value, self.bound = math.inf, -math.inf
        self.whole: Floats | None = None
        self.rest: Floats | None = None
        self.lost = ""

    @property
    def is_over(self) -> bool:
        """Whether time is up, or the linear program failed."""
        return bool(self.lost) or self.limits.left <= 0

    @property
    def noise(self) -> float:
        """Absolute error, scaled, below which HiGHS's tolerances see nothing."""
        return CLOSED * MODERATE * self.master.unit

    @property
    def is_closed(self) -> bool:
        """Whether the gap is as small as was asked."""
        slack = max(max(self.limits.gap, CLOSED) * abs(self.value), self.noise)
        return math.isfinite(self.value) and self.value - self.bound <= slack

    def prove(self, bound: float) -> None:
        """Note a bound."""
        if math.isfinite(bound) and bound > self.bound:
            self.bound = bound
            self._trace.better(bound=self.told(bound))

    def told(self, value: float) -> float:
        """A scaled value in the user's sense and unit."""
        sign = 1.0 if self._matrix.sense == "min" else -1.0
        return sign * value / self.split.scale + self._matrix.offset

    def keep(self, whole: Floats, rest: Floats) -> None:
        """Note an answer."""
        value = float(self.split.whole_cost @ whole + self.split.rest_cost @ rest)
        if value < self.value:
            self.value, self.whole, self.rest = value, whole, rest
            self._trace.better(objective=self.told(value))

    @property
    def point(self) -> Floats | None:
        """The best point of the matrix (columns,); None without one."""
        if self.whole is None or self.rest is None:
            return None
        return self.split.point(self.whole, self.rest)

    def look(self, whole: Floats) -> tuple[Reply, int]:
        """Reply to a point, and give the master its cuts; how many it took.

        Cuts are taken that the master's present point breaks.
        """
        reply = self._recourse.reply(whole, seconds=self.limits.left)
        if reply.status is LPStatus.OPTIMAL:
            cost = self.split.rest_cost
            cuts = cuts_from(self.split, reply.multiplier, cost=cost)
            return reply, self.master.add_costs(cuts)
        if reply.status is LPStatus.INFEASIBLE:
            none = np.zeros(len(self.split.rest))
            cuts = cuts_from(self.split, reply.multiplier, cost=none)
            return reply, self.master.add_limits(cuts)
        if self.limits.left > 0:
            self.lost = f"the reply's linear program is {reply.status.value}"
        return reply, 0

    def try_whole(self, whole: Floats) -> int:
        """Look at an allowed point of whole variables; how many cuts were taken."""
        self.master.look_at(whole)
        reply, added = self.look(whole)
        if reply.rest is not None:
            self.keep(whole, reply.rest)
        return added
