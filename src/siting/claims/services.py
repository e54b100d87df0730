"""Several services, each with its own radius."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from siting.claim import Duty, Service, Term


@dataclass(frozen=True)
class WeightedServices(Term):
    """Demand that is served in each layer, times the weight of the layer."""

    weights: tuple[float, ...]

    def value(self, service: Service) -> float:  # noqa: D102
        people = service.instance.demand
        return math.fsum(
            self.weights[layer] * float(people[i]) * part
            for (i, _, part), layer in zip(service.shares, service.layers, strict=True)
        )


@dataclass(frozen=True)
class EachWithinItsRadius(Duty):
    """Nobody has a service from beyond its radius, twice, or without needing it."""

    names: tuple[str, ...]
    radii: tuple[float, ...]
    classes: str | None

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, seen = service.instance, set()
        entries = zip(service.shares, service.costs, service.layers, strict=True)
        for (i, j, part), cost, layer in entries:
            who, what = town.clients[i], self.names[layer]
            if not cost <= self.radii[layer]:
                yield (
                    f"client {who!r} is {cost:g} from site {town.sites[j]!r}, beyond "
                    f"the radius {self.radii[layer]:g} of {what!r}"
                )
            if (i, layer) in seen or part > 1:
                yield f"client {who!r} has {what!r} more than once"
            seen.add((i, layer))
            if self.classes is not None and town.groups[self.classes][i] != what:
                label = town.groups[self.classes][i]
                yield f"client {who!r} has {what!r}, but is of class {label!r}"
