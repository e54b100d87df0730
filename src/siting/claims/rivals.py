"""Who is won from competitors."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from siting.claim import Duty, Service


@dataclass(frozen=True)
class WonFromCompetitors(Duty):
    """Who is counted is no farther from us than from any competitor.

    Whole where our site is nearer, half where it is exactly as near.

    Attributes
    ----------
    competitors
        Ids of sites of competitors, beside those whose role says so.
    """

    competitors: tuple[str, ...] = ()

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, named = service.instance, set(self.competitors)
        roles, reach = town.role.tolist(), town.reach.tolist()
        theirs = [
            j
            for j, name in enumerate(town.sites)
            if roles[j] == "competitor" or name in named
        ]
        seen: set[int] = set()
        for (i, j, part), cost in zip(service.shares, service.costs, strict=True):
            who, where = town.clients[i], town.sites[j]
            if i in seen:
                yield f"client {who!r} is counted twice"
            seen.add(i)
            far = zip(theirs, town.travel([i], theirs)[0].tolist(), strict=True)
            rival = min((c for k, c in far if c <= reach[k]), default=math.inf)
            due = 1.0 if cost < rival else 0.5 if cost == rival < math.inf else 0.0
            if part != due:
                yield (
                    f"client {who!r} is counted {part:g} for site {where!r}, {cost:g} "
                    f"away, but with a competitor {rival:g} away {due:g} is won"
                )
