"""The journeys behind an answer, and the figures that are worked out from them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.cost import Floats
from siting.problem import Problem
from siting.solution import Solution

EVEN = (1.0, 2.0, 2.5, 5.0, 10.0)
CLASSES = 5


@dataclass(frozen=True, eq=False)
class Trips:
    """Every share of a client that is served: by which site, how many, how far.

    Attributes
    ----------
    client, site : (k,)
        Positions in the instance.
    weight, cost : (k,)
        Demand that makes the trip, and its travel.
    total
        Demand of all who need it, served or not.
    """

    client: NDArray[np.intp]
    site: NDArray[np.intp]
    weight: Floats
    cost: Floats
    total: float

    @cached_property
    def served(self) -> float:
        """Demand that is served."""
        return math.fsum(self.weight)

    @cached_property
    def mean(self) -> float:
        """Travel of the average unit of demand; nan without any."""
        if not self.served:
            return math.nan
        return math.fsum(self.weight * self.cost) / self.served

    @cached_property
    def longest(self) -> float:
        """The longest trip, of whatever demand."""
        return float(self.cost.max()) if len(self.cost) else math.nan

    @cached_property
    def _by_cost(self) -> tuple[Floats, Floats]:
        """Costs in rising order, and the demand up to each."""
        order = np.argsort(self.cost, kind="stable")
        return self.cost[order], np.cumsum(self.weight[order])

    def quantile(self, part: float) -> float:
        """Least travel within which a part of the served demand is; nan without any."""
        if not self.served:
            return math.nan
        cost, reached = self._by_cost
        place = np.searchsorted(reached, part * reached[-1] * (1 - 1e-12))
        return float(cost[min(int(place), len(cost) - 1)])

    def within(self, limit: float) -> float:
        """Demand whose trip costs no more than a limit."""
        return math.fsum(self.weight[self.cost <= limit])


def shown_layers(problem: Problem) -> tuple[int, ...]:
    """The layers that the map and the key figures show together.

    All, where nobody needs more than one of them (classes of people); else one.
    """
    needs = problem.needs
    if needs is not None and np.count_nonzero(needs, axis=1).max() <= 1:
        return tuple(range(len(problem.layers)))
    return (problem.layer_shown,)


def shown_service(solution: Solution) -> Assignment | None:
    """Who is served where, of the layers that are shown."""
    return of_layers(solution, shown_layers(solution.problem))


def of_layers(solution: Solution, layers: Sequence[int]) -> Assignment | None:
    """Who is served where, of some layers."""
    served = solution.allocation
    if served is None or not solution.problem.layers:
        return served
    here = np.isin(served.layer, layers)
    return Assignment(
        served.client[here], served.site[here], served.share[here], served.layer[here]
    )


def trips_of(solution: Solution, layers: Sequence[int] | None = None) -> Trips | None:
    """The journeys of an answer, of the layers shown or of some; None without answer.

    A client counts with the part of its demand that needs the layer.
    """
    problem, town = solution.problem, solution.problem.instance
    layers = shown_layers(problem) if layers is None else layers
    served = of_layers(solution, layers)
    if served is None:
        return None
    cost = np.empty(len(served.client))
    order = np.argsort(served.site, kind="stable")
    sites, start = np.unique(served.site[order], return_index=True)
    for j, places in zip(sites, np.split(order, start[1:]), strict=False):
        cost[places] = town.travel(served.client[places], [int(j)])[:, 0]
    weight, total = town.demand[served.client] * served.share, town.demand
    if problem.needs is not None:
        weight = weight * problem.needs[served.client, served.layer]
        total = town.demand * problem.needs[:, list(layers)].sum(axis=1)
    return Trips(served.client, served.site, weight, cost, math.fsum(total))


def thresholds(trips: Trips, *, radius: float | None = None) -> tuple[float, ...]:
    """Round limits of travel that split the demand into a few classes.

    With a radius they are its quarters; else five even steps up to about the 90th
    percentile. What is beyond the last is a class of its own.
    """
    if radius:
        return tuple(radius * k / 4 for k in range(1, 5))
    reach = trips.quantile(0.9)
    if not reach > 0:
        reach = trips.longest
    if not reach > 0:
        return ()
    step = even_step(reach / CLASSES)
    limits = [float(f"{step * k:.10g}") for k in range(1, CLASSES + 1)]
    return tuple(
        x for k, x in enumerate(limits) if not k or limits[k - 1] < trips.longest
    )


def even_step(least: float) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is not below ``least``."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(x * power for x in EVEN if x * power >= least * (1 - 1e-9))


def class_of(cost: Floats, limits: tuple[float, ...]) -> NDArray[np.intp]:
    """Number of the class of each cost: 0 up to the first limit, and so on."""
    return np.searchsorted(np.array(limits), cost, side="left")
