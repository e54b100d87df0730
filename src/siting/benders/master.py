"""The master: whole variables, and for each part of the reply what it costs at least.

minimise    whole_cost w + sum of paid_k
subject to  rules of w
            paid_k >= constant + slope w      for the cuts so far
                 0 >= constant + slope w      for those that say who has no reply
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from siting.benders.cuts import Cuts, strengthened
from siting.benders.split import Split
from siting.cost import Floats
from siting.matrix import Matrix
from siting.milp.hotlp import HotLP, LPStatus

BROKEN = 1e-7
"""How far a cut must be broken to be added, relative to its size."""

IDLE = 30
"""Rounds after which a cut that never mattered is left out."""

SLACK = 1e-7
"""Multiplier up to which a cut does not matter."""


MODERATE = 1e3
"""Size of the largest number in the first cuts, when the unit is chosen."""


class Master:
    """All cuts, as a linear relaxation that grows and as a matrix.

    Columns are the whole variables, then what each part is paid.

    Attributes
    ----------
    unit
        In which all costs are told to HiGHS, whose tolerances are absolute: a power of
        2 by the size of the first cuts.
    floor, paid : (parts,)
        What each part costs at least, and is paid at the present point.
    whole : (w,)
        The present point.
    """

    def __init__(self, split: Split) -> None:
        self._split = split
        w, k = len(split.whole), split.parts
        self._lp = HotLP(
            np.concatenate([split.whole_cost, np.zeros(k)]),
            np.concatenate([split.whole_lower, np.zeros(k)]),
            np.concatenate([split.whole_upper, np.zeros(k)]),
        )
        rules = split.rules
        self._lp.add_rows(
            rules.indptr, rules.indices, rules.data,
            lower=split.rules_lower, upper=split.rules_upper,
        )  # fmt: skip
        self._table = csr_array((0, w + k))
        self._lower = np.empty(0)
        self._idle = np.empty(0, dtype=np.int64)
        self.unit = 1.0
        self.floor = np.full(k, -np.inf)
        self.whole = np.zeros(w)
        self.paid = np.zeros(k)
        self.value = -np.inf

    @property
    def cuts(self) -> int:
        """How many there are."""
        return len(self._lower)

    @property
    def is_bounded(self) -> bool:
        """Whether every part is known to cost something at least."""
        return bool(np.isfinite(self.floor).all())

    def add_costs(self, cuts: Cuts) -> int:
        """Add those that say more of what parts cost than is known; how many."""
        split = self._split
        slope = cuts.slope.tocoo()
        row, column, value = slope.coords[0], slope.coords[1], slope.data
        ends = value * split.whole_lower[column], value * split.whole_upper[column]
        least = np.minimum(*ends)
        least = cuts.constant + np.bincount(row, least, minlength=len(cuts.part))
        if not self.cuts:
            self._choose_unit(cuts)
        fresh = np.isinf(self.floor[cuts.part])
        np.maximum.at(self.floor, cuts.part, least)
        self._free()
        says = cuts.at(self.whole)
        size = np.maximum(self.unit, np.abs(says))
        some = fresh | (says - self.paid[cuts.part] > BROKEN * size)
        if not some.any():
            return 0
        cuts = cuts.among(np.flatnonzero(some)).times(1 / self.unit)
        cuts = strengthened(cuts, split, floor=self.floor[cuts.part] / self.unit)
        there = np.ones(len(cuts.part))
        paid = csr_array(
            (there, (np.arange(len(there)), cuts.part)), shape=(len(there), split.parts)
        )
        self._grow(hstack([-cuts.slope, paid], format="csr"), cuts.constant)
        return len(there)

    def add_limits(self, cuts: Cuts) -> int:
        """Add those that show that a point has no reply; how many."""
        size = np.ones(len(cuts.part))
        slope = cuts.slope.tocoo()
        np.maximum.at(size, slope.coords[0], np.abs(slope.data))
        some = np.flatnonzero(cuts.at(self.whole) > BROKEN * size)
        if not len(some):
            return 0
        cuts = strengthened(cuts.among(some), self._split, floor=np.zeros(len(some)))
        paid = csr_array((len(some), self._split.parts))
        self._grow(hstack([-cuts.slope, paid], format="csr"), cuts.constant)
        return len(some)

    def look_at(self, whole: Floats) -> None:
        """Take a point (w,) for the present one, with what the cuts say of it."""
        said = self.unit * (self._lower - self._table[:, : len(whole)] @ whole)
        paid = self.floor.copy()
        part = self._table[:, len(whole) :].tocoo()
        np.maximum.at(paid, part.coords[1], said[part.coords[0]])
        self.whole, self.paid = whole, paid

    def solve(self, *, seconds: float) -> LPStatus:
        """Solve the relaxation with the cuts that there are."""
        status = self._lp.solve(seconds=seconds)
        if status is LPStatus.OPTIMAL:
            point, w = self._lp.point(), len(self._split.whole)
            low, high = self._split.whole_lower, self._split.whole_upper
            self.whole = np.clip(point.x[:w], low, high)
            self.paid = self.unit * point.x[w:]
            self.value = self.unit * point.value
            used = np.abs(point.dual[self._split.rules.shape[0] :]) > SLACK
            self._idle = np.where(used, 0, self._idle + 1)
        return status

    def drop_idle(self) -> None:
        """Leave out cuts that have not mattered for long."""
        idle = self._idle > IDLE
        self._lp.delete_rows(np.flatnonzero(idle) + self._split.rules.shape[0])
        kept = np.flatnonzero(~idle)
        self._table = csr_array(self._table[kept])
        self._lower, self._idle = self._lower[kept], self._idle[kept]

    def inner_point(self, *, vertices: int, seed: int, seconds: float) -> Floats | None:
        """A point within the rules: the middle of some of their corners, by chance."""
        rng, w = np.random.default_rng(seed), len(self._split.whole)
        found = []
        for _ in range(vertices):
            cost = np.concatenate([rng.normal(size=w), np.zeros(self._split.parts)])
            self._lp.set_costs(cost)
            if self._lp.solve(seconds=seconds / vertices) is LPStatus.OPTIMAL:
                found.append(self._lp.point().x[:w])
        self._lp.set_costs(self._cost())
        return np.asarray(np.mean(found, axis=0)) if found else None

    def matrix(self) -> Matrix:
        """The master with whole variables, for HiGHS, in units."""
        split, k = self._split, self._split.parts
        rules = hstack([split.rules, csr_array((split.rules.shape[0], k))])
        table = csr_array(vstack([rules, self._table], format="csr"))
        table.sum_duplicates()
        known, floor = np.isfinite(self.floor), self.floor / self.unit
        return Matrix(
            sense="min",
            cost=self._cost(),
            offset=0.0,
            start=table.indptr.astype(np.int32),
            column=table.indices.astype(np.int32),
            value=table.data,
            row_lower=np.concatenate([split.rules_lower, self._lower]),
            row_upper=np.concatenate([split.rules_upper, np.full(self.cuts, np.inf)]),
            lower=np.concatenate([split.whole_lower, np.where(known, floor, 0.0)]),
            upper=np.concatenate([split.whole_upper, np.where(known, np.inf, 0.0)]),
            integer=np.repeat([1, 0], [len(split.whole), k]).astype(np.uint8),
            row_blocks=(),
            column_blocks=(),
        )

    def _grow(self, table: csr_array, lower: Floats) -> None:
        self._lp.add_rows(
            table.indptr, table.indices, table.data,
            lower=lower, upper=np.full(len(lower), np.inf),
        )  # fmt: skip
        self._table = csr_array(vstack([self._table, table], format="csr"))
        self._lower = np.concatenate([self._lower, lower])
        self._idle = np.concatenate([self._idle, np.zeros(len(lower), dtype=np.int64)])

    def _free(self) -> None:
        """Let parts be paid from their floors on, once these are known."""
        w, known = len(self._split.whole), np.flatnonzero(np.isfinite(self.floor))
        above = np.full(len(known), np.inf)
        self._lp.set_bounds(w + known, self.floor[known] / self.unit, above)
        self._lp.set_costs(self._cost())

    def _cost(self) -> Floats:
        """Costs of all columns; parts of which nothing is known cost nothing yet."""
        known = np.isfinite(self.floor).astype(float)
        return np.concatenate([self._split.whole_cost / self.unit, known])

    def _choose_unit(self, cuts: Cuts) -> None:
        largest = max(
            np.abs(cuts.constant).max(initial=0.0),
            np.abs(cuts.slope.data).max(initial=0.0),
            np.abs(self._split.whole_cost).max(initial=0.0),
        )
        self.unit = 2.0 ** round(np.log2(max(largest, 1.0) / MODERATE))
