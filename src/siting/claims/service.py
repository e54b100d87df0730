"""Whether people are served, and how many."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service, Term


@dataclass(frozen=True)
class ServedDemand(Term):
    """Demand of the clients that are served."""

    def value(self, service: Service) -> float:  # noqa: D102
        weight = service.instance.demand
        return math.fsum(float(weight[i]) * part for i, _, part in service.shares)


@dataclass(frozen=True)
class EveryClientServed(Duty):
    """Each client is served in full, by sites that it can reach."""

    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        served = dict.fromkeys(range(service.instance.n), 0.0)
        for i, _, part in service.shares:
            served[i] += part
        for i, part in served.items():
            if abs(part - 1) > 1e-9:
                name = service.instance.clients[i]
                yield f"client {name!r} is served {part:g} times, not once"
        for (i, j, _), cost in zip(service.shares, service.costs, strict=True):
            if not cost < math.inf:
                here, there = service.instance.clients[i], service.instance.sites[j]
                yield f"client {here!r} cannot reach site {there!r}"
