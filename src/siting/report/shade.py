"""How clients are coloured: by travel to their site, or by their access."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.readable import share, shown
from siting.report.tables import TravelClass, open_numbers, travel_classes
from siting.report.trips import Trips, class_of, thresholds, trips_of
from siting.solution import Solution

MANY = 1000
"""Access is told for so many units of demand."""


@dataclass(frozen=True, eq=False)
class Shade:
    """The classes of a map and of the table beside it.

    Attributes
    ----------
    trips
        What is classed: journeys, or a client's access in the place of its travel.
    limits
        Upper limits of the classes but the last.
    is_access
        Whether more is better, so that the darkest class is the least.
    site : (n,)
        Site that serves most of each client; -1: none.
    """

    solution: Solution
    trips: Trips | None
    limits: tuple[float, ...]
    is_access: bool = False

    @cached_property
    def _main(self) -> tuple[NDArray[np.intp], Floats]:
        """Site that serves most of each client, and its travel."""
        n = self.solution.problem.instance.n
        site, cost = np.full(n, -1, dtype=np.intp), np.full(n, np.inf)
        if self.trips is not None:
            order = np.argsort(self.trips.weight, kind="stable")
            site[self.trips.client[order]] = self.trips.site[order]
            cost[self.trips.client[order]] = self.trips.cost[order]
        return site, cost

    @property
    def site(self) -> NDArray[np.intp]:
        """Site (n,) that serves most of each client; -1: none."""
        return self._main[0]

    @property
    def spokes(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Client and its main site, for the lines of a map; none for access."""
        here = np.flatnonzero(self.site >= 0)
        return here, self.site[here]

    @cached_property
    def numbers(self) -> dict[int, int]:
        """Position of each open site -> its number."""
        return open_numbers(self.solution)

    @cached_property
    def kinds(self) -> list[str]:
        """Class of colour of each client."""
        problem, (site, cost) = self.solution.problem, self._main
        if self.is_access:
            return [self.colour(int(k)) for k in class_of(cost, self.limits)]
        unserved = "none" if self.trips is not None and problem.serves else "plain"
        of_class = class_of(cost, self.limits)
        return [
            self.colour(int(k)) if j >= 0 else unserved
            for k, j in zip(of_class, site, strict=True)
        ]

    def colour(self, number: int) -> str:
        """The colour of a class: dark is far, or little."""
        return str(len(self.limits) - number if self.is_access else number)

    def words(self, i: int) -> str:
        """What is told about a client when it is pointed at."""
        town, (site, cost) = self.solution.problem.instance, self._main
        demand = f"{shown(town.demand[i])} {town.demand_unit or 'demand'}"
        if self.is_access:
            return f"{town.clients[i]}: {demand}, {shown(cost[i])} {self.unit}"
        j = int(site[i])
        if j < 0:
            return f"{town.clients[i]}: {demand}"
        name = town.site_label[j] or town.sites[j]
        travel = f"{shown(cost[i])} {town.cost_unit}".strip()
        return f"{town.clients[i]}: {demand}, {travel} to {name}"

    @property
    def unit(self) -> str:
        """Unit of what is classed."""
        problem = self.solution.problem
        if not self.is_access:
            return problem.instance.cost_unit
        people = problem.instance.demand_unit or "units of demand"
        return f"{problem.amount} per {MANY:,} {people}"

    @property
    def rows(self) -> list[dict[str, object]]:
        """The classes in words, for the table."""
        if self.trips is None:
            return []
        found = travel_classes(self.trips, self.limits)
        return [self._row(c, self.trips.total) for c in found]

    def _row(self, row: TravelClass, total: float) -> dict[str, object]:
        """A class in words."""
        if row.limit == math.inf:
            text = f"over {shown(row.over)}"
        elif row.number:
            text = f"{shown(row.over)} to {shown(row.limit)}"
        else:
            text = f"up to {shown(row.limit)}"
        return {
            "row": row,
            "colour": self.colour(row.number),
            "words": text,
            "demand": shown(row.demand),
            "share": share(row.demand / total) if total else "",
            "within": share(row.reached / total) if total else "",
        }


def shade_of(solution: Solution) -> Shade:
    """How the clients of an answer are coloured."""
    problem, trips = solution.problem, trips_of(solution)
    served = solution.allocation
    access = None if served is None else problem.access(served)
    if access is not None:
        town = problem.instance
        held = Trips(
            np.arange(town.n),
            np.full(town.n, -1, dtype=np.intp),
            town.demand,
            access * MANY,
            math.fsum(town.demand),
        )
        return Shade(solution, held, thresholds(held), is_access=True)
    radius = problem.parameters.get("radius")
    limits = thresholds(trips, radius=radius) if trips else ()
    return Shade(solution, trips, limits)
