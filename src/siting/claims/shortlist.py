"""Everybody has a short list of sites, and counts as one step beyond it otherwise."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from siting.claim import Duty, Service, Term
from siting.role import Role

AT_A_TIME = 64
"""Clients whose travel is looked up together."""


@dataclass(frozen=True)
class ShortLists:
    """Which sites are on whose list, from the words of the question.

    Attributes
    ----------
    most
        Length of the lists; None for no limit.
    cutoff
        Farthest site on a list; None for no limit.
    barred
        Sites that may not be open are on no list: ids beside the instance's roles.
    """

    most: int | None
    cutoff: float | None
    barred: tuple[str, ...]

    def of(
        self, service: Service, clients: Iterable[int]
    ) -> Iterator[tuple[int, list[int], float]]:
        """Client, the sites of its list, and travel to the nearest one beyond it."""
        town = service.instance
        reach, roles = town.reach.tolist(), town.role.tolist()
        closed = {
            j
            for j, name in enumerate(town.sites)
            if roles[j] in (Role.FORBIDDEN, Role.COMPETITOR) or name in self.barred
        }
        asked = list(clients)
        for k in range(0, len(asked), AT_A_TIME):
            part = asked[k : k + AT_A_TIME]
            for i, row in zip(part, town.travel(part), strict=True):
                near = [
                    (float(row[j]), j)
                    for j in np.flatnonzero(np.isfinite(row)).tolist()
                    if j not in closed and row[j] <= reach[j]
                ]
                yield self._cut(i, sorted(near))

    def _cut(
        self, client: int, near: list[tuple[float, int]]
    ) -> tuple[int, list[int], float]:
        """A list out of all sites in order of travel."""
        listed: list[int] = []
        for cost, j in near:
            full = self.most is not None and len(listed) == self.most
            if full or (self.cutoff is not None and cost > self.cutoff):
                return client, listed, cost
            listed.append(j)
        return client, listed, math.inf


@dataclass(frozen=True)
class TravelBeyond(Term):
    """Weighted travel to the nearest site beyond the list, of those served nowhere."""

    lists: ShortLists

    def value(self, service: Service) -> float:  # noqa: D102
        served = {i for i, _, _ in service.shares}
        left = [i for i in range(service.instance.n) if i not in served]
        weight = service.instance.demand
        return math.fsum(
            float(weight[i]) * beyond
            for i, _, beyond in self.lists.of(service, left)
            if beyond < math.inf
        )


@dataclass(frozen=True)
class OnTheList(Duty):
    """Everybody is served from its list, or nobody on it is open and there are more."""

    lists: ShortLists
    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, opened = service.instance, set(service.open)
        served: dict[int, dict[int, float]] = {}
        for i, j, part in service.shares:
            parts = served.setdefault(i, {})
            parts[j] = parts.get(j, 0.0) + part
        for i, listed, beyond in self.lists.of(service, range(town.n)):
            name, parts = town.clients[i], served.get(i, {})
            for j in sorted(set(parts) - set(listed)):
                yield f"site {town.sites[j]!r} is not on the list of client {name!r}"
            if parts and abs(sum(parts.values()) - 1) > 1e-9:
                times = sum(parts.values())
                yield f"client {name!r} is served {times:g} times, not once"
            if parts:
                continue
            if beyond == math.inf:
                yield f"client {name!r} is not served, and has no site beyond its list"
            for j in [j for j in listed if j in opened][:1]:
                yield (
                    f"client {name!r} is not served, though site {town.sites[j]!r} on "
                    "its list is open"
                )
