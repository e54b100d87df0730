"""Nearest sites of every client, sorted, as far as a median needs them."""

from __future__ import annotations

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.cost import Floats, PointCost, dense_block, rows_of
from siting.forms import MedianForm
from siting.limits import Limits
from siting.listed.points import has_tree, point_parts

Ints = NDArray[np.int32]
Starts = NDArray[np.int64]
Bools = NDArray[np.bool_]

LARGEST = 2**25
"""Entries up to which all sites are listed where their number is free."""

EACH, FEW = 8, 4
"""Sites that are listed for each client, in catchments of a mean open site; and where
there are so many pairs that memory counts."""

PAIRS = 2**27
"""Pairs of clients and sites from which it does."""

ENDLESS = Limits()
"""All the time that it takes."""

BLOCK = 2**21
"""Entries of the table that are sorted at a time."""


@dataclass(frozen=True, eq=False)
class Lists:
    """Sites of each client, nearest first.

    Attributes
    ----------
    start : (n + 1,)
        Where the list of each client begins.
    site, cost : (entries,)
        Sites that may serve, and weighted costs.
    beyond : (n,)
        What a site that may serve and is not listed costs at least; infinite where
        all are listed.
    m
        Number of sites.
    """

    start: Starts
    site: Ints
    cost: Floats
    beyond: Floats
    m: int

    @property
    def n(self) -> int:
        """Number of clients."""
        return len(self.start) - 1

    @property
    def nearest(self) -> Floats:
        """Least cost of each client (n,); infinite where none may serve."""
        best = self.beyond.copy()
        some = np.diff(self.start) > 0
        best[some] = self.cost[self.start[:-1][some]]
        return best

    def places(self, design: Bools) -> NDArray[np.intp]:
        """How many sites of a design each client (n,) has in its list."""
        from siting.kernels.lists import _places

        count = np.empty(self.n, dtype=np.intp)
        _places(self.start, self.site, design, count)
        return count

    def nearer(self, cost: Floats) -> NDArray[np.intp]:
        """How many listed sites cost each client less (n,) than so much (n,)."""
        from siting.kernels.lists import _lengths

        count, every = np.empty(self.n, dtype=np.int64), np.arange(self.n)
        _lengths(self.start, self.cost, every, cost, count)
        return count

    def lengthened(
        self,
        form: MedianForm,
        clients: NDArray[np.intp],
        *,
        length: int,
        limits: Limits = ENDLESS,
    ) -> Lists:
        """The same lists, with at most so many sites for some clients.

        As they are when there was no time for all of those.
        """
        if not len(clients):
            return self
        part = replace(
            form, weight=form.weight[clients], cost=rows_of(form.cost, clients)
        )
        longer = nearest_lists(part, length=length, limits=limits)
        if limits.left <= 0:
            return self
        lengths, beyond = np.diff(self.start), self.beyond.copy()
        lengths[clients], beyond[clients] = np.diff(longer.start), longer.beyond
        start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        kept = np.ones(self.n, dtype=bool)
        kept[clients] = False
        old, new = np.repeat(kept, np.diff(self.start)), np.repeat(kept, lengths)
        site, cost = np.empty(start[-1], dtype=np.int32), np.empty(start[-1])
        site[new], cost[new] = self.site[old], self.cost[old]
        site[~new], cost[~new] = longer.site, longer.cost
        return Lists(start, site, cost, beyond, self.m)

    def without(self, *, closed: Bools, must: Bools) -> Lists:
        """The lists without closed sites, and without what is past one that is open."""
        return self.sifted(closed=closed, must=must)[0]

    def sifted(self, *, closed: Bools, must: Bools) -> tuple[Lists, Bools]:
        """The same, and which of the entries (entries,) stayed."""
        from siting.kernels.lists import _kept

        keep = np.empty(len(self.site), dtype=np.bool_)
        length, served = np.empty(self.n, np.int64), np.empty(self.n, np.bool_)
        _kept(self.start, self.site, closed, must, keep, length, served)
        beyond = np.where(served, np.inf, self.beyond)
        start = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
        return Lists(start, self.site[keep], self.cost[keep], beyond, self.m), keep


