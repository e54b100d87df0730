"""How people divide themselves among sites by attraction, in plain arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from siting.claim import Duty, Service

CLOSE = 1e-9
"""Difference up to which two shares are the same."""

NOBODY = 1e-8
"""Part of what competes with it below which a site draws nobody."""


@dataclass(frozen=True)
class DrawnByAttraction(Duty):
    """Each open site draws attractiveness / travel^beta, over the sum of all there is.

    Attributes
    ----------
    competitors
        Ids of sites of competitors, beside those whose role says so.
    by_capacity
        Whether a site's attractiveness is its capacity; else all have 1.
    """

    competitors: tuple[str, ...]
    beta: float
    least_travel: float
    outside: float
    by_capacity: bool

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, named = service.instance, set(self.competitors)
        roles = town.role.tolist()
        theirs = [
            j
            for j, name in enumerate(town.sites)
            if roles[j] == "competitor" or name in named
        ]
        said: dict[tuple[int, int], float] = {}
        for i, j, part in service.shares:
            said[i, j] = said.get((i, j), 0.0) + part
        for i in range(town.n):
            rivalry = self.outside + math.fsum(self._draws(service, i, theirs))
            drawn = self._draws(service, i, list(service.open))
            drawn = [a if a >= NOBODY * rivalry else 0.0 for a in drawn]
            whole = math.fsum(drawn) + rivalry
            for j, attraction in zip(service.open, drawn, strict=True):
                due = attraction / whole if attraction else 0.0
                given = said.get((i, j), 0.0)
                if abs(due - given) > CLOSE:
                    who, where = town.clients[i], town.sites[j]
                    yield (
                        f"client {who!r} is said to go to site {where!r} with share "
                        f"{given:g}, but by attraction it is {due:g}"
                    )

    def _draws(self, service: Service, client: int, sites: list[int]) -> list[float]:
        """Attraction of some sites for a client; 0 where there is no way."""
        town, found = service.instance, []
        costs = town.travel([client], sites)[0].tolist()
        for j, cost in zip(sites, costs, strict=True):
            size = float(town.capacity[j]) if self.by_capacity else 1.0
            near = cost < math.inf and cost <= float(town.reach[j])
            far = max(cost, self.least_travel)
            found.append(size / far**self.beta if near and size else 0.0)
        return found
