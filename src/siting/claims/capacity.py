"""What sites can take, and whether clients are split."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service
from siting.instance import Instance

ROUNDING = 1e-6
"""Relative excess over a capacity that solvers allow."""


def slack(town: Instance, limit: float) -> float:
    """How much demand beside a limit is rounding.

    Relative to the limit; beside one of 0, to a client's demand or 1, whichever is
    less, as no unit of demand may make a breach into rounding.
    """
    return ROUNDING * max(limit, min(1.0, float(town.demand.max())))


@dataclass(frozen=True)
class WithinCapacity(Duty):
    """No site serves more demand than its capacity."""

    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, loads = service.instance, dict.fromkeys(service.open, 0.0)
        for i, j, part in service.shares:
            loads[j] = loads.get(j, 0.0) + float(town.demand[i]) * part
        for j, load in loads.items():
            room = float(town.capacity[j])
            if load > room + slack(town, room):
                yield f"site {town.sites[j]!r} serves {load:g}, but can take {room:g}"


@dataclass(frozen=True)
class OneSiteEach(Duty):
    """Nobody is served by two sites (single source)."""

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        site_of: dict[int, int] = {}
        for i, j, part in service.shares:
            name = service.instance.clients[i]
            if not math.isclose(part, 1.0, abs_tol=1e-9):
                yield f"client {name!r} is served in parts"
            if site_of.setdefault(i, j) != j:
                yield f"client {name!r} is served by two sites"


@dataclass(frozen=True)
class NearestOpen(Duty):
    """Who is served goes to a nearest open site (any of those equally near)."""

    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, places = service.instance, list(service.open)
        reach = town.reach.tolist()
        for (i, j, _), cost in zip(service.shares, service.costs, strict=True):
            costs = town.travel([i], places)[0].tolist()
            pairs = zip(places, costs, strict=True)
            least = min((c for k, c in pairs if c <= reach[k]), default=math.inf)
            if cost > least:
                who, where = town.clients[i], town.sites[j]
                yield f"client {who!r} is sent to {where!r}, which is not its nearest"
