"""Coverage as a linear program that grows by cuts of odd sets of clients.

    maximise    sum_g weight_g z_g
    subject to  sum_j open_j <= room
                z_g <= sum_{j covers g} open_j
                sum_{g in T} z_g <= sum_j ceil(n_j / 2) open_j + (|T| - 1) / 2
                                            for odd sets T, as needed

where site j covers n_j of T: the second rows and z <= 1 for all of T, added up, halved
and rounded. With half-open sites around an odd ring of clients nothing else is broken.

Caprara, A., Fischetti, M. (1996). {0, 1/2}-Chvatal-Gomory cuts. Mathematical
Programming 74(3), 221-235. doi:10.1007/BF02592196
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from siting.cost import Floats
from siting.covering.reduction import Reduced
from siting.milp.hotlp import HotLP, LPStatus

Bools = NDArray[np.bool_]

TRIES = (4, 12)
"""Walks from each client; and where those find little, at the root."""

LITTLE = 10
"""Sets that are little."""

PIVOT = 1.2e-7
"""Seconds of a pivot, about, for each row."""


@dataclass(frozen=True, eq=False)
class Price:
    """What multipliers prove.

    Attributes
    ----------
    fixed
        What they prove beside the sites.
    worth : (s,)
        What each site adds, >= 0.
    """

    fixed: float
    worth: Floats

    def bound(self, closed: Bools, opened: Bools, *, room: int) -> float:
        """What no design covers more than that keeps some sites closed, and open."""
        rest = room - int(opened.sum())
        top = np.sort(self.worth[~closed & ~opened])[::-1][:rest]
        return self.fixed + float(self.worth[opened].sum() + top.sum())


class Program:
    """The linear program, with its cuts; columns are sites, then groups."""

    def __init__(self, left: Reduced, *, seed: int) -> None:
        self._left = left
        self._table = csr_array(left.table).astype(float)
        self._by_site = csr_array(self._table.T)
        g, s = self._table.shape
        self._groups, self._sites = g, s
        self._lp = HotLP(
            np.concatenate([np.zeros(s), -left.weight]), np.zeros(s + g), np.ones(s + g)
        )
        self._lp.add_rows(
            np.array([0, s]), np.arange(s), np.full(s, -1.0),
            lower=np.array([-float(left.room)]), upper=np.array([np.inf]),
        )  # fmt: skip
        none = csr_array((0, s)), csr_array((0, g))
        self._add(self._table, csr_array(
            (np.ones(g), np.arange(g), np.arange(g + 1)), shape=(g, g)
        ), np.zeros(g))  # fmt: skip
        self._cut_sites, self._cut_groups = none
        self._limit = np.empty(0)
        self._idle = np.empty(0, dtype=np.int64)
        self._state = np.array([2 * seed + 88172645463325252], dtype=np.uint64)
        self.y = np.zeros(s)

    @property
    def cuts(self) -> int:
        """How many cuts there are."""
        return len(self._limit)

    @property
    def seconds(self) -> float:
        """About what all solves took: a count of work, the same for each run."""
        return PIVOT * self._lp.work

    def fix(self, closed: Bools, opened: Bools) -> None:
        """Set which sites (s,) are decided."""
        self._lp.set_bounds(
            np.arange(self._sites), opened.astype(float), 1.0 - closed.astype(float)
        )

    def begin(self, *, seconds: float) -> LPStatus:
        """Solve without cuts, quicker than from no basis."""
        return self._noted(self._lp.begin_inside(seconds=seconds))

    def solve(self, *, seconds: float) -> LPStatus:
        """Solve with the cuts that there are."""
        return self._noted(self._lp.solve(seconds=seconds))

    def price(self) -> Price:
        """What the multipliers of the last solve prove, by sums of our own.

        For multipliers >= 0 of all rows but the first, every cover z and design obey
        sum weight z <= sum (weight - taken) z + sum_j worth_j open_j + sum limits.
        """
        left, lam, pi = self._left, self._lam, self._pi
        taken = lam + self._cut_groups.T @ pi
        worth = np.asarray(self._by_site @ lam + self._cut_sites.T @ pi)
        beside = np.maximum(left.weight - taken, 0.0)
        limits = pi * self._limit
        fixed = left.offset + float(beside.sum() + limits.sum())
        terms = left.table.nnz + self._cut_sites.nnz + self._groups + 8
        top = np.sort(worth)[::-1][: left.room].sum()
        size = abs(left.offset) + float(left.weight.sum() + limits.sum() + top)
        return Price(fixed + float(np.finfo(float).eps * terms * size), worth)

    def probe(
        self, closed: Bools, opened: Bools, sites: NDArray[np.intp], *, pivots: int,
        seconds: float,
    ) -> Floats:  # fmt: skip
        """About how much less is covered when each site is closed, or opened."""
        return self._lp.probe(
            sites, opened[sites].astype(float), (~closed[sites]).astype(float),
            pivots=pivots, seconds=seconds,
        )  # fmt: skip

    def separate(self, *, hard: bool) -> int:
        """Add cuts that the point breaks; how many."""
        from siting.kernels.odd_cuts import cut_rows, odd_cuts

        found: list[NDArray[np.int64]] = []
        for tries in TRIES if hard else TRIES[:1]:
            found = odd_cuts(
                self._table, self.y, self._z, weight=self._left.weight, tries=tries,
                state=self._state,
            )  # fmt: skip
            if len(found) >= LITTLE:
                break
        if not found:
            return 0
        groups, sites = cut_rows(found, self._table)
        limit = (np.diff(groups.indptr) - 1) / 2
        self._add(sites, groups, limit)
        self._cut_sites = csr_array(vstack([self._cut_sites, sites]))
        self._cut_groups = csr_array(vstack([self._cut_groups, groups]))
        self._limit = np.concatenate([self._limit, limit])
        self._idle = np.concatenate([self._idle, np.zeros(len(found), dtype=np.int64)])
        return len(found)

    def purge(self, idle: int) -> None:
        """Forget cuts that did nothing in so many solves."""
        old = np.flatnonzero(self._idle >= idle)
        if not len(old):
            return
        self._lp.delete_rows(old + 1 + self._groups)
        kept = np.flatnonzero(self._idle < idle)
        self._cut_sites = csr_array(self._cut_sites[kept])
        self._cut_groups = csr_array(self._cut_groups[kept])
        self._limit, self._idle = self._limit[kept], self._idle[kept]

    def _add(self, sites: csr_array, groups: csr_array, limit: Floats) -> None:
        """Rows sites @ open - groups @ z >= -limit."""
        rows = len(limit)
        row = np.repeat(np.arange(rows), np.diff(sites.indptr))
        other = np.repeat(np.arange(rows), np.diff(groups.indptr))
        column = np.concatenate([sites.indices, self._sites + groups.indices])
        value = np.concatenate([sites.data, -groups.data])
        order = np.argsort(np.concatenate([row, other]), kind="stable")
        start = sites.indptr.astype(np.int64) + groups.indptr
        self._lp.add_rows(
            start, column[order], value[order],
            lower=-limit, upper=np.full(rows, np.inf),
        )  # fmt: skip

    def _noted(self, status: LPStatus) -> LPStatus:
        """Keep the point and the multipliers of a solve."""
        if status is LPStatus.OPTIMAL:
            point, s = self._lp.point(), self._sites
            self.y = np.clip(point.x[:s], 0.0, 1.0)
            self._z = np.clip(point.x[s:], 0.0, 1.0)
            dual = np.maximum(point.dual[1:], 0.0)
            self._lam, self._pi = dual[: self._groups], dual[self._groups :]
            self._idle = np.where(self._pi > 0, 0, self._idle + 1)
        return status
