"""How many sites are open."""

from __future__ import annotations

from dataclasses import dataclass

from siting.claim import Service, Term


@dataclass(frozen=True)
class NumberOfSites(Term):
    """One for every open site."""

    def value(self, service: Service) -> float:  # noqa: D102
        return float(len(service.open))
