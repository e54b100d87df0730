"""Service that may leave people out: conditions on those who are served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service
from siting.claims.capacity import NearestOpen, WithinCapacity


@dataclass(frozen=True)
class RoomForTheServed(WithinCapacity):
    """No site serves more than its capacity; who finds no room is left out."""

    can_fail: ClassVar[bool] = False


@dataclass(frozen=True)
class NearestForTheServed(NearestOpen):
    """Who is served goes to a nearest open site; others are left out."""

    can_fail: ClassVar[bool] = False


@dataclass(frozen=True)
class ServedWithinRadius(Duty):
    """Who is served is within the radius, and nobody is served more than once."""

    radius: float

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town = service.instance
        served: dict[int, float] = {}
        for (i, j, part), cost in zip(service.shares, service.costs, strict=True):
            served[i] = served.get(i, 0.0) + part
            if not cost <= self.radius:
                yield (
                    f"client {town.clients[i]!r} is {cost:g} from site "
                    f"{town.sites[j]!r}, beyond the radius {self.radius:g}"
                )
        for i, part in served.items():
            if part > 1 + 1e-9:
                yield f"client {town.clients[i]!r} is served {part:g} times"
