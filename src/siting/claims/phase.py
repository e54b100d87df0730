"""Sites that open one after the other, and who goes where in each period."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service
from siting.role import Role


@dataclass(frozen=True)
class OpenOnSchedule(Duty):
    """So many sites are open in each period, the existing ones from the first on.

    Attributes
    ----------
    numbers
        How many are open by the end of each period.
    """

    numbers: tuple[int, ...]
    can_fail: ClassVar[bool] = True
    about_sites: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, last = service.instance, len(self.numbers)
        begin = {j: service.amounts.get(j, math.nan) for j in service.open}
        for j, period in begin.items():
            name = town.sites[j]
            if period not in range(1, last + 1):
                yield f"site {name!r} opens in period {period:g}; there are 1 to {last}"
            if town.role[j] == Role.EXISTING and period != 1:
                yield f"site {name!r} exists, but opens in period {period:g}"
        for t, number in enumerate(self.numbers, start=1):
            found = sum(period <= t for period in begin.values())
            if found != number:
                yield f"{found} sites are open in period {t}, not {number}"


@dataclass(frozen=True)
class NobodyTooEarly(Duty):
    """Nobody is sent to a site before the period in which it opens."""

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town = service.instance
        for (i, j, _), layer in zip(service.shares, service.layers, strict=True):
            period = service.amounts.get(j, math.nan)
            if not period <= layer + 1:
                who, where = town.clients[i], town.sites[j]
                yield (
                    f"client {who!r} goes to {where!r} in period {layer + 1}, but it "
                    f"opens in period {period:g}"
                )
