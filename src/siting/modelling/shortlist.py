"""The first few sites of every client in order of travel, and what the next one costs.

Made without ever holding a table of all clients by all sites.
"""

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

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Shortlist:
    """Lists of sites, one a client, the nearest first and the first one on ties.

    Attributes
    ----------
    start : (n + 1,)
        Where the list of each client begins in ``site`` and ``cost``.
    site, cost : (pairs,)
        Sites of the lists, and the travel to them.
    beyond : (n,)
        Travel to the nearest site that is not listed; infinite where all are.
    """

    start: Places
    site: Places
    cost: Floats
    beyond: Floats

    @cached_property
    def client(self) -> Places:
        """(pairs,) whose list it is."""
        return np.repeat(np.arange(len(self.beyond)), np.diff(self.start))

    def nearest(self, design: NDArray[np.bool_]) -> tuple[Places, Floats]:
        """The first open site of each list under a design (m,).

        Returns
        -------
        site : (n,)
            -1 where none of the list is open.
        cost : (n,)
            Travel to it, or to the nearest site beyond the list.
        """
        place = np.full(len(self.beyond), -1, dtype=np.intp)
        there = np.flatnonzero(design[self.site])[::-1]
        place[self.client[there]] = there  # the first of a list is written last
        listed = place >= 0
        site, cost = np.full(len(place), -1, dtype=np.intp), self.beyond.copy()
        site[listed] = self.site[place[listed]]
        cost[listed] = self.cost[place[listed]]
        return site, cost


def shortlist(
    town: Instance,
    *,
    allowed: NDArray[np.bool_],
    most: int,
    cutoff: float = np.inf,
) -> Shortlist:
    """Lists of so many allowed sites at most, none of them farther than the cut-off.

    Parameters
    ----------
    allowed : (m,)
        Sites that count at all.
    """
    parts = list(_candidates(town, allowed, most=most, cutoff=cutoff))
    client, site, cost = (np.concatenate(x) for x in zip(*parts, strict=True))
    order = np.lexsort((site, cost, client))
    client, site, cost = client[order], site[order], cost[order]
    first = np.searchsorted(client, np.arange(town.n + 1))
    rank = np.arange(len(client)) - first[client]
    kept = (rank < most) & (cost <= cutoff)
    length = np.bincount(client[kept], minlength=town.n)
    beyond = np.full(town.n, np.inf)
    more = length < np.diff(first)
    beyond[more] = cost[(first[:-1] + length)[more]]
    start = np.concatenate([[0], np.cumsum(length)])
    return Shortlist(start, site[kept], cost[kept], beyond)


def _candidates(
    town: Instance, allowed: NDArray[np.bool_], *, most: int, cutoff: float
) -> Iterator[tuple[Places, Places, Floats]]:
    """Client, site and travel of all pairs up to the first that is not listed."""
    if isinstance(town.cost, csr_array):
        client = np.repeat(np.arange(town.n), np.diff(town.cost.indptr))
        kept = allowed[town.cost.indices]
        yield (
            client[kept],
            town.cost.indices[kept].astype(np.intp),
            town.cost.data[kept],
        )
        return
    columns = np.flatnonzero(allowed)
    step = max(1, BLOCK // len(columns))
    for k in range(0, town.n, step):
        block = town.travel(slice(k, k + step), columns)
        last = np.where(block > cutoff, block, np.inf).min(axis=1)
        if most < len(columns):
            last = np.minimum(last, np.partition(block, most, axis=1)[:, most])
        row, column = np.nonzero((block <= last[:, None]) & np.isfinite(block))
        yield row + k, columns[column], block[row, column]


def rank_of_nearest(
    town: Instance,
    design: NDArray[np.bool_],
    *,
    allowed: NDArray[np.bool_],
    clients: Places,
) -> tuple[int, float]:
    """How long lists must be, and how far they must go, to hold an open site for each.

    Parameters
    ----------
    design : (m,)
        Open sites, all of them allowed; each client has a way to one.
    clients
        Positions of those who ask.
    """
    columns = np.flatnonzero(allowed)
    opened = design[columns]
    step = max(1, BLOCK // len(columns))
    longest, farthest = 0, 0.0
    for k in range(0, len(clients), step):
        block = town.travel(clients[k : k + step], columns)
        among = np.where(opened, block, np.inf)
        best, least = among.argmin(axis=1)[:, None], among.min(axis=1)[:, None]
        before = np.arange(len(columns)) < best
        ahead = (block < least) | ((block == least) & before)
        longest = max(longest, int(ahead.sum(axis=1).max()) + 1)
        farthest = max(farthest, float(least.max()))
    return longest, farthest
