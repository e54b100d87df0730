"""The Benders master of a median: which sites, and a cost for every client.

    minimise    sum_j opening_j open_j + sum_i paid_i
    subject to  least <= sum_j open_j <= most
                paid_i >= D - sum_{j: cost_ij < D} (D - cost_ij) open_j
                                            for levels D of client i, as needed
                sum_{j listed} open_j >= 1  for clients that few sites can serve

Duran-Mateluna, C., Ales, Z., Elloumi, S. (2023). An efficient Benders decomposition for
the p-median problem. European Journal of Operational Research 308(1), 84-96.
doi:10.1016/j.ejor.2022.11.033
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.certificate import cheapest_design
from siting.cost import Floats
from siting.listed.lists import Lists
from siting.medians.ascent import Bound, bound_of
from siting.medians.side import Side
from siting.milp.hotlp import HotLP, LPStatus
from siting.rules import Rules

Bools = NDArray[np.bool_]

VIOLATED = 1e-8
"""Part of a client's cost by which a cut must be broken to be added."""

IDLE = 1e-9
"""Multiplier up to which a cut does nothing."""


class Master:
    """The linear relaxation, growing by cuts.

    Columns are the sites that may be open, then the clients, then those of the side.

    Parameters
    ----------
    side
        What else is asked of the design; None for nothing.

    Attributes
    ----------
    sites : (k,)
        Those that may be open.
    floor : (n,)
        What each client pays at least.
    """

    def __init__(
        self, lists: Lists, opening: Floats, rules: Rules, *, side: Side | None = None
    ) -> None:
        self._lists, self._opening, self._rules = lists, opening, rules
        self.sites = np.flatnonzero(~rules.never)
        k, n = len(self.sites), lists.n
        self._column = np.full(lists.m, -1)
        self._column[self.sites] = np.arange(k)
        nearest = lists.nearest
        self.floor = np.where(np.isfinite(nearest), nearest, 0.0)
        must = rules.must[self.sites].astype(float)
        self._beside = 0 if side is None else side.columns
        free = np.zeros(self._beside)
        self._lp = HotLP(
            np.concatenate([opening[self.sites], np.ones(n), free]),
            np.concatenate([must, self.floor, free]),
            np.concatenate([np.ones(k), np.full(n, np.inf), free + 1.0]),
        )
        self._lp.add_rows(
            np.array([0, k]), np.arange(k), np.ones(k),
            lower=np.array([float(rules.least)]), upper=np.array([float(rules.most)]),
        )  # fmt: skip
        if side is not None:
            self._lp.add_rows(*self.placed(side), lower=side.lower, upper=side.upper)
        self._head = self._lp.rows
        self._client = np.empty(0, dtype=np.int64)
        self._level = np.empty(0)
        self._idle = np.empty(0, dtype=np.int64)
        self.y = np.zeros(lists.m)

    def placed(self, side: Side) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats]:
        """Rows of the side over the columns here; sites that never open drop out."""
        m = self._lists.m
        later = len(self.sites) + self._lists.n - m
        wide = np.concatenate([self._column, np.arange(side.columns) + m + later])
        column, row = wide[side.column], np.diff(side.start)
        may = column >= 0
        row = np.repeat(np.arange(len(row)), row)[may]
        start = np.searchsorted(row, np.arange(len(side.lower) + 1))
        return start.astype(np.int64), column[may], side.value[may]

    def set_sides(self, rows: NDArray[np.intp], lower: Floats, upper: Floats) -> None:
        """Change the bounds of some rows of the side."""
        self._lp.set_row_bounds(rows + 1, lower, upper)

    @property
    def work(self) -> int:
        """Pivots so far, each times the rows that there were."""
        return self._lp.work

    @property
    def cuts(self) -> int:
        """How many cuts there are."""
        return len(self._client)

    def add(self, client: NDArray[np.int64], level: Floats) -> None:
        """Add the cuts of clients at levels; an infinite level asks for a site."""
        start, column, value, lower = self.rows_of(client, level)
        self._lp.add_rows(
            start, column, value, lower=lower, upper=np.full(len(client), np.inf)
        )
        self._client = np.concatenate([self._client, client])
        self._level = np.concatenate([self._level, level])
        self._idle = np.concatenate([self._idle, np.zeros(len(client), dtype=int)])

    def add_busy(self, other: Master) -> None:
        """Add the cuts of another that did something when it was last solved."""
        busy = other._idle == 0
        pairs = list(zip(other._client[busy], other._level[busy], strict=True))
        known = set(zip(self._client, self._level, strict=True))
        new = np.array([pair not in known for pair in pairs], dtype=bool)
        self.add(other._client[busy][new], other._level[busy][new])

    def rows_of(
        self, client: NDArray[np.int64], level: Floats
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
        """Cuts as rows (compressed) over the columns here, and their lower bounds."""
        from siting.kernels.lists import _fill, _lengths

        lists = self._lists
        length = np.empty(len(client), dtype=np.int64)
        _lengths(lists.start, lists.cost, client, level, length)
        at = np.concatenate([[0], np.cumsum(length)]).astype(np.int64)
        column, value = np.empty(at[-1], dtype=np.int64), np.empty(at[-1])
        _fill(lists.start, lists.site, lists.cost, client, level, at, column, value)
        row = np.repeat(np.arange(len(client)), length)
        column = self._column[column]
        may = column >= 0
        row, column, value = row[may], column[may], value[may]
        costs = np.flatnonzero(np.isfinite(level))
        value[~np.isfinite(level)[row]] = 1.0
        row = np.concatenate([row, costs])
        column = np.concatenate([column, len(self.sites) + client[costs]])
        value = np.concatenate([value, np.ones(len(costs))])
        rank = np.argsort(row, kind="stable")
        start = np.searchsorted(row[rank], np.arange(len(client) + 1))
        lower = np.where(np.isfinite(level), level, 1.0)
        return start.astype(np.int64), column[rank], value[rank], lower

    @property
    def asked(self) -> tuple[NDArray[np.int64], Floats]:
        """Clients and levels of all cuts."""
        return self._client, self._level

    def bracket(self, bound: Bound) -> None:
        """Begin with two cuts of every client, at the levels around its multiplier.

        And with the basis of the relaxation that has each multiplier at one of them:
        it is dual feasible, and nearly as good as the bound.
        """
        lists, multiplier = self._lists, bound.multiplier
        below = np.full(lists.n, -np.inf)
        above = lists.beyond.copy()
        row = np.repeat(np.arange(lists.n), np.diff(lists.start))
        low = lists.cost <= multiplier[row]
        np.maximum.at(below, row[low], lists.cost[low])
        np.minimum.at(above, row[~low], lists.cost[~low])
        clients = np.arange(lists.n)
        some = [np.isfinite(x) & (x > self.floor) for x in (below, above)]
        for level, there in zip((below, above), some, strict=True):
            self.add(clients[there], level[there])
        nearer = above - multiplier < multiplier - below
        first = some[0] & ~(some[1] & nearer)
        second = some[1] & ~first
        tight = np.concatenate([first[some[0]], second[some[1]]])
        used = np.where(first, below, np.where(second, above, self.floor))
        self._begin_at(used, tight, served=first | second)

    def _begin_at(self, multiplier: Floats, tight: Bools, *, served: Bools) -> None:
        """Begin at the basis of these multipliers (n,), tight in so many cuts."""
        worth = bound_of(self._lists, self._opening, self._rules, multiplier).worth
        sites, k = self.sites, len(self.sites)
        chosen = np.zeros(self._lists.m, dtype=bool)
        chosen[cheapest_design(worth, self._rules)] = True
        free = chosen & self._rules.free
        basic = np.zeros(k + self._lists.n + self._beside, dtype=bool)
        basic[k : k + self._lists.n] = served
        counted = bool(free.any()) and self._rules.least == self._rules.most
        if counted:
            last = np.flatnonzero(free)[np.argmax(worth[free])]
            basic[self._column[last]] = True
        upper = np.zeros(len(basic), dtype=bool)
        upper[:k] = chosen[sites] & ~basic[:k]
        rows = np.concatenate([[counted], np.zeros(self._head - 1, bool), tight])
        self._lp.begin_at(basic=basic, at_upper=upper, tight=rows)

    def fix(self, closed: NDArray[np.bool_], opened: NDArray[np.bool_]) -> None:
        """Set which sites (m,) are decided."""
        count = len(self.sites)
        self._lp.set_bounds(
            np.arange(count), opened[self.sites].astype(float),
            1.0 - closed[self.sites].astype(float),
        )  # fmt: skip

    def solve(self, *, seconds: float) -> LPStatus:
        """Solve with the cuts that there are."""
        status = self._lp.solve(seconds=seconds)
        if status is LPStatus.OPTIMAL:
            point = self._lp.point()
            self.value = point.value
            self.y = np.zeros(self._lists.m)
            self.y[self.sites] = np.clip(point.x[: len(self.sites)], 0.0, 1.0)
            self._paid = point.x[len(self.sites) :][: self._lists.n]
            self._dual = point.dual[self._head :]
            self.reduced_cost = np.zeros(self._lists.m)
            self.reduced_cost[self.sites] = point.reduced_cost[: len(self.sites)]
            self._idle = np.where(self._dual > IDLE, 0, self._idle + 1)
            self.multiplier = self._multipliers()
        return status

    def probe(
        self,
        closed: NDArray[np.bool_],
        opened: NDArray[np.bool_],
        sites: NDArray[np.intp],
        *,
        pivots: int,
        seconds: float,
    ) -> Floats:
        """About how much the value rises when each site is closed, or opened."""
        return self._lp.probe(
            self._column[sites], opened[sites].astype(float),
            (~closed[sites]).astype(float), pivots=pivots, seconds=seconds,
        )  # fmt: skip

    def separate(self) -> int:
        """Add the most broken cut of every client; how many there were."""
        from siting.kernels.lists import _critical

        lists = self._lists
        level, value = np.empty(lists.n), np.empty(lists.n)
        _critical(
            lists.start, lists.site, lists.cost, lists.beyond, self.y, 1e-9, level,
            value,
        )  # fmt: skip
        small = VIOLATED * np.maximum(1.0, np.abs(self._paid))
        broken = np.flatnonzero(value > self._paid + small)
        if len(broken):
            self.add(broken, level[broken])
        return len(broken)

    def separate_at(self, design: Bools) -> int:
        """The same at a design (m,), whose clients pay what its cuts ask for so far."""
        before = self.y
        self.y = design.astype(float)
        self._paid = self._asked_at(design)
        added = self.separate()
        self.y = before
        return added

    def _asked_at(self, design: Bools) -> Floats:
        """What the cuts make each client (n,) pay at a design."""
        start, column, value, lower = self.rows_of(self._client, self._level)
        k, n = len(self.sites), self._lists.n
        x = np.zeros(k + n)
        x[:k] = design[self.sites]
        sums = np.add.reduceat(value * x[column], start[:-1]) if len(lower) else lower
        need = np.where(np.isfinite(self._level), lower - sums, 0.0)
        paid = self.floor.copy()
        np.maximum.at(paid, self._client, need)
        return paid

    def purge(self, idle: int) -> None:
        """Forget cuts that did nothing in so many solves."""
        old = np.flatnonzero(self._idle >= idle)
        self._lp.delete_rows(old + self._head)
        kept = self._idle < idle
        self._client, self._level = self._client[kept], self._level[kept]
        self._idle = self._idle[kept]

    def _multipliers(self) -> Floats:
        """Those (n,) of 'every client once' that the cuts' multipliers add up to.

        With weights w_r of the cuts of client i, sum_r w_r = 1, the multiplier
        sum_r w_r D_r proves at least as much: max(0, D - cost) is convex in D.
        """
        weight = np.maximum(self._dual, 0.0)
        asks = ~np.isfinite(self._level)
        level = np.where(asks, 1.0, self._level)
        n = self._lists.n
        total = np.bincount(self._client, np.where(asks, 0.0, weight), minlength=n)
        over = np.maximum(total, 1.0)
        summed = np.bincount(self._client, weight * level, minlength=n)
        return np.asarray(summed / over + np.maximum(1.0 - total, 0.0) * self.floor)
