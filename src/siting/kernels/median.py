"""Interchange for medians, with incremental gain and loss tables.

Resende, M. G. C., Werneck, R. F. (2007). A fast swap-based local search procedure for
location problems. Annals of Operations Research 150, 205-230.
doi:10.1007/s10479-006-0154-0. After Whitaker, R. A. (1983), INFOR 21(2), 95-108,
doi:10.1080/03155986.1983.11731889. The tables are in `kernels.median_tables`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.kernels.allowed import Allowed
from siting.kernels.median_tables import _best_move, _make, _rebuild, _search
from siting.kernels.tables import finite, nearest_lists

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Interchange:
    """A design and its tables, improved move by move.

    Parameters
    ----------
    c : (n, m)
        Weighted cost, infinite where unreachable.
    opening : (m,)
    rules
        Which sites may be open, and how many.

    Attributes
    ----------
    looked
        How many neighbours were looked at so far.
    """

    def __init__(self, c: Floats, opening: Floats, *, rules: Allowed) -> None:
        self._whole = np.ascontiguousarray(c)
        self._c, self._far = finite(self._whole, opening)
        self._farthest = self._whole.max(axis=1, initial=0.0)
        self._is_whole = bool(np.isfinite(self._farthest).all())
        self._opening = opening.copy()
        self._must, self._never = rules.must.copy(), rules.never.copy()
        self._least, self._most = rules.least, rules.most
        n, m = c.shape
        places = rules.most
        listed = min(m, 24 + 6 * m // max(places, 1))
        self._order = nearest_lists(self._c, length=listed)
        self._slots = np.zeros(places, dtype=np.int32)
        self._phi = np.empty((n, 2), dtype=np.int32)
        self._dist = np.empty((n, 2))
        self._gain, self._loss = np.empty(m), np.empty(places)
        self._extra = np.empty((m, places))
        self._touched = np.empty(n, dtype=np.int32)
        self._is_open = np.zeros(m, dtype=np.bool_)
        self._count = 0
        self.looked = 0

    def weigh(self, factor: Floats, opening: Floats) -> None:
        """Count each client's cost (n,) so many times, and other opening costs (m,).

        It holds from the next ``begin`` on.
        """
        if self._is_whole:  # the table is filled anew, not made anew
            if self._c is self._whole:
                self._c = np.empty_like(self._whole)
            np.multiply(self._whole, factor[:, None], out=self._c)
            self._far = 1.0 + float(opening.sum() + 2.0 * (factor @ self._farthest))
        else:
            with np.errstate(invalid="ignore"):
                c = self._whole * factor[:, None]
            c[np.isnan(c)] = np.inf  # unreachable stays so, whatever it counts
            self._c, self._far = finite(c, opening)
        self._opening = opening.copy()

    def begin(self, design: Bools) -> None:
        """Start from a design with at most ``most`` open sites."""
        sites = np.flatnonzero(design)
        self._count = len(sites)
        self._slots[: self._count] = sites
        self._is_open[:] = design
        self._fill()

    def _fill(self) -> None:
        _rebuild(
            self._c, self._order, self._slots, self._count, self._far,
            self._phi, self._dist, self._gain, self._loss, self._extra,
        )  # fmt: skip

    def improve(self, *, moves: int) -> bool:
        """Make up to so many moves; whether a local optimum was reached."""
        before = self.value
        small = 1e-10 * before
        self._count, done, looks = _search(
            self._c, self._order, self._opening, self._must, self._never,
            self._least, self._most, self._far, self._slots, self._count,
            self._is_open, self._phi, self._dist, self._gain, self._loss,
            self._extra, self._touched, moves, small,
        )  # fmt: skip
        self.looked += looks * self._neighbours(self._must, self._never)
        # A burst of moves that gains nothing was led astray by rounding: it ends.
        return bool(done) or self.value >= before

    def _neighbours(self, must: Bools, never: Bools) -> int:
        """How many moves keep some sites and open none of others."""
        enter = int((~self._is_open & ~never).sum())
        leave = int((self._is_open & ~must).sum())
        alone = enter * (self._count < self._most)
        return enter * leave + alone + leave * (self._count > self._least)

    def move(self, must: Bools, never: Bools) -> bool:
        """Make the best move within narrower rules, even a bad one; if there is any."""
        self.looked += self._neighbours(must, never)
        _, site, slot = _best_move(
            self._opening, self._slots, self._count, self._is_open, never, must,
            self._least, self._most, self._gain, self._loss, self._extra, -np.inf,
        )  # fmt: skip
        if site < 0 and slot < 0:
            return False
        self._count = _make(
            self._c, self._order, self._slots, self._count, self._is_open, self._far,
            site, slot, self._phi, self._dist, self._gain, self._loss, self._extra,
            self._touched,
        )  # fmt: skip
        return True

    @property
    def design(self) -> Bools:
        """The present design (m,)."""
        return self._is_open.copy()

    @property
    def value(self) -> float:
        """Opening cost plus weighted cost; unserved clients at a very large one."""
        return float(self._dist[:, 0].sum() + self._opening[self._is_open].sum())
