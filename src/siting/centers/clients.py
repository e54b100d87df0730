"""The few clients on which a center is decided, and travel to all the others."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.forms import CenterForm

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

BLOCK = 2**22
"""Costs looked at in one go: bounds the memory of what is vectorised."""


class Clients:
    """Some of the clients with their weighted cost to all free sites.

    A relaxation of the problem is to serve these alone. The others are looked at for
    one design at a time, so that no (n, m) table is needed.

    Attributes
    ----------
    sites : (f,)
        The free sites, by position in the instance; columns of all tables here.
    k
        How many of them may be open.
    index
        The clients, in the order in which they came.
    held : (n,)
        Weighted cost to the nearest site that must be open; infinite without one.
    """

    def __init__(self, form: CenterForm) -> None:
        self._form = form
        self._n = form.cost.shape[0]
        self.sites = np.flatnonzero(form.rules.free)
        must = np.flatnonzero(form.rules.must)
        self.k = min(form.rules.most - len(must), len(self.sites))
        self.held = self._nearest(must)[0]
        self.index: list[int] = []
        self._known = np.zeros(self._n, dtype=bool)
        self._rows = np.empty((0, len(self.sites)))

    @property
    def table(self) -> Floats:
        """Weighted cost of the clients (len(index), f)."""
        return self._rows[: len(self.index)]

    def add(self, clients: Places) -> bool:
        """Take in some more clients; whether any of them is new."""
        new = np.unique(clients[~self._known[clients]])
        first, last = len(self.index), len(self.index) + len(new)
        if last > len(self._rows):
            grown = np.empty((max(last, 2 * first), len(self.sites)))
            grown[:first] = self.table
            self._rows = grown
        step = max(1, BLOCK // max(len(self.sites), 1))
        for k in range(0, len(new), step):
            rows = self._form.weighted(new[k : k + step], self.sites)
            self._rows[first + k : first + k + len(rows)] = rows
        self.index += new.tolist()
        self._known[new] = True
        return len(new) > 0

    def covered(self, t: float) -> Bools:
        """Which free sites (columns) cover which clients (rows) within less than t.

        Clients whom a site that must be open covers are left out.
        """
        bare = self.held[self.index] >= t
        return np.asarray(self.table[bare] < t)

    def travel(self, chosen: Places) -> tuple[Floats, Places]:
        """Weighted cost of every client (n,) when some free sites are open as well.

        Returns
        -------
        cost : (n,)
        nearest : (n,)
            Number within ``chosen``; -1 for a site that must be open, or none.
        """
        cost, nearest = self._nearest(self.sites[chosen])
        held = self.held <= cost
        return np.minimum(cost, self.held), np.where(held, -1, nearest)

    def reached(self, chosen: Places, parts: Floats, t: float) -> Floats:
        """How far every client (n,) is covered within less than t by parts of sites.

        Parameters
        ----------
        chosen : (k',)
            Free sites, by their place among them.
        parts : (k',)
            How far each is open. Sites that must be open are open.
        """
        reached = np.where(self.held < t, 1.0, 0.0)
        for rows, block in self._blocks(self.sites[chosen]):
            reached[rows] += (block < t) @ parts
        return reached

    def _nearest(self, sites: Places) -> tuple[Floats, Places]:
        """Least weighted cost of every client to some sites, and the number of it."""
        cost, nearest = np.full(self._n, np.inf), np.full(self._n, -1, dtype=np.intp)
        if len(sites):
            for rows, block in self._blocks(sites):
                nearest[rows] = block.argmin(axis=1)
                cost[rows] = block.min(axis=1)
        return cost, nearest

    def _blocks(self, sites: Places) -> Iterator[tuple[slice, Floats]]:
        step = max(1, BLOCK // len(sites))
        parts = (slice(a, min(a + step, self._n)) for a in range(0, self._n, step))
        return ((rows, self._form.weighted(rows, sites)) for rows in parts)


def worst_of_each(value: Floats, group: Places) -> Places:
    """The one with the largest value in every group, the first on ties."""
    order = np.lexsort((-value, group))
    _, first = np.unique(group[order], return_index=True)
    return np.asarray(order[first])
