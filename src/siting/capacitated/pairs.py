"""Which site may serve which client, what that costs, and how much room there is."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.cost import Floats, dense_block
from siting.forms import FlowForm, MedianForm

Bools = NDArray[np.bool_]

SLACK = 1e-9
"""Relative rounding of loads against capacities: 0.1 + 0.2 fits into 0.3."""

SUMS = 20_000
"""Largest capacity for which the sums of whole loads are listed."""

BLOCK = 2**22
"""Entries of the table of costs that are looked at in one go."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of a client and a site that may serve it, site by site.

    Attributes
    ----------
    start : (m + 1,)
        Where the clients of each site begin.
    client, cost : (pairs,)
        Clients, ascending, and the cost of serving all of each.
    load : (n,)
    capacity : (m,)
        Finite, and a rounding larger than in the data.
    whole
        Whether every client is served by one site.
    """

    start: NDArray[np.int64]
    client: NDArray[np.int32]
    cost: Floats
    load: Floats
    capacity: Floats
    whole: bool

    @property
    def n(self) -> int:
        """Number of clients."""
        return len(self.load)

    @property
    def m(self) -> int:
        """Number of sites."""
        return len(self.capacity)

    @property
    def need(self) -> float:
        """Room that open sites must have between them, a rounding less."""
        return float(self.load.sum()) * (1 - SLACK)

    @property
    def site(self) -> NDArray[np.intp]:
        """Site of each pair (pairs,)."""
        return np.repeat(np.arange(self.m), np.diff(self.start))

    @property
    def lists(self) -> tuple[NDArray[np.int64], NDArray[np.int32], Floats]:
        """Start, client and cost, as the kernels take them."""
        return self.start, self.client, self.cost

    def rows(self, sites: NDArray[np.intp]) -> Floats:
        """Costs (k, n) of some sites, infinite where there is no pair."""
        table = np.full((len(sites), self.n), np.inf)
        for k, j in enumerate(sites.tolist()):
            part = slice(self.start[j], self.start[j + 1])
            table[k, self.client[part]] = self.cost[part]
        return table

    def filled(self, alone: Bools) -> Pairs:
        """With no more room than whole loads can take; some pairs (pairs,) are there.

        Loads that are not whole numbers, or too large to be added up one by one, leave
        it as it is.
        """
        from siting.kernels.knapsack import reach

        if not self.has_whole_loads:
            return self
        room = np.empty(self.m)
        reach(self.lists, self.load, self.capacity, alone, room)
        return replace(self, capacity=room * (1 + SLACK))

    @property
    def has_whole_loads(self) -> bool:
        """Whether loads are whole numbers that a table of their sums has room for."""
        sums = self.capacity.max(initial=0.0) <= SUMS
        return bool(sums and (self.load == np.rint(self.load)).all())

    def only(self, keep: Bools) -> Pairs:
        """Those of the pairs that a mask (pairs,) keeps."""
        start = np.concatenate([[0], np.cumsum(keep)])[self.start]
        return replace(
            self, start=start, client=self.client[keep], cost=self.cost[keep]
        )


def as_flow(form: FlowForm | MedianForm) -> FlowForm:
    """A median is a flow of clients that take no room."""
    if isinstance(form, FlowForm):
        return form
    n, m = form.cost.shape
    return FlowForm(
        weight=form.weight,
        load=np.zeros(n),
        cost=form.cost,
        opening=form.opening,
        capacity=np.zeros(m),
        whole=False,
        rules=form.rules,
    )


def pairs_of(form: FlowForm) -> Pairs:
    """All pairs of sites that may be open and clients that fit into them."""
    total = float(form.load.sum())
    capacity = np.minimum(form.capacity, total) * (1 + SLACK)
    parts = list(_columns(form))
    length = np.array([len(client) for client, _ in parts])
    pairs = Pairs(
        np.concatenate([[0], np.cumsum(length)]).astype(np.int64),
        np.concatenate([client for client, _ in parts]).astype(np.int32),
        np.concatenate([cost for _, cost in parts]),
        form.load.copy(),
        capacity,
        form.whole,
    )
    if not form.whole:
        return pairs
    return pairs.only(pairs.load[pairs.client] <= pairs.capacity[pairs.site])


def _columns(form: FlowForm) -> list[tuple[NDArray[np.intp], Floats]]:
    """Clients and weighted costs of every site; none of one that stays closed."""
    n, m = form.cost.shape
    sparse = form.cost.tocsc() if isinstance(form.cost, csr_array) else None
    found = []
    step = max(1, BLOCK // n)
    for first in range(0, m, step):
        if sparse is None:
            block = dense_block(form.cost, slice(None), slice(first, first + step))
        for j in range(first, min(first + step, m)):
            if form.rules.never[j]:
                client, cost = np.empty(0, dtype=np.intp), np.empty(0)
            elif sparse is not None:
                part = slice(sparse.indptr[j], sparse.indptr[j + 1])
                client, cost = sparse.indices[part], sparse.data[part]
                rank = np.argsort(client)
                client, cost = client[rank], cost[rank]
            else:
                client, cost = np.arange(n), block[:, j - first]
            may = np.isfinite(cost)
            found.append((client[may], cost[may] * form.weight[client[may]]))
    return found
