"""Who is served is near."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from siting.claim import Duty, Service

MORE = 1 + 1e-9
"""What the parts of a client that is counted once do not exceed."""


@dataclass(frozen=True)
class WithinRadius(Duty):
    """Who is served is no farther than the radius, and counted once at most."""

    radius: float

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, every, travel = service.instance, service.columns, service.travel
        for k in np.flatnonzero(~(travel <= self.radius)).tolist():
            i, j, _ = every[k]
            yield (
                f"client {town.clients[i]!r} is {travel[k]:g} from site "
                f"{town.sites[j]!r}, beyond the radius {self.radius:g}"
            )
        for i in np.flatnonzero(np.bincount(every.client, every.part) > MORE).tolist():
            yield f"client {town.clients[i]!r} is counted twice"
