"""Nobody is sent too far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Duty, Service


@dataclass(frozen=True)
class NoFarther(Duty):
    """No trip is longer than a limit, which may leave a question without answer."""

    limit: float
    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        for (i, j, _), cost in zip(service.shares, service.costs, strict=True):
            if not cost <= self.limit:
                who, where = service.instance.clients[i], service.instance.sites[j]
                yield (
                    f"client {who!r} is sent {cost:g} to site {where!r}, beyond the "
                    f"limit of {self.limit:g}"
                )
