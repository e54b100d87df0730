"""Covering a core's clients by parts of sites, with cuts of odd sets of clients.

minimise    sum_j y_j
subject to  sum_{j covers i} y_j >= 1
            sum_j ceil(n_j / 2) y_j >= (|T| + 1) / 2   for odd sets T, as needed

where site j covers n_j of T. All coefficients are whole numbers, so that prices refute
in whole-number arithmetic as they do without cuts.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from siting.centers.packing import largest, on_grid
from siting.cost import Floats
from siting.milp.hotlp import HotLP, LPStatus

Bools = NDArray[np.bool_]

TRIES = 4
"""Walks from each client that look for odd sets."""

IDLE = 4
"""Solves after which a cut that did nothing is forgotten."""


class Weighing:
    """One linear program and its cuts.

    Parameters
    ----------
    table : (rows, columns)
        Which sites cover which clients.

    Attributes
    ----------
    value
        How many sites it takes at least, as HiGHS has it.
    parts : (columns,)
        How far each site is open.
    """

    def __init__(self, table: Bools, *, seed: int) -> None:
        self._table = csr_array(table.astype(float))
        rows, columns = table.shape
        self._cuts = csr_array((0, columns))
        self._need, self._idle = np.empty(0), np.empty(0, dtype=np.int64)
        self._state = np.array([2 * seed + 88172645463325252], dtype=np.uint64)
        self._lp = HotLP(np.ones(columns), np.zeros(columns), np.full(columns, np.inf))
        self._add(self._table, np.ones(rows))
        self.value, self.parts = 0.0, np.zeros(columns)
        self._price = np.zeros(rows)

    def begin(self, *, seconds: float) -> bool:
        """Solve without cuts; whether that ended."""
        return self._noted(self._lp.begin_inside(seconds=seconds))

    def solve(self, *, seconds: float) -> bool:
        """Solve with the cuts that there are; whether that ended."""
        return self._noted(self._lp.solve(seconds=seconds))

    def refutes(self, k: int) -> bool:
        """Whether the prices prove that no k sites cover all."""
        whole = on_grid(self._price)
        rows = self._table.shape[0]
        table = self._table.astype(np.int64), self._cuts.astype(np.int64)
        load = table[0].T @ whole[:rows] + table[1].T @ whole[rows:]
        needed = int(whole[:rows].sum() + whole[rows:] @ self._need.astype(np.int64))
        return needed > largest(np.asarray(load), k)

    def cut(self) -> int:
        """Add cuts that the parts break; how many."""
        from siting.kernels.odd_cuts import cut_rows, odd_cuts

        self._forget()
        one = np.ones(self._table.shape[0])
        found = odd_cuts(
            self._table, self.parts, one, weight=one, tries=TRIES, state=self._state
        )
        if found:
            clients, sites = cut_rows(found, self._table)
            need = (np.diff(clients.indptr) + 1) / 2
            self._add(sites, need)
            self._cuts = csr_array(vstack([self._cuts, sites]))
            self._need = np.concatenate([self._need, need])
            new = np.zeros(len(found), dtype=np.int64)
            self._idle = np.concatenate([self._idle, new])
        return len(found)

    def _forget(self) -> None:
        """Forget cuts that did nothing for long."""
        old, kept = np.flatnonzero(self._idle >= IDLE), self._idle < IDLE
        self._lp.delete_rows(old + self._table.shape[0])
        self._cuts = csr_array(self._cuts[np.flatnonzero(kept)])
        self._need, self._idle = self._need[kept], self._idle[kept]

    def _add(self, rows: csr_array, lower: Floats) -> None:
        self._lp.add_rows(
            rows.indptr, rows.indices, rows.data,
            lower=lower, upper=np.full(len(lower), np.inf),
        )  # fmt: skip

    def _noted(self, status: LPStatus) -> bool:
        """Keep the point and the prices of a solve."""
        if status is not LPStatus.OPTIMAL:
            return False
        point = self._lp.point()
        self.value, self.parts = point.value, np.clip(point.x, 0.0, 1.0)
        self._price = np.maximum(point.dual, 0.0)
        cuts = self._price[self._table.shape[0] :]
        self._idle = np.where(cuts > 0, 0, self._idle + 1)
        return True
