"""Who is covered a second time."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service, Term

FIRST, SECOND = 0, 1
"""Layers: the site that serves a client, and the one that stands in for it."""


def demand_of_layer(service: Service, layer: int) -> float:
    """Demand that is served in a layer."""
    weight = service.instance.demand
    entries = zip(service.shares, service.layers, strict=True)
    return math.fsum(
        float(weight[i]) * part for (i, _, part), k in entries if k == layer
    )


@dataclass(frozen=True)
class ShareNotBackedUp(Term):
    """Share of the demand without a second site, times a weight; 0 of no demand."""

    weight: float

    def value(self, service: Service) -> float:  # noqa: D102
        total = math.fsum(map(float, service.instance.demand))
        if total == 0:
            return 0.0
        return self.weight * (1 - demand_of_layer(service, SECOND) / total)


@dataclass(frozen=True)
class DemandOfLayer(Term):
    """Demand that is served in a layer, times a weight."""

    layer: int
    weight: float

    def value(self, service: Service) -> float:  # noqa: D102
        return self.weight * demand_of_layer(service, self.layer)


@dataclass(frozen=True)
class ExpectedDemand(Term):
    """Demand times the probability that the site of a layer is the first one free.

    That is when those of all layers before are busy, and it is not.
    """

    busy: float

    def value(self, service: Service) -> float:  # noqa: D102
        weight = service.instance.demand
        return math.fsum(
            float(weight[i]) * part * (1 - self.busy) * self.busy**layer
            for (i, _, part), layer in zip(service.shares, service.layers, strict=True)
        )


@dataclass(frozen=True)
class LayeredWithinRadius(Duty):
    """Each site serves a client in one layer, from within the radius, whole and once.

    A client is served in a layer only if it is in all layers before.
    """

    radius: float

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town = service.instance
        sites_of: dict[int, list[int]] = {}
        layers_of: dict[int, list[int]] = {}
        entries = zip(service.shares, service.costs, service.layers, strict=True)
        for (i, j, part), cost, layer in entries:
            who, where = town.clients[i], town.sites[j]
            if not cost <= self.radius:
                yield (
                    f"client {who!r} is {cost:g} from site {where!r}, beyond the "
                    f"radius {self.radius:g}"
                )
            if abs(part - 1) > 1e-9:
                yield f"client {who!r} is covered by site {where!r} in parts: {part:g}"
            sites_of.setdefault(i, []).append(j)
            layers_of.setdefault(i, []).append(layer)
        for i, sites in sites_of.items():
            who = town.clients[i]
            if len(set(sites)) < len(sites):
                yield f"client {who!r} is covered twice by one site"
            if sorted(layers_of[i]) != list(range(len(sites))):
                yield (
                    f"client {who!r} is covered by {len(sites)} sites, but not as "
                    f"their first to last: {sorted(k + 1 for k in layers_of[i])}"
                )


@dataclass(frozen=True)
class EveryClientCovered(Duty):
    """Each client has a first site."""

    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        entries = zip(service.shares, service.layers, strict=True)
        first = {i for (i, _, _), layer in entries if layer == FIRST}
        for i, who in enumerate(service.instance.clients):
            if i not in first:
                yield f"client {who!r} is covered by no site"
