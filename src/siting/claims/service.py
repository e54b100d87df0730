"""Whether people are served, and how many."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from siting.claim import BATCH, Duty, Service, Term


def plain(values: NDArray[np.float64]) -> Iterator[float]:
    """Python's numbers of an array, without a list of all of them."""
    for k in range(0, len(values), BATCH):
        yield from values[k : k + BATCH].tolist()


@dataclass(frozen=True)
class ServedDemand(Term):
    """Demand of the clients that are served."""

    def value(self, service: Service) -> float:  # noqa: D102
        every = service.columns
        return math.fsum(plain(service.instance.demand[every.client] * every.part))


@dataclass(frozen=True)
class EveryClientServed(Duty):
    """Each client is served in full, by sites that it can reach."""

    can_fail: ClassVar[bool] = True

    def faults(self, service: Service) -> Iterator[str]:  # noqa: D102
        town, every = service.instance, service.columns
        served = np.bincount(every.client, every.part, minlength=town.n)
        for i in np.flatnonzero(~(np.abs(served - 1) <= 1e-9)).tolist():
            name = town.clients[i]
            yield f"client {name!r} is served {served[i]:g} times, not once"
        for k in np.flatnonzero(~(service.travel < math.inf)).tolist():
            i, j, _ = every[k]
            here, there = town.clients[i], town.sites[j]
            yield f"client {here!r} cannot reach site {there!r}"
