"""How much the travel of people differs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from siting.claim import Service, Term


@dataclass(frozen=True)
class MeanDifferenceOfTravel(Term):
    """Mean difference of travel between two people; 0 when there are none."""

    def value(self, service: Service) -> float:  # noqa: D102
        demand = service.instance.demand.tolist()
        travel = dict.fromkeys((i for i, d in enumerate(demand) if d > 0), 0.0)
        for (i, _, part), cost in zip(service.shares, service.costs, strict=True):
            if i in travel:
                travel[i] += part * cost
        total = math.fsum(demand)
        people = [(demand[i] / total, cost) for i, cost in travel.items()]
        apart = math.fsum(
            part * math.fsum(other * abs(cost - far) for other, far in people[:k])
            for k, (part, cost) in enumerate(people)
        )
        return 2 * apart
