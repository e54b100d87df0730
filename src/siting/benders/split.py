"""A matrix in two parts: what must be whole, and the continuous reply to it.

    minimise    whole_cost w + rest_cost x
    subject to  rules of w alone
                row_lower <= T w + W x <= row_upper
                rest_lower <= x <= rest_upper

Rows and variables of the reply that hang together are one of its parts: a client of a
p-median, or everybody where capacities bind.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import block_array, csr_array
from scipy.sparse.csgraph import connected_components

from siting.cost import Floats
from siting.matrix import Matrix
from siting.milp.scaling import objective_scale, row_scaled

PASSES = 4
"""Times that bounds are looked for in the rows."""

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Split:
    """A model for Benders decomposition, minimised.

    Attributes
    ----------
    scale
        What the model's objective (minimised, without its offset) was multiplied by.
    whole, rest : (w,), (x,)
        Positions of the whole and of the continuous variables in the matrix.
    rules : (r, w)
        Rows of whole variables alone, with ``rules_lower`` and ``rules_upper``.
    links : (k, w)
        T: whole variables in the other rows.
    replies : (k, x)
        W: continuous variables in them.
    low, high : (x,)
        Bounds that every allowed point keeps, by the rows also: for the arithmetic of
        cuts, which an infinite bound would spoil.
    row_part, rest_part : (k,), (x,)
        To which part of the reply rows and variables belong.
    """

    scale: float
    whole: Places
    rest: Places
    whole_cost: Floats
    whole_lower: Floats
    whole_upper: Floats
    rest_cost: Floats
    rest_lower: Floats
    rest_upper: Floats
    rules: csr_array
    rules_lower: Floats
    rules_upper: Floats
    links: csr_array
    replies: csr_array
    row_lower: Floats
    row_upper: Floats
    low: Floats
    high: Floats
    row_part: Places
    rest_part: Places
    parts: int

    @classmethod
    def of(cls, matrix: Matrix) -> Split:
        """Take a matrix apart."""
        matrix = row_scaled(matrix)
        scale = objective_scale(matrix)
        table = csr_array(
            (matrix.value, matrix.column, matrix.start), matrix.shape, copy=True
        )
        table.eliminate_zeros()
        is_whole = matrix.integer.astype(bool)
        whole, rest = np.flatnonzero(is_whole), np.flatnonzero(~is_whole)
        left, right = csr_array(table[:, whole]), csr_array(table[:, rest])
        replied = np.diff(right.indptr) > 0
        rows, rules = np.flatnonzero(replied), np.flatnonzero(~replied)
        low, high = implied_bounds(table, matrix)
        parts, row_part, rest_part = _parts(csr_array(right[rows]))
        cost = matrix.minimised * scale
        return cls(
            scale=scale,
            whole=whole,
            rest=rest,
            whole_cost=cost[whole],
            whole_lower=np.ceil(matrix.lower[whole] - 1e-9),
            whole_upper=np.floor(matrix.upper[whole] + 1e-9),
            rest_cost=cost[rest],
            rest_lower=matrix.lower[rest],
            rest_upper=matrix.upper[rest],
            rules=csr_array(left[rules]),
            rules_lower=matrix.row_lower[rules],
            rules_upper=matrix.row_upper[rules],
            links=csr_array(left[rows]),
            replies=csr_array(right[rows]),
            row_lower=matrix.row_lower[rows],
            row_upper=matrix.row_upper[rows],
            low=low[rest],
            high=high[rest],
            row_part=row_part,
            rest_part=rest_part,
            parts=parts,
        )

    def point(self, whole: Floats, rest: Floats) -> Floats:
        """The point of the matrix (columns,) from its two parts."""
        x = np.empty(len(whole) + len(rest))
        x[self.whole], x[self.rest] = whole, rest
        return x


def _parts(replies: csr_array) -> tuple[int, Places, Places]:
    """Parts of the reply that share no variable: how many, and of rows and columns."""
    k = replies.shape[0]
    corner = csr_array((k, k))
    joined = block_array([[corner, replies], [replies.T, None]], format="csr")
    parts, label = connected_components(joined, directed=False)
    return int(parts), label[:k].astype(np.intp), label[k:].astype(np.intp)


def implied_bounds(table: csr_array, matrix: Matrix) -> tuple[Floats, Floats]:
    """Bounds (columns,) of all variables that follow from bounds and rows.

    Only infinite bounds are looked for: an equation that says what a variable is, is
    where most of them come from.
    """
    low, high = matrix.lower.copy(), matrix.upper.copy()
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(table.indptr))
    column, value = table.indices, table.data
    for _ in range(PASSES):
        if np.isfinite(low).all() and np.isfinite(high).all():
            break
        up = value > 0
        least = value * np.where(up, low[column], high[column])
        most = value * np.where(up, high[column], low[column])
        # What the rest of the row leaves for each of its terms.
        ceiling = matrix.row_upper[row] - _others(
            least, row, rows=matrix.shape[0], unknown=-np.inf
        )
        floor = matrix.row_lower[row] - _others(
            most, row, rows=matrix.shape[0], unknown=np.inf
        )
        above = np.where(up, ceiling, floor) / value
        below = np.where(up, floor, ceiling) / value
        top, bottom = np.full(len(high), np.inf), np.full(len(low), -np.inf)
        np.minimum.at(top, column, _widened(above, 1.0))
        np.maximum.at(bottom, column, _widened(below, -1.0))
        high = np.where(np.isinf(high), top, high)
        low = np.where(np.isinf(low), bottom, low)
    return low, high


def _others(
    term: Floats, row: Places, *, rows: int, unknown: float
) -> NDArray[np.float64]:
    """Sum of all other terms of the row of each; ``unknown`` where one is infinite."""
    finite = np.isfinite(term)
    known = np.where(finite, term, 0.0)
    total = np.bincount(row, known, minlength=rows)
    infinite = np.bincount(row, ~finite, minlength=rows)
    alone = infinite[row] - ~finite == 0
    return np.asarray(np.where(alone, total[row] - known, unknown))


def _widened(bound: Floats, sign: float) -> Floats:
    """Bounds a little wider than computed, for rounding."""
    return bound + sign * 1e-9 * np.maximum(1.0, np.abs(bound))
