"""Who is served is near."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from siting.claim import Duty, Service


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
