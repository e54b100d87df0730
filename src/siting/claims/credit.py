"""How much of a person counts as covered, by travel."""

from __future__ import annotations

import math
from dataclasses import dataclass

from siting.claim import Service, Term


@dataclass(frozen=True)
class CreditedDemand(Term):
    """Demand times what its travel is credited: all when near, nothing when far."""

    full_radius: float
    zero_radius: float
    decay: str
    between: float

    def credit(self, travel: float) -> float:
        """Part of a person that counts at this travel."""
        if travel <= self.full_radius:
            return 1.0
        if travel > self.zero_radius:
            return 0.0
        far = (travel - self.full_radius) / (self.zero_radius - self.full_radius)
        if self.decay == "linear":
            return 1 - far
        if self.decay == "gaussian":
            end = math.exp(-1 / 2)
            return (math.exp(-far * far / 2) - end) / (1 - end)
        return self.between

    def value(self, service: Service) -> float:  # noqa: D102
        weight = service.instance.demand
        return math.fsum(
            float(weight[i]) * part * self.credit(cost)
            for (i, _, part), cost in zip(service.shares, service.costs, strict=True)
        )
