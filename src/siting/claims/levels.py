"""Everybody has a site for the normal day, and others for when it fails."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service, Term

AT_A_TIME = 256
"""Clients whose travel is looked up together."""


def levels_of(service: Service) -> list[list[tuple[int, int, float, float]]]:
    """Level, site, share and travel of each client's services, by level."""
    found: list[list[tuple[int, int, float, float]]] = [
        [] for _ in range(service.instance.n)
    ]
    entries = zip(service.shares, service.layers, service.costs, strict=True)
    for (i, j, part), level, cost in entries:
        found[i].append((level, j, part, cost))
    for rows in found:
        rows.sort()
    return found


@dataclass(frozen=True)
class ExpectedTravel(Term):
    """Weighted travel at each level, by the probability that it comes to that.

    Attributes
    ----------
    failure
        Probability that a site fails.
    among
        Count only the days on which one of so many levels works; None for all days.
    """

    failure: float
    among: int | None

    def value(self, service: Service) -> float:  # noqa: D102
        weight, q = service.instance.demand, self.failure
        total = math.fsum(
            float(weight[i]) * part * cost * (1 - q) * math.pow(q, level)
            for (i, _, part), level, cost in zip(
                service.shares, service.layers, service.costs, strict=True
            )
        )
        return total if self.among is None else total / (1 - math.pow(q, self.among))


@dataclass(frozen=True)
class ExpectedPenalty(Term):
    """The penalty of each client, by the probability that all its sites fail."""

    failure: float
    penalty: float

    def value(self, service: Service) -> float:  # noqa: D102
        weight = service.instance.demand
        return math.fsum(
            float(weight[i]) * self.penalty * math.pow(self.failure, len(rows))
            for i, rows in enumerate(levels_of(service))
        )


@dataclass(frozen=True)
class EveryLevel(Duty):
    """Everybody has a site at each level, and a way to it."""

    levels: int
    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        for name, rows in zip(
            service.instance.clients, levels_of(service), strict=True
        ):
            if len(rows) != self.levels:
                yield (
                    f"client {name!r} has sites at {len(rows)} levels, not at "
                    f"{self.levels}"
                )


@dataclass(frozen=True)
class LevelsByDistance(Duty):
    """The nearest open site comes first, the next one second, none beyond the limit.

    Attributes
    ----------
    limit
        Nobody goes farther; whoever has less than all levels has no site left within.
    """

    levels: int
    limit: float

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, rows = service.instance, levels_of(service)
        places, reach = list(service.open), town.reach.tolist()
        for k in range(0, town.n, AT_A_TIME):
            part = list(range(town.n))[k : k + AT_A_TIME]
            for i, costs in zip(part, town.travel(part, places).tolist(), strict=True):
                near = sorted(
                    c
                    for j, c in zip(places, costs, strict=True)
                    if c <= reach[j] and c < math.inf and c <= self.limit
                )
                yield from self._of_client(
                    town.clients[i], rows[i], near[: self.levels], town.sites
                )

    def _of_client(
        self,
        name: str,
        rows: list[tuple[int, int, float, float]],
        near: list[float],
        sites: tuple[str, ...],
    ) -> Iterator[str]:
        """Breaches of one client."""
        if [level for level, *_ in rows] != list(range(len(rows))):
            yield f"client {name!r} has no site or several at some level"
        if len({j for _, j, _, _ in rows}) < len(rows):
            yield f"client {name!r} has one site at several levels"
        for level, j, part, cost in rows:
            if abs(part - 1) > 1e-9:
                yield f"client {name!r} is served in parts"
            if cost > self.limit:
                yield (
                    f"client {name!r} is {cost:g} from site {sites[j]!r}, farther than "
                    f"the penalty {self.limit:g}"
                )
            elif level < len(near) and cost != near[level]:
                yield (
                    f"client {name!r} goes {cost:g} to {sites[j]!r} at level "
                    f"{level + 1}, where a site is {near[level]:g} away"
                )
        if len(rows) < len(near) and self.limit < math.inf:
            yield (
                f"client {name!r} is left to the penalty, though an open site is "
                f"{near[len(rows)]:g} away"
            )
