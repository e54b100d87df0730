"""Clients collapsed by who covers them: what coverage of any number of people needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.assignment import BLOCK
from siting.cost import Floats
from siting.instance import Instance
from siting.modelling.coverage import cover_rows


@dataclass(frozen=True, eq=False)
class Covers:
    """Groups of clients that the same sites cover, nobody's being a group as well.

    Whatever sites are open, all clients of a group are covered equally often: what is
    summed over clients can be summed over groups. Ten million people around a hundred
    sites make some thousand groups.

    Attributes
    ----------
    start : (g + 1,)
        Where the sites of each group begin in ``site``.
    site : (k,)
        Ascending within each group.
    weight : (g,)
        Demand of the clients together.
    count : (g,)
        How many clients there are; those of weight 0 are clients.
    m
        Number of sites.
    """

    start: NDArray[np.int64]
    site: NDArray[np.int32]
    weight: Floats
    count: NDArray[np.int64]
    m: int

    @cached_property
    def table(self) -> csr_array:
        """1 where a site covers a group: (g, m)."""
        ones = np.ones(len(self.site))
        return csr_array((ones, self.site, self.start), shape=(len(self.count), self.m))

    @cached_property
    def seen(self) -> NDArray[np.int64]:
        """How many clients each site covers (m,)."""
        each = np.repeat(self.count, np.diff(self.start)).astype(float)
        return np.bincount(self.site, each, minlength=self.m).astype(np.int64)

    @property
    def pairs(self) -> int:
        """How many pairs of a client and a site that covers it there are."""
        return int(self.count @ np.diff(self.start))

    def counts(self, designs: NDArray[np.bool_]) -> Iterator[tuple[slice, Floats]]:
        """How many open sites cover each group (g, k'), some k' designs at a time."""
        step = max(1, BLOCK // max(len(self.count), 1))
        for k in range(0, len(designs), step):
            some = slice(k, min(k + step, len(designs)))
            yield some, self.table @ designs[some].T.astype(float)

    @cached_property
    def lists(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The same site by site: where each one's groups begin (m + 1,), the groups."""
        order = np.argsort(self.site, kind="stable")
        group = np.repeat(np.arange(len(self.count)), np.diff(self.start))
        start = np.searchsorted(self.site[order], np.arange(self.m + 1))
        return start.astype(np.int64), group[order].astype(np.int32)


GRADED = 3e8
"""Members of the levels of all clients together up to which they are made."""


def graded(
    pairs: NDArray[np.int32], credit: Floats, demand: Floats, *, m: int
) -> Covers | None:
    """What counts in part, as coverage: one client for each level of credit.

    None where the levels of all clients would be too many to go through.

    Parameters
    ----------
    pairs : (k, 2)
        Client and site, row by row.
    credit : (k,)
        Above 0.
    """
    from siting.kernels.collapse import Collapse
    from siting.kernels.levels import levels

    starts = np.searchsorted(pairs[:, 0], np.arange(len(demand) + 1)).astype(np.int64)
    sizes = np.diff(starts).astype(float)
    if float(sizes @ (sizes + 1)) / 2 > GRADED:
        return None
    found = Collapse(m)
    step = max(1, int(BLOCK / max(float(sizes.max()) ** 2, 1.0)))
    for k in range(0, len(demand), step):
        some = starts[k : k + step + 1]
        part = slice(some[0], some[-1])
        site = np.ascontiguousarray(pairs[part, 1])
        start, site, share, client = levels(some - some[0], site, credit[part])
        found.add(start, site, demand[k + client] * share)
    return Covers(found.start, found.site, found.weight, found.count, m)


def covers_of(instance: Instance, radius: float) -> Covers:
    """Collapse the clients in one pass; memory is that of the groups."""
    from siting.kernels.collapse import Collapse

    found = Collapse(instance.m)
    for k, start, site in cover_rows(instance, radius):
        found.add(start, site, instance.demand[k : k + len(start) - 1].copy())
    return Covers(found.start, found.site, found.weight, found.count, instance.m)
