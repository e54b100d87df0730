"""Travel of those who are served."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Service, Term


@dataclass(frozen=True)
class WeightedTravel(Term):
    """Demand times travel, over all that is served."""

    words: ClassVar[str] = "Weighted travel"

    def value(self, service: Service) -> float:  # noqa: D102
        weight = service.instance.demand
        return math.fsum(
            float(weight[i]) * part * cost
            for (i, _, part), cost in zip(service.shares, service.costs, strict=True)
        )


@dataclass(frozen=True)
class Travel(Term):
    """Travel over all that is served, every client counting once."""

    def value(self, service: Service) -> float:  # noqa: D102
        return math.fsum(
            part * cost
            for (_, _, part), cost in zip(service.shares, service.costs, strict=True)
        )
