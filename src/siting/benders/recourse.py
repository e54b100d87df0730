"""The best continuous reply to a point of the whole variables, and its multipliers.

Rows with a single continuous variable (nobody is served by a closed site) are bounds of
it that depend on the point; what is left is one linear program that is solved again and
again from where it stood. Where it has no answer, another one that pays for breaking
rows says which multipliers show that.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack

from siting.benders.split import Places, Split
from siting.cost import Floats
from siting.milp.hotlp import HotLP, LPStatus

CROSSED = 1e-9
"""How far a variable's bounds may cross by rounding, relative to their size."""


@dataclass(frozen=True, eq=False)
class Reply:
    """What the linear program says of one point.

    Attributes
    ----------
    multiplier : (k,)
        Of all rows; of an infeasible point such that no reply can be (cost 0).
    rest : (x,)
        The continuous variables; None without a reply.
    """

    status: LPStatus
    multiplier: Floats
    rest: Floats | None = None


class Recourse:
    """The reply's linear program, changed for every point."""

    def __init__(self, split: Split) -> None:
        self._split = split
        wide = np.diff(split.replies.indptr)
        self._single, self._many = np.flatnonzero(wide == 1), np.flatnonzero(wide > 1)
        first = split.replies.indptr[self._single]
        self._column = split.replies.indices[first].astype(np.intp)
        self._value = split.replies.data[first]
        self._rows = csr_array(split.replies[self._many])
        self._lp = self._loaded(
            HotLP(split.rest_cost, split.rest_lower, split.rest_upper), self._rows
        )
        self._elastic: HotLP | None = None

    def _loaded(self, lp: HotLP, rows: csr_array) -> HotLP:
        lp.add_rows(
            rows.indptr, rows.indices, rows.data,
            lower=self._split.row_lower[self._many],
            upper=self._split.row_upper[self._many],
        )  # fmt: skip
        return lp

    def reply(self, whole: Floats, *, seconds: float) -> Reply:
        """Reply to a point (w,), whole or not."""
        split, shift = self._split, self._split.links @ whole
        low, low_row = self._tightest(shift, below=True)
        high, high_row = self._tightest(shift, below=False)
        crossed = low - high > CROSSED * np.maximum(1.0, np.abs(low))
        if crossed.any():
            price = np.zeros(len(low))
            price[crossed] = 1.0
            multiplier = self._of_bounds(price, low_row) - self._of_bounds(
                price, high_row
            )
            return Reply(LPStatus.INFEASIBLE, multiplier)
        high = np.maximum(low, high)
        sides = self._sides(shift)
        lp, columns = self._lp, np.arange(len(low))
        lp.set_bounds(columns, low, high)
        lp.set_sides(*sides)
        status = lp.solve(seconds=seconds)
        if status is LPStatus.INFEASIBLE:
            return self._refuted(low, high, sides, (low_row, high_row), seconds=seconds)
        if status is not LPStatus.OPTIMAL:
            return Reply(status, np.zeros(len(shift)))
        point = lp.point()
        multiplier = self._spread(split.rest_cost, point.dual, (low_row, high_row))
        return Reply(status, multiplier, np.clip(point.x, low, high))

    def _sides(self, shift: Floats) -> tuple[Floats, Floats]:
        """What the whole variables leave of the rows with many variables."""
        rows = self._many
        split = self._split
        return split.row_lower[rows] - shift[rows], split.row_upper[rows] - shift[rows]

    def _tightest(self, shift: Floats, *, below: bool) -> tuple[Floats, Places]:
        """Lower or upper bounds (x,) at a point, and the single rows that give them.

        Where a bound of the variable itself is tighter, the row is -1; of equals the
        row is taken, as its bound changes with the point.
        """
        split, rows = self._split, self._single
        flat = split.row_lower[rows] - shift[rows], split.row_upper[rows] - shift[rows]
        turned = (self._value < 0) == below
        bound = np.where(turned, flat[1], flat[0]) / self._value
        sign = 1.0 if below else -1.0  # the largest lower, the least upper bound
        own = split.rest_lower if below else split.rest_upper
        best = np.full(len(own), -np.inf)
        np.maximum.at(best, self._column, sign * bound)
        row = np.full(len(own), -1, dtype=np.intp)
        gives = sign * bound == best[self._column]
        row[self._column[gives]] = rows[gives]
        looser = best < sign * own
        row[looser | np.isinf(best)] = -1
        return np.where(looser, own, sign * best), row

    def _of_bounds(self, price: Floats, row: Places) -> Floats:
        """Multipliers (k,) of single rows whose variables' bounds have prices (x,)."""
        multiplier = np.zeros(self._split.replies.shape[0])
        coefficient = np.ones(len(multiplier))
        coefficient[self._single] = self._value
        there = np.flatnonzero((row >= 0) & (price != 0))
        multiplier[row[there]] = price[there] / coefficient[row[there]]
        return multiplier

    def _spread(
        self, cost: Floats, dual: Floats, rows: tuple[Places, Places]
    ) -> Floats:
        """Multipliers of all rows from those of the linear program's."""
        reduced = cost - self._rows.T @ dual
        multiplier = self._of_bounds(np.maximum(reduced, 0.0), rows[0])
        multiplier += self._of_bounds(np.minimum(reduced, 0.0), rows[1])
        multiplier[self._many] = dual
        return multiplier

    def _refuted(
        self,
        low: Floats,
        high: Floats,
        sides: tuple[Floats, Floats],
        rows: tuple[Places, Places],
        *,
        seconds: float,
    ) -> Reply:
        """Multipliers that show that there is no reply."""
        none = Reply(LPStatus.STOPPED, np.zeros(self._split.replies.shape[0]))
        if self._elastic is None:
            self._elastic = self._made_elastic()
        lp = self._elastic
        lp.set_bounds(np.arange(len(low)), low, high)
        lp.set_sides(*sides)
        if lp.solve(seconds=seconds) is not LPStatus.OPTIMAL:
            return none
        dual = lp.point().dual
        multiplier = self._spread(np.zeros(len(low)), dual, rows)
        return Reply(LPStatus.INFEASIBLE, multiplier)

    def _made_elastic(self) -> HotLP:
        """The linear program that pays 1 for each unit by which a row is broken."""
        x, k = len(self._split.rest), len(self._many)
        cost = np.concatenate([np.zeros(x), np.ones(2 * k)])
        none, all_of = np.zeros(2 * k), np.full(2 * k, np.inf)
        lp = HotLP(
            cost,
            np.concatenate([self._split.rest_lower, none]),
            np.concatenate([self._split.rest_upper, all_of]),
        )
        each = np.arange(k)
        more, less = (
            csr_array((np.full(k, v), (each, each)), shape=(k, k)) for v in (1.0, -1.0)
        )
        rows = csr_array(hstack([self._rows, more, less], format="csr"))
        return self._loaded(lp, rows)
