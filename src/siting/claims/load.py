"""What an open site must have to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service
from siting.claims.capacity import slack


@dataclass(frozen=True)
class LeastLoad(Duty):
    """Every open site serves at least so much demand."""

    least: float
    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, loads = service.instance, dict.fromkeys(service.open, 0.0)
        for i, j, part in service.shares:
            loads[j] = loads.get(j, 0.0) + float(town.demand[i]) * part
        for j, load in loads.items():
            if load < self.least - slack(town, self.least):
                yield (
                    f"site {town.sites[j]!r} serves {load:g}, less than the least load "
                    f"of {self.least:g}"
                )
