"""What is built at each open site, in one of several sizes."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service, Term
from siting.claims.capacity import slack


@dataclass(frozen=True)
class SizeCost(Term):
    """Cost of the size of every open site.

    Attributes
    ----------
    sizes
        (capacity, cost) of each.
    """

    words: ClassVar[str] = "Sizes"

    sizes: tuple[tuple[float, float], ...]

    def value(self, service: Service) -> float:  # noqa: D102
        price = dict(self.sizes)
        built = (service.amounts.get(j, math.nan) for j in service.open)
        return math.fsum(price.get(size, math.nan) for size in built)


@dataclass(frozen=True)
class WithinSize(Duty):
    """Each open site has one of the sizes, has room for it, and serves no more."""

    sizes: tuple[tuple[float, float], ...]
    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, loads = service.instance, dict.fromkeys(service.open, 0.0)
        known = [capacity for capacity, _ in self.sizes]
        for i, j, part in service.shares:
            loads[j] = loads.get(j, 0.0) + float(town.demand[i]) * part
        for j in service.open:
            name, size = town.sites[j], service.amounts.get(j, math.nan)
            if size not in known:
                listed = ", ".join(f"{x:g}" for x in known)
                yield f"site {name!r} has the size {size:g}; there are {listed}"
            if size > float(town.capacity[j]):
                room = float(town.capacity[j])
                yield f"site {name!r} has the size {size:g}, but room for {room:g}"
            if not loads[j] <= size + slack(town, size):
                yield f"site {name!r} serves {loads[j]:g}, but is built for {size:g}"
