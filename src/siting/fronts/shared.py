"""Scalar problems of several objectives that are measured on one assignment."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from siting.assignment import Assignment
from siting.cost import Floats
from siting.fronts.assigned import Assigned, assigned
from siting.fronts.epsilon import NEAR, Answered, Bools, Ended, Point
from siting.fronts.joint import step_of_sum
from siting.fronts.measured import Measure, measures
from siting.fronts.programs import solved_twice
from siting.fronts.settling import settled
from siting.limits import Limits
from siting.measures.volume import FINE
from siting.milp.highs import Options, Status
from siting.searching.steady import steady
from siting.stakes import worth
from siting.tradeoff import Tradeoff


class SharedScalar:
    """The scalar problems of one assignment, solved by HiGHS.

    A design is a point (columns,) of the matrix here: open sites and shares. Where
    clients are served in parts every point is the best service of its design, and of
    the worst case that it keeps: so there are finitely many.

    Parameters
    ----------
    limited
        An objective that is limited and never minimised; None: any may be.
    """

    def __init__(
        self, tradeoff: Tradeoff, limits: Limits, *, limited: int | None = None
    ) -> None:
        self._tradeoff, self._limits = tradeoff, limits
        self._limited = limited

    @cached_property
    def _model(self) -> Assigned:
        """The matrix, built when it is asked for."""
        return assigned(self._tradeoff, self._measures, limited=self._limited)

    @cached_property
    def _measures(self) -> tuple[Measure, ...]:
        """What is measured, known before the matrix is built."""
        return measures(self._tradeoff)

    @property
    def steps(self) -> tuple[float, ...]:
        """Least difference (q,) of two values of each objective; 0 where not known."""
        return tuple(measure.step for measure in self._measures)

    @property
    def width(self) -> int:
        """Numbers in a point."""
        return self._model.matrix.shape[1]

    @property
    def worst(self) -> Bools:
        """Which objectives (q,) are worst cases: better limited than minimised."""
        return np.array([x.far is not None for x in self._measures])

    def plan(self, point: Point) -> tuple[Bools, Assignment]:
        """Open sites (m,), and who is served where."""
        return self._model.plan(point)

    def told(self, point: Point) -> Floats:
        """What a point is worth (q,) to the last bit, in the users' sense."""
        design, served = self.plan(point)
        found = [worth(p, design, served) for p in self._tradeoff.problems]
        return np.array(found, dtype=float)

    def values(self, point: Point) -> Floats:
        """The same, all to be minimised, but for the order of sums."""
        return steady(self.told(point) * self._tradeoff.signs)

    def solve(
        self,
        weights: Floats,
        limits: Floats,
        *,
        start: Point | None,
        floor: float,
        seconds: float,
    ) -> Answered:
        """The least weighted sum of the objectives while each is at most its limit.

        Called proved where the point that is told is worth what HiGHS proves.
        """
        matrix = self._model.asked(weights, limits)
        near = NEAR * step_of_sum(weights, self.steps)
        options = Options(
            seed=self._limits.seed, threads=self._limits.threads, time_limit=seconds,
            absolute_gap=near,
        )  # fmt: skip
        result, x = solved_twice(matrix, options, start=start)
        if result.status is Status.INFEASIBLE:
            if start is None:
                return Answered(Ended.EMPTY, None, math.inf)
            return Answered(Ended.STOPPED, start, floor)  # there is one: it is wrong
        bound = floor if math.isnan(result.bound) else max(floor, result.bound)
        point = None if x is None else settled(self._model, x, options)
        if point is None:
            return Answered(Ended.STOPPED, start, bound)
        values = self.values(point)
        total, keeps = float(weights @ values), bool((values <= limits).all())
        room = FINE * max(1.0, abs(total))
        if keeps and total < bound - room:
            return Answered(Ended.STOPPED, point, floor)  # a point refutes the bound
        sure = keeps and total <= bound + near + room
        sure &= result.status is Status.OPTIMAL
        return Answered(Ended.PROVED if sure else Ended.STOPPED, point, bound)
