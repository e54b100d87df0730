"""What it costs to open sites."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import ClassVar

from siting.claim import Service, Term


@dataclass(frozen=True)
class OpeningCost(Term):
    """Fixed cost of the open sites."""

    words: ClassVar[str] = "Opening"

    def value(self, service: Service) -> float:  # noqa: D102
        return math.fsum(float(service.instance.opening[j]) for j in service.open)
