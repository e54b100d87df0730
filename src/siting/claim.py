"""What an answer must satisfy, in words that the checker can work out by itself.

A model states its objective as `Term` and its conditions as `Duty`. Their arithmetic
is plain Python over the instance: it shares nothing with ``declare``, ``matrix``,
``evaluate`` or any solver, so that a mistake there cannot hide here.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.instance import Instance


@dataclass(frozen=True, eq=False)
class Service:
    """An answer in plain values.

    Attributes
    ----------
    open
        Positions of the open sites.
    shares
        (client, site, share) triples.
    layers
        What each share is for (a level, period, scenario or rank), one a share; 0
        where a model knows only one thing.
    amounts
        Site -> what is decided of it beside that it is open (beds, size, period).
    """

    instance: Instance
    open: tuple[int, ...]
    shares: Sequence[tuple[int, int, float]]
    layers: Sequence[int]
    amounts: Mapping[int, float]

    @classmethod
    def of(
        cls, instance: Instance, design: NDArray[np.bool_], served: Assignment
    ) -> Service:
        """The plain values of an answer in arrays."""
        sites = [j for j, is_open in enumerate(design.tolist()) if is_open]
        columns = (served.client, served.site, served.share)
        shares = list(zip(*(x.tolist() for x in columns), strict=True))
        decided = served.amount
        amounts = {} if decided is None else {j: float(decided[j]) for j in sites}
        return cls(instance, tuple(sites), shares, served.layer.tolist(), amounts)

    @cached_property
    def costs(self) -> list[float]:
        """Travel of every share, in their order, looked up site by site."""
        costs = [math.inf] * len(self.shares)
        by_site: dict[int, list[int]] = {}
        for k, (_, j, _) in enumerate(self.shares):
            by_site.setdefault(j, []).append(k)
        for j, places in by_site.items():
            clients = [self.shares[k][0] for k in places]
            block = self.instance.travel(clients, [j])[:, 0].tolist()
            for k, cost in zip(places, block, strict=True):
                costs[k] = cost
        return costs


class Term(ABC):
    """A part of the objective."""

    @abstractmethod
    def value(self, service: Service) -> float:
        """What this part amounts to."""


class Duty(ABC):
    """A condition on who serves whom.

    ``can_fail`` says that some questions have no answer because of it; a condition on
    what is counted (a radius) leaves people out instead. ``about_sites`` says that it
    is about sites alone, so that nobody's lack of a way breaks it.
    """

    can_fail: ClassVar[bool] = False
    about_sites: ClassVar[bool] = False

    @abstractmethod
    def faults(self, service: Service) -> Iterator[str]:
        """A sentence for every breach."""
