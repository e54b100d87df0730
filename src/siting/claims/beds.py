"""What access beds give to people, and how they are placed, in plain arithmetic.

Access of a client is the sum over open sites of weight x beds / crowd, a site's crowd
being the weighted demand of all clients.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service, Term
from siting.instance import Instance

ROUNDING = 1e-6
"""Relative excess over a number of beds that solvers allow."""

EVEN = 1e-9
"""A Gini coefficient up to this is rounding, and none."""

NOBODY = 1e-8
"""A smaller weight is none."""


@dataclass(frozen=True)
class Using:
    """How much a site is used from how far."""

    decay: str
    catchment: float
    beta: float

    def weights(self, town: Instance, site: int) -> list[float]:
        """Weight of every client at a site."""
        costs = town.travel(slice(None), [site])[:, 0].tolist()
        most = min(self.catchment, float(town.reach[site]))
        return [self._weight(c) if c <= most else 0.0 for c in costs]

    def _weight(self, cost: float) -> float:
        if cost == math.inf:
            return 0.0
        part = cost / self.catchment if self.catchment else 0.0
        edge = math.exp(-0.5)
        weight = {
            "step": 1.0,
            "linear": 1.0 - part,
            "gaussian": (math.exp(-0.5 * part * part) - edge) / (1.0 - edge),
            "exponential": math.exp(-self.beta * cost),
        }[self.decay]
        return weight if weight >= NOBODY else 0.0

    def access(self, service: Service) -> list[float]:
        """Access of every client to the beds of the open sites."""
        town = service.instance
        demand = town.demand.tolist()
        found = [0.0] * town.n
        for j in service.open:
            weights = self.weights(town, j)
            crowd = math.fsum(g * d for g, d in zip(weights, demand, strict=True))
            beds = service.amounts.get(j, 0.0)
            if crowd > 0:
                found = [
                    a + g * beds / crowd for a, g in zip(found, weights, strict=True)
                ]
        return found


@dataclass(frozen=True)
class LeastAccess(Term):
    """Least access of the clients with demand whom some allowed site can serve.

    Attributes
    ----------
    forbidden
        Ids of sites that may not be open, beside those whose role says so.
    """

    using: Using
    forbidden: tuple[str, ...]

    def value(self, service: Service) -> float:  # noqa: D102
        town = service.instance
        closed = {"forbidden", "competitor"}
        waiting = {i for i, d in enumerate(town.demand.tolist()) if d > 0}
        counted: set[int] = set()
        for j, (name, role) in enumerate(
            zip(town.sites, town.role.tolist(), strict=True)
        ):
            if waiting and name not in self.forbidden and role not in closed:
                weights = self.using.weights(town, j)
                seen = {i for i in waiting if weights[i] > 0}
                counted, waiting = counted | seen, waiting - seen
        access = self.using.access(service)
        return min(access[i] for i in counted)


@dataclass(frozen=True)
class InequalityOfAccess(Term):
    """Gini coefficient of access over all people."""

    using: Using

    def value(self, service: Service) -> float:  # noqa: D102
        demand = service.instance.demand.tolist()
        people = [
            (a, d)
            for a, d in zip(self.using.access(service), demand, strict=True)
            if d > 0
        ]
        held = math.fsum(a * d for a, d in people)
        total = math.fsum(d for _, d in people)
        if held == 0:
            return math.nan
        apart = math.fsum(
            d * math.fsum(e * abs(a - b) for b, e in people[:k])
            for k, (a, d) in enumerate(people)
        )
        found = apart / (total * held)
        return found if found > EVEN else 0.0


@dataclass(frozen=True)
class BedsPlaced(Duty):
    """All beds are in open sites, each within its bounds, and somebody comes there.

    Attributes
    ----------
    beds, least
        In all, and of each open site.
    """

    beds: float
    least: float
    whole: bool
    using: Using
    can_fail: ClassVar[bool] = True
    about_sites: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, slack = service.instance, ROUNDING * self.beds
        placed = math.fsum(service.amounts.values())
        if abs(placed - self.beds) > slack:
            yield f"{placed:g} beds are placed, not the {self.beds:g} that there are"
        demand = town.demand.tolist()
        for j in service.open:
            name, room = town.sites[j], float(town.capacity[j])
            beds = service.amounts.get(j, 0.0)
            if beds > room + slack:
                yield f"site {name!r} has {beds:g} beds, but room for {room:g}"
            if beds < self.least - slack or beds < -slack:
                yield f"site {name!r} has {beds:g} beds, but needs {self.least:g}"
            if self.whole and beds != round(beds):
                yield f"site {name!r} has {beds:g} beds, which is no whole number"
            weights = self.using.weights(town, j)
            nobody = not any(g * d > 0 for g, d in zip(weights, demand, strict=True))
            if beds > slack and nobody:
                yield f"site {name!r} has {beds:g} beds, but nobody to use them"
