"""Level after level of the worst-off: who travels how far, and how many they are."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from siting.claim import Duty, Service, Term


@dataclass(frozen=True)
class LargestTravelBelow(Term):
    """Largest travel of any share that is less than a level; 0 when there is none."""

    level: float = math.inf

    def value(self, service: Service) -> float:  # noqa: D102
        return max((c for c in service.costs if c < self.level), default=0.0)


@dataclass(frozen=True)
class PeopleAt(Term):
    """Demand whose travel is exactly a level."""

    level: float

    def value(self, service: Service) -> float:  # noqa: D102
        weight = service.instance.demand
        return math.fsum(
            float(weight[i]) * part
            for (i, _, part), cost in zip(service.shares, service.costs, strict=True)
            if cost == self.level
        )


@dataclass(frozen=True)
class LevelsKept(Duty):
    """Down to the last level nobody travels but the levels, and no more people each."""

    levels: tuple[tuple[float, float], ...]

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        known = [level for level, _ in self.levels]
        for (i, j, _), cost in zip(service.shares, service.costs, strict=True):
            if known and cost > known[-1] and cost not in known:
                here, there = service.instance.clients[i], service.instance.sites[j]
                yield (
                    f"client {here!r} travels {cost:g} to site {there!r}, which is "
                    "none of the settled levels"
                )
        for level, most in self.levels:
            people = PeopleAt(level).value(service)
            if people > most + 1e-9 * max(1.0, most):
                yield f"{people:g} people travel {level:g}; settled are {most:g}"
