"""What any multipliers prove of the reply to whole variables, by our own arithmetic.

For multipliers u of the rows L <= T w + W x <= U, every allowed point has

    cost x  =  u W x + (cost - u W) x
           >=  sum_r u_r (L_r or U_r) - u T w  +  sum_c least of (cost - u W)_c x_c

with L where u is positive and U where it is negative: an inequality in w alone. With no
cost on the left it says who can be replied to at all (0 >= ...). Whatever a solver says
the multipliers are, the inequality holds; wrong ones make it weak.

Benders, J. F. (1962). Partitioning procedures for solving mixed-variables programming
problems. Numerische Mathematik 4, 238-252. doi:10.1007/BF01386316
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array
from scipy.sparse.linalg import lsmr

from siting.benders.split import Places, Split
from siting.cost import Floats

ROUNDING = 2.0**-52
"""Relative error of one operation, twice over."""

REPAIRS = 20
"""Times that multipliers are drawn nearer to 0 for variables without a bound."""


NEAR = 1e-5
"""Relative size of a reduced cost up to which it is taken for 0 that was missed."""


@dataclass(frozen=True, eq=False)
class Cuts:
    """Inequalities: value of a part >= constant + slope w, or 0 >= the same.

    Attributes
    ----------
    part : (k,)
        The part of the reply that each is about.
    constant : (k,)
    slope : (k, w)
    """

    part: Places
    constant: Floats
    slope: csr_array

    def at(self, whole: Floats) -> Floats:
        """What each says at a point (w,) of the whole variables."""
        return np.asarray(self.constant + self.slope @ whole)

    def among(self, some: NDArray[np.bool_] | Places) -> Cuts:
        """Some of them."""
        return Cuts(self.part[some], self.constant[some], csr_array(self.slope[some]))

    def times(self, factor: float) -> Cuts:
        """The same in another unit."""
        return Cuts(self.part, self.constant * factor, csr_array(self.slope * factor))


def cuts_from(split: Split, multiplier: Floats, *, cost: Floats) -> Cuts:
    """One valid inequality for each part, from any multipliers (k,) of the rows.

    Parameters
    ----------
    cost : (x,)
        Of the continuous variables; all 0 for inequalities 0 >= ...
    """
    u, reduced = repaired(split, multiplier, cost=cost)
    side = np.where(u > 0, split.row_lower, split.row_upper)
    of_rows = u * np.where(u != 0, side, 0.0)
    bound = np.where(reduced > 0, split.low, split.high)
    of_rest = reduced * np.where(reduced != 0, bound, 0.0)
    constant = by_part(split, of_rows, of_rest)
    constant -= _rounding(split, u, cost=cost, of_rows=of_rows, of_rest=of_rest)
    sums = csr_array(
        (np.ones(len(u)), (split.row_part, np.arange(len(u)))),
        shape=(split.parts, len(u)),
    )
    slope = csr_array(sums @ diags_array(-u) @ split.links)
    proved = np.flatnonzero(np.isfinite(constant))
    return Cuts(proved, constant[proved], csr_array(slope[proved]))


def repaired(
    split: Split, multiplier: Floats, *, cost: Floats
) -> tuple[Floats, Floats]:
    """Multipliers (k,) that a bound can be worked out from, and reduced costs (x,).

    None asks for a side that a row does not have. Where a variable without a bound has
    a reduced cost of the wrong sign, the multipliers to blame are drawn towards 0; a
    part for which that does not help proves nothing.
    """
    u = np.where(np.isfinite(multiplier), multiplier, 0.0)
    u[(u > 0) & np.isinf(split.row_lower)] = 0.0
    u[(u < 0) & np.isinf(split.row_upper)] = 0.0
    shrunk = _shrunk(split, u, cost=cost)
    last = Slip.of(split, shrunk, cost=cost)
    if last.wrong.any():
        u = _shrunk(split, _projected(split, u, cost=cost), cost=cost)
        last = Slip.of(split, u, cost=cost)
    else:
        u = shrunk
    return u, np.where(last.nothing & ~last.wrong, 0.0, last.reduced)


@dataclass(frozen=True, eq=False)
class Slip:
    """Reduced costs (x,), and those that an unbounded variable must not have.

    Attributes
    ----------
    nothing : (x,)
        No more than rounding, of a variable without a bound on that side.
    wrong : (x,)
        More than that.
    """

    reduced: Floats
    nothing: NDArray[np.bool_]
    wrong: NDArray[np.bool_]

    @classmethod
    def of(cls, split: Split, u: Floats, *, cost: Floats) -> Slip:
        """Those of multipliers (k,)."""
        reduced = np.asarray(cost - split.replies.T @ u)
        size = np.abs(cost) + abs(split.replies).T @ np.abs(u)
        ended = np.where(reduced > 0, split.low, split.high)
        open_ended = np.isinf(ended) & (reduced != 0)
        nothing = open_ended & (np.abs(reduced) <= 8 * ROUNDING * size)
        return cls(reduced, nothing, open_ended & ~nothing)


def _shrunk(split: Split, u: Floats, *, cost: Floats) -> Floats:
    """Multipliers (k,), those to blame for a wrong reduced cost drawn nearer to 0."""
    row = np.repeat(np.arange(len(u)), np.diff(split.replies.indptr))
    column, value = split.replies.indices, split.replies.data
    for _ in range(REPAIRS):
        slip = Slip.of(split, u, cost=cost)
        if not slip.wrong.any():
            break
        term = (
            u[row] * value * np.where(slip.wrong, -np.sign(slip.reduced), 0.0)[column]
        )
        blamed = term > 0
        whole = np.bincount(column[blamed], term[blamed], minlength=len(cost))
        keep = np.maximum(1 - np.abs(slip.reduced) / np.maximum(whole, 1e-300), 0.0)
        factor = np.ones(len(u))
        np.minimum.at(factor, row[blamed], keep[column[blamed]])
        u = u * factor
    return u


def _projected(split: Split, u: Floats, *, cost: Floats) -> Floats:
    """Multipliers (k,) near some by which unbounded variables have no reduced cost.

    Of those where it is small: where several equations must hold together.
    """
    usual = max(np.abs(u).max(initial=0.0), np.abs(cost).max(initial=0.0))
    rows = np.flatnonzero(np.abs(u) > NEAR * usual)
    large = np.zeros(len(u))
    if not len(rows):
        return large
    large[rows] = u[rows]
    reduced = cost - split.replies.T @ large
    size = 1 + abs(split.replies).T @ np.abs(large)
    ended = np.isfinite(split.low) & np.isfinite(split.high)
    some = np.flatnonzero(~ended & (np.abs(reduced) <= NEAR * size))
    table = csr_array(split.replies[rows][:, some].T)
    for _ in range(2):  # the second takes away the first one's rounding
        change = lsmr(table, reduced[some], atol=0, btol=0, conlim=0)[0]
        large[rows] += change
        reduced = cost - split.replies.T @ large
    return np.where(np.sign(large) == np.sign(u), large, 0.0)


def _rounding(
    split: Split, u: Floats, *, cost: Floats, of_rows: Floats, of_rest: Floats
) -> Floats:
    """How far (parts,) the constants may be off by rounding; a generous bound."""
    terms = by_part(split, np.ones(len(of_rows)), np.ones(len(of_rest)))
    size = np.abs(cost) + np.abs(split.replies).T @ np.abs(u)
    widest = np.maximum(np.abs(split.low), np.abs(split.high))
    wide = size * np.where(np.isfinite(widest), widest, 0.0)
    wide = np.maximum(wide, np.where(np.isfinite(of_rest), np.abs(of_rest), 0.0))
    return ROUNDING * (terms + 4) * by_part(split, np.abs(of_rows), wide)


def by_part(split: Split, of_rows: Floats, of_rest: Floats) -> Floats:
    """Sums (parts,) of what rows (k,) and continuous variables (x,) add."""
    part = np.concatenate([split.row_part, split.rest_part])
    value = np.concatenate([of_rows, of_rest])
    return np.bincount(part, value, minlength=split.parts).astype(float)


def strengthened(cuts: Cuts, split: Split, *, floor: Floats) -> Cuts:
    """The same inequalities with slopes no steeper than they need to be.

    Where one site alone brings the right side below what the part costs in any case,
    less steepness holds just as well; linear relaxations and HiGHS's tolerances are the
    better for it.

    Parameters
    ----------
    floor : (k,)
        What each part costs at least; 0 for inequalities 0 >= ...
    """
    slope = cuts.slope.tocoo()
    row, column, value = slope.coords[0], slope.coords[1], slope.data.copy()
    is_binary = (split.whole_lower == 0) & (split.whole_upper == 1)
    up, k = np.maximum(value, 0.0), len(cuts.part)
    low, high = split.whole_lower[column], split.whole_upper[column]
    most = cuts.constant + np.bincount(
        row, np.maximum(value * low, value * high) * (up > 0), minlength=k
    )
    plain = np.bincount(row, (value < 0) & ~is_binary[column], minlength=k) == 0
    least = np.minimum(floor - most, 0.0)[row]
    may = (value < 0) & plain[row]
    value = np.where(may, np.maximum(value, least), value)
    # What HiGHS would drop goes into the constant.
    largest = np.ones(k)
    np.maximum.at(largest, row, np.abs(value))
    tiny = np.abs(value) <= 1e-9 * largest[row]
    worst = np.minimum(value * low, value * high)
    constant = cuts.constant + np.bincount(row[tiny], worst[tiny], minlength=k)
    kept = ~tiny
    table = csr_array((value[kept], (row[kept], column[kept])), shape=cuts.slope.shape)
    return Cuts(cuts.part, constant, table)
