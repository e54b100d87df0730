"""Cost against the longest time of a trip, where time is not what the cost measures."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from siting.cost import Floats
from siting.errors import ProblemError
from siting.problem import Problem
from siting.solution import Solution

ANY, WHOLE = 1e-9, 1 - 1e-6
"""Shares of a client that count as a trip, and as all of it."""


@dataclass(frozen=True, eq=False)
class Timed:
    """A problem whose trips have a time as well; see `siting.fronts.narrowing`.

    Gadegaard, S. L., Klose, A., Nielsen, L. R. (2016). A bi-objective approach to
    discrete cost-bottleneck location problems. Annals of Operations Research.
    doi:10.1007/s10479-016-2360-8

    Attributes
    ----------
    problem
        Of opening and travel, with capacities or without.
    time : (n, m)
    least
        Share of a client from which its trip counts.
    """

    problem: Problem
    time: Floats
    least: float = ANY

    def __post_init__(self) -> None:
        town = self.problem.instance
        if self.time.shape != (town.n, town.m):
            raise ProblemError(
                f"time has shape {self.time.shape}; expected {(town.n, town.m)}, a "
                "time for each client and site."
            )

    def at_most(self, limit: float) -> Problem:
        """Without the trips that take longer."""
        town = self.problem.instance
        cost = np.where(self.time <= limit, town.travel(), np.inf)
        return replace(self.problem, instance=replace(town, cost=cost))

    def worth(self, solution: Solution) -> tuple[float, float]:
        """Its value, and the longest time of a trip that is made."""
        served = solution.allocation
        assert served is not None
        time = self.time[served.client, served.site]
        return float(solution.objective), float(time[served.share >= self.least].max())

    def below(self, value: float) -> float:
        """The next smaller time."""
        less = self.time[self.time < value]
        return float(less.max()) if len(less) else -math.inf
