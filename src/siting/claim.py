"""What an answer must satisfy, in words that the checker can work out by itself.

A model states its objective as `Term` and its conditions as `Duty`. Their arithmetic
is plain Python over the instance: it shares nothing with ``declare``, ``matrix``,
``evaluate`` or any solver, so that a mistake there cannot hide here.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from siting.instance import Instance


@dataclass(frozen=True, eq=False)
class Service:
    """An answer in plain values: open sites and (client, site, share) triples."""

    instance: Instance
    open: tuple[int, ...]
    shares: Sequence[tuple[int, int, float]]

    @cached_property
    def costs(self) -> list[float]:
        """Travel of every share, in their order, looked up site by site."""
        costs = [math.inf] * len(self.shares)
        by_site: dict[int, list[int]] = {}
        for k, (_, j, _) in enumerate(self.shares):
            by_site.setdefault(j, []).append(k)
        for j, places in by_site.items():
            clients = [self.shares[k][0] for k in places]
            block = self.instance.travel(clients, [j])[:, 0].tolist()
            for k, cost in zip(places, block, strict=True):
                costs[k] = cost
        return costs


class Term(ABC):
    """A part of the objective."""

    @abstractmethod
    def value(self, service: Service) -> float:
        """What this part amounts to."""


@dataclass(frozen=True)
class WeightedTravel(Term):
    """Demand times travel, over all that is served."""

    def value(self, service: Service) -> float:  # noqa: D102
        weight = service.instance.demand
        return math.fsum(
            float(weight[i]) * part * cost
            for (i, _, part), cost in zip(service.shares, service.costs, strict=True)
        )


@dataclass(frozen=True)
class OpeningCost(Term):
    """Fixed cost of the open sites."""

    def value(self, service: Service) -> float:  # noqa: D102
        return math.fsum(float(service.instance.opening[j]) for j in service.open)


@dataclass(frozen=True)
class ServedDemand(Term):
    """Demand of the clients that are served."""

    def value(self, service: Service) -> float:  # noqa: D102
        weight = service.instance.demand
        return math.fsum(float(weight[i]) * part for i, _, part in service.shares)


class Duty(ABC):
    """A condition on who serves whom."""

    @abstractmethod
    def faults(self, service: Service) -> Iterator[str]:
        """A sentence for every breach."""


@dataclass(frozen=True)
class EveryClientServed(Duty):
    """Each client is served in full, by sites that it can reach."""

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


@dataclass(frozen=True)
class WithinRadius(Duty):
    """Who is served is no farther than the radius, and counted once at most."""

    radius: float

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        seen: set[int] = set()
        for (i, j, _), cost in zip(service.shares, service.costs, strict=True):
            name = service.instance.clients[i]
            if not cost <= self.radius:
                yield (
                    f"client {name!r} is {cost:g} from site "
                    f"{service.instance.sites[j]!r}, beyond the radius {self.radius:g}"
                )
            if i in seen:
                yield f"client {name!r} is counted twice"
            seen.add(i)
