"""The worst-off: the largest travel of anybody who is served."""

from __future__ import annotations

from dataclasses import dataclass

from siting.claim import Service, Term


@dataclass(frozen=True)
class LargestTravel(Term):
    """Largest travel, or demand times travel, of any share; 0 when nobody is served."""

    weighted: bool = False

    def value(self, service: Service) -> float:  # noqa: D102
        weight = service.instance.demand
        return max(
            (
                float(weight[i]) * cost if self.weighted else cost
                for (i, _, _), cost in zip(service.shares, service.costs, strict=True)
            ),
            default=0.0,
        )
