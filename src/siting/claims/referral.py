"""Two levels of care: a clinic for everybody, and a hospital for who is referred."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service, Term


@dataclass(frozen=True)
class LayerTravel(Term):
    """Weighted travel in one layer, times the share of demand that makes the trip."""

    layer: int
    part: float

    def value(self, service: Service) -> float:  # noqa: D102
        weight = service.instance.demand
        return self.part * math.fsum(
            float(weight[i]) * share * cost
            for (i, _, share), layer, cost in zip(
                service.shares, service.layers, service.costs, strict=True
            )
            if layer == self.layer
        )


@dataclass(frozen=True)
class OnceInEachLayer(Duty):
    """Each client is served in full in every layer, by sites that it can reach."""

    names: Sequence[str]
    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town = service.instance
        served = {(i, k): 0.0 for i in range(town.n) for k in range(len(self.names))}
        for (i, j, share), layer, cost in zip(
            service.shares, service.layers, service.costs, strict=True
        ):
            served[i, layer] += share
            if not cost < math.inf:
                here, there = town.clients[i], town.sites[j]
                yield f"client {here!r} cannot reach site {there!r}"
        for (i, layer), share in served.items():
            if abs(share - 1) > 1e-9:
                who, what = town.clients[i], self.names[layer]
                yield f"client {who!r} is served {share:g} times in {what!r}, not once"


@dataclass(frozen=True)
class LevelsAsAsked(Duty):
    """So many open sites are hospitals, and each level gives the care that it can.

    Attributes
    ----------
    nested
        Whether hospitals are clinics too.
    """

    hospitals: int
    nested: bool
    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        names, levels = service.instance.sites, service.amounts
        for j in service.open:
            level = levels.get(j, math.nan)
            if level not in (1, 2):
                yield f"site {names[j]!r} has the level {level:g}, not 1 or 2"
        found = sum(levels.get(j) == 2 for j in service.open)
        if found != self.hospitals:
            yield f"{found} of the open sites are hospitals, not {self.hospitals}"
        for (i, j, _), layer in zip(service.shares, service.layers, strict=True):
            who, where = service.instance.clients[i], names[j]
            if layer == 1 and levels.get(j) != 2:
                yield f"client {who!r} is referred to {where!r}, which is no hospital"
            if layer == 0 and levels.get(j) == 2 and not self.nested:
                yield f"client {who!r} visits {where!r}, a hospital without a clinic"
