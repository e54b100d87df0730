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
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.instance import Instance

BATCH = 2**16
"""Shares that are turned into plain values at a time."""


@dataclass(frozen=True, eq=False)
class Shares(Sequence[tuple[int, int, float]]):
    """(client, site, share) triples that lie in arrays: there can be millions.

    Attributes
    ----------
    client, site, part : (k,)
    """

    client: NDArray[np.intp]
    site: NDArray[np.intp]
    part: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.client)

    def __getitem__(self, k: Any) -> Any:
        """One triple, or a list of those of a slice."""
        columns = (x[k].tolist() for x in (self.client, self.site, self.part))
        return list(zip(*columns, strict=True)) if isinstance(k, slice) else (*columns,)

    def __iter__(self) -> Iterator[tuple[int, int, float]]:
        for k in range(0, len(self), BATCH):
            yield from self[k : k + BATCH]


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
        shares = Shares(served.client, served.site, served.share)
        decided = served.amount
        amounts = {} if decided is None else {j: float(decided[j]) for j in sites}
        return cls(instance, tuple(sites), shares, served.layer.tolist(), amounts)

    @cached_property
    def columns(self) -> Shares:
        """The shares as arrays."""
        if isinstance(self.shares, Shares):
            return self.shares
        client, site, part = ([x[k] for x in self.shares] for k in range(3))
        return Shares(np.array(client, int), np.array(site, int), np.array(part, float))

    @cached_property
    def travel(self) -> NDArray[np.float64]:
        """Travel of every share, in their order, looked up site by site."""
        client, site = self.columns.client, self.columns.site
        costs = np.full(len(client), math.inf)
        small = np.uint16 if self.instance.m < 2**16 else np.int64  # sorts by digits
        order = np.argsort(site.astype(small), kind="stable")
        ends = np.searchsorted(site[order], np.arange(self.instance.m + 1))
        for j in np.flatnonzero(np.diff(ends)).tolist():
            places = order[ends[j] : ends[j + 1]]
            costs[places] = self.instance.travel(client[places], [j])[:, 0]
        return costs

    @cached_property
    def costs(self) -> list[float]:
        """The same as a list."""
        return list(self.travel.tolist())


class Term(ABC):
    """A part of the objective; ``words`` call it where there are several."""

    words: ClassVar[str] = ""

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
