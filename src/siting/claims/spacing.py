"""How far open sites are from each other."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from siting.between import between_sites
from siting.claim import Duty, Service, Term


@dataclass(frozen=True)
class LeastDistance(Term):
    """Least distance between two open sites."""

    def value(self, service: Service) -> float:  # noqa: D102
        distance = between_sites(service.instance, needed_by="p-dispersion").tolist()
        pairs = itertools.combinations(sorted(set(service.open)), 2)
        return min((distance[j][k] for j, k in pairs), default=0.0)


@dataclass(frozen=True)
class TwoSites(Duty):
    """At least two sites are open."""

    can_fail: ClassVar[bool] = True
    about_sites: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        if len(set(service.open)) < 2:
            yield "fewer than two sites are open, which have no distance"