def enough(form: MedianForm) -> int:
    """How many sites to list for each client, so that hardly anybody needs more."""
    n, m = (int(x) for x in form.cost.shape)
    if form.rules.least == form.rules.most:
        each = EACH if n * m <= PAIRS else FEW
        return min(m, max(64, each * m // form.rules.most))
    return m if n * m <= LARGEST else min(m, max(64, LARGEST // n))


def nearest_lists(form: MedianForm, *, length: int, limits: Limits = ENDLESS) -> Lists:
    """Lists of at most so many sites that may be open.

    Clients whose turn has not come when time is up have no site in theirs, and nothing
    is known of what is beyond but that it is >= 0: bounds hold all the same.

    Parameters
    ----------
    length
        Entries for each client at most.
    """
    rules = form.rules
    sites = np.flatnonzero(~rules.never)
    length = min(length, len(sites))
    room = form.cost.shape[0] * length
    parts: Parts
    if isinstance(form.cost, csr_array):
        parts, room = _sparse_parts(form, length=length), min(room, form.cost.nnz)
    elif isinstance(form.cost, PointCost) and has_tree(form.cost):
        parts = point_parts(form.cost, form.weight, sites, length=length)
    else:
        parts = _dense_parts(form, sites, length=length)
    lists = _joined(parts, form.cost.shape, room=room, limits=limits)
    if rules.must.any():
        return lists.without(closed=rules.never, must=rules.must)
    return lists


Part = tuple[NDArray[Any], NDArray[Any], Floats, Floats]
"""Of some clients: lengths, sites and costs of their lists, and what is beyond."""

Parts = Generator[Part, None, None]
"""Of all clients in their order, worked out as they are asked for."""


def _joined(
    parts: Parts, shape: tuple[int, int], *, room: int, limits: Limits
) -> Lists:
    """Lists of all parts that time allows, which have so many entries at most."""
    n, m = shape
    site, cost = np.empty(room, dtype=np.int32), np.empty(room)
    lengths, beyond, end = [np.zeros(1, dtype=np.int64)], [], 0
    for length, sites, costs, least in parts:
        begin, end = end, end + len(sites)
        site[begin:end], cost[begin:end] = sites, costs
        lengths.append(length)
        beyond.append(least)
        if limits.left <= 0:
            parts.close()
    late = n - sum(len(x) for x in beyond)
    lengths.append(np.zeros(late, dtype=np.int64))
    beyond.append(np.zeros(late))
    start = np.cumsum(np.concatenate(lengths)).astype(np.int64)
    return Lists(start, site[:end], cost[:end], np.concatenate(beyond), m)


def _dense_parts(form: MedianForm, sites: NDArray[np.intp], *, length: int) -> Parts:
    """Blocks of clients, sorted by two threads."""
    step = max(1, BLOCK // len(sites))
    whole = len(sites) == form.rules.m

    def one(first: int) -> Part:
        rows = slice(first, first + step)
        table = dense_block(form.cost, rows, slice(None) if whole else sites)
        table = weighted(table, form.weight[rows])
        beyond = np.full(len(table), np.inf)
        if length < len(sites):
            near = np.argpartition(table, length, axis=1)[:, : length + 1]
            values = np.take_along_axis(table, near, axis=1)
            rank = np.argsort(values, axis=1)
            near = np.take_along_axis(near, rank, axis=1)
            values = np.take_along_axis(values, rank, axis=1)
            beyond = values[:, -1].copy()
            near, values = near[:, :-1], values[:, :-1]
        else:
            near = np.argsort(table, axis=1)
            values = np.take_along_axis(table, near, axis=1)
        reached = np.isfinite(values)
        found = sites[near[reached]].astype(np.int32)
        return reached.sum(axis=1), found, values[reached], beyond

    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(one, range(0, form.cost.shape[0], step))


def _sparse_parts(form: MedianForm, *, length: int) -> Parts:
    """Client by client from the stored pairs."""
    cost = form.cost
    assert isinstance(cost, csr_array)
    for i in range(cost.shape[0]):
        part = slice(cost.indptr[i], cost.indptr[i + 1])
        site, value = cost.indices[part], cost.data[part]
        may = ~form.rules.never[site] & np.isfinite(value)
        site, value = site[may], weighted(value[may], form.weight[i])
        rank = np.argsort(value, kind="stable")
        beyond = np.inf if len(rank) <= length else float(value[rank[length]])
        rank = rank[:length]
        yield np.array([len(rank)]), site[rank], value[rank], np.array([beyond])


def weighted(cost: Floats, weight: Floats | float) -> Floats:
    """Costs (clients, sites) times weights; a weight of 0 makes no site reachable."""
    factor = np.asarray(weight)
    factor = factor[:, None] if factor.ndim else factor
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(cost), cost * factor, np.inf)
