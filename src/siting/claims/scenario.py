"""What an answer is worth when demand is not known, but one of several scenarios."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from siting.claim import Service, Term

Kind = Literal["travel", "demand"]
"""What is added up in a scenario: weighted travel, or demand that is served."""


def worth_in(service: Service, name: str, *, of: Kind) -> float:
    """What the services of an answer amount to under the weights of one scenario."""
    weight = service.instance.scenarios[name].tolist()
    rows = zip(service.shares, service.costs, strict=True)
    return math.fsum(
        weight[i] * part * (cost if of == "travel" else 1.0)
        for (i, _, part), cost in rows
    )


@dataclass(frozen=True)
class ExpectedWorth(Term):
    """What an answer is worth in each scenario, by its probability."""

    chance: Mapping[str, float]
    of: Kind

    def value(self, service: Service) -> float:  # noqa: D102
        return math.fsum(
            chance * worth_in(service, name, of=self.of)
            for name, chance in self.chance.items()
        )


@dataclass(frozen=True)
class WorstWorth(Term):
    """What an answer is worth in the scenario where that is worst."""

    of: Kind

    def value(self, service: Service) -> float:  # noqa: D102
        names = service.instance.scenarios
        found = [worth_in(service, name, of=self.of) for name in names]
        return max(found) if self.of == "travel" else min(found)


@dataclass(frozen=True)
class WorstRegret(Term):
    """How much worse an answer is than a scenario's best, where that is most.

    Where it is better, there is no regret.
    """

    best: Mapping[str, float]
    of: Kind

    def value(self, service: Service) -> float:  # noqa: D102
        sign = 1.0 if self.of == "travel" else -1.0
        found = (
            sign * (worth_in(service, name, of=self.of) - best)
            for name, best in self.best.items()
        )
        return max(0.0, *found)
