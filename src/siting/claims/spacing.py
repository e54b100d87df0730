"""How far open sites are from each other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from siting.between import between_sites
from siting.claim import Service, Term


@dataclass(frozen=True)
class LeastDistance(Term):
    """Least distance between two open sites."""

    def value(self, service: Service) -> float:  # noqa: D102
        distance = between_sites(service.instance, needed_by="p-dispersion").tolist()
        pairs = itertools.combinations(sorted(set(service.open)), 2)
        return min((distance[j][k] for j, k in pairs), default=0.0)
