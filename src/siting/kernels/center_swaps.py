"""Interchange for centers: swaps that bring the farthest client nearer.

Mladenovic, N., Labbe, M., Hansen, P. (2003). Solving the p-center problem with tabu
search and variable neighborhood search. Networks 42(1), 48-64. doi:10.1002/net.10081

A design is as bad as its largest cost, and of two equals the one is worse in which more
clients have it: else most moves would lead nowhere. Costs lie site by site (m, n). With
the two nearest open sites of client i at d1 <= d2, opening j and closing the site of
slot s leaves client i at min(c_ij, d1), or at min(c_ij, d2) where slot s served it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.allowed import Allowed
from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]


@compiled
def _settle(c: Any, slots: Any, count: int, phi: Any, d1: Any, d2: Any) -> None:
    """Slots of the nearest open sites, and costs of the two nearest."""
    phi[:] = -1
    d1[:] = np.inf
    d2[:] = np.inf
    for s in range(count):
        row = c[slots[s]]
        for i in range(len(row)):
            if row[i] < d1[i]:
                d2[i] = d1[i]
                phi[i], d1[i] = s, row[i]
            elif row[i] < d2[i]:
                d2[i] = row[i]


@compiled
def _worst(d1: Any) -> Any:
    """The largest cost, and how many clients have it."""
    value, times = -1.0, 0
    for i in range(len(d1)):
        if d1[i] > value:
            value, times = d1[i], 1
        elif d1[i] == value:
            times += 1
    return value, times


@compiled
def _raise(largest: Any, value: float, times: float) -> None:
    """Note a value in a pair of the largest and how many have it."""
    if value > largest[0]:
        largest[0], largest[1] = value, times
    elif value == largest[0]:
        largest[1] += times


@compiled
def _enter(row: Any, phi: Any, d1: Any, d2: Any, stay: Any, left: Any) -> Any:
    """What opening a site leaves: the two largest costs of the slots that stay.

    Fills, for every slot, the largest cost of its clients and how many have it, when
    the slot stays (stay) and when it is closed (left). Returns the largest of all that
    stay with how many have it, and the largest below that with how many.
    """
    for table in (stay, left):
        table[:, 0], table[:, 1] = -1.0, 0.0
    for i in range(len(row)):
        _raise(stay[phi[i]], min(row[i], d1[i]), 1.0)
        _raise(left[phi[i]], min(row[i], d2[i]), 1.0)
    top, next_ = np.array([-1.0, 0.0]), np.array([-1.0, 0.0])
    for s in range(len(stay)):
        if stay[s, 0] > top[0]:
            next_[:] = top
            top[:] = stay[s]
        elif stay[s, 0] == top[0]:
            top[1] += stay[s, 1]
        else:
            _raise(next_, stay[s, 0], stay[s, 1])
    return top[0], top[1], next_[0], next_[1]


@compiled
def _without(s: int, top: float, tops: float, next_: float, nexts: float, stay: Any,
             left: Any) -> Any:  # fmt: skip
    """The largest cost, and how many have it, when slot s is closed."""
    value, times = top, tops
    if stay[s, 0] == top:
        times -= stay[s, 1]
        if times == 0.0:
            value, times = next_, nexts
    if left[s, 0] > value:
        return left[s, 0], left[s, 1]
    if left[s, 0] == value:
        times += left[s, 1]
    return value, times


@compiled
def _helps(row: Any, farthest: Any, value: float) -> bool:
    """Whether a site is nearer to one of the farthest clients."""
    return bool((row[farthest] < value).any())


@compiled
def _best_move(
    c: Any, slots: Any, count: int, is_open: Any, must: Any, never: Any, more: bool,
    phi: Any, d1: Any, d2: Any, value: float, times: float, any_: bool,
) -> Any:  # fmt: skip
    """The site to open and the slot to close (-1: none) that leave least; looks taken.

    Unless any move will do it must be better than a value that so many clients have:
    then only sites nearer to a farthest client are looked at.
    """
    stay, left = np.empty((count + 1, 2)), np.empty((count + 1, 2))
    farthest = np.flatnonzero(d1 == value)
    best, bests, site, slot, looked = value, times, -1, -1, 0
    if any_:
        best, bests = np.inf, np.inf
    for j in range(len(c)):
        if is_open[j] or never[j] or not (any_ or _helps(c[j], farthest, value)):
            continue
        top, tops, next_, nexts = _enter(c[j], phi, d1, d2, stay, left)
        if more:
            looked += 1
            if top < best or (top == best and tops < bests):
                best, bests, site, slot = top, tops, j, -1
            continue
        for s in range(count):
            if must[slots[s]]:
                continue
            looked += 1
            v, t = _without(s, top, tops, next_, nexts, stay, left)
            if v < best or (v == best and t < bests):
                best, bests, site, slot = v, t, j, s
    return site, slot, looked


@compiled
def _search(
    c: Any, slots: Any, count: int, is_open: Any, must: Any, never: Any, most: int,
    phi: Any, d1: Any, d2: Any, moves: int, any_: bool,
) -> Any:  # fmt: skip
    """Best moves until none is better or they are used up.

    Returns the number of open sites, whether none is better, and the looks taken.
    """
    looked = 0
    for _ in range(moves):
        value, times = _worst(d1)
        site, slot, looks = _best_move(
            c, slots, count, is_open, must, never, count < most, phi, d1, d2, value,
            times, any_,
        )  # fmt: skip
        looked += looks
        if site < 0:
            return count, True, looked
        if slot < 0:
            slot = count
            count += 1
        else:
            is_open[slots[slot]] = False
        slots[slot] = site
        is_open[site] = True
        _settle(c, slots, count, phi, d1, d2)
    return count, False, looked


class Interchange:
    """A design and its largest cost, improved move by move.

    Parameters
    ----------
    c : (m, n)
        Weighted cost, site by site; infinite where unreachable.
    rules
        Which sites may be open, and how many at most: below that sites are opened, and
        from there on swapped.

    Attributes
    ----------
    looked
        How many neighbours were looked at so far.
    """

    def __init__(self, c: Floats, *, rules: Allowed) -> None:
        m, n = c.shape
        self._c = np.ascontiguousarray(c)
        self._must, self._never = rules.must.copy(), rules.never.copy()
        self._most, self._count, self.looked = rules.most, 0, 0
        self._slots = np.zeros(rules.most, dtype=np.int64)
        self._is_open = np.zeros(m, dtype=np.bool_)
        self._phi = np.full(n, -1, dtype=np.int64)
        self._d1, self._d2 = np.full(n, np.inf), np.full(n, np.inf)

    def begin(self, design: Bools) -> None:
        """Start from a design with at most ``most`` open sites."""
        sites = np.flatnonzero(design)
        self._count = len(sites)
        self._slots[: self._count] = sites
        self._is_open[:] = design
        _settle(self._c, self._slots, self._count, self._phi, self._d1, self._d2)

    def improve(self, *, moves: int) -> bool:
        """Make up to so many moves; whether a local optimum was reached."""
        return self._go(self._must, self._never, moves, any_=False)

    def move(self, must: Bools, never: Bools) -> bool:
        """Make the best move within narrower rules, even a bad one; if there is any."""
        return not self._go(must, never, 1, any_=True)

    def _go(self, must: Bools, never: Bools, moves: int, *, any_: bool) -> bool:
        self._count, done, looked = _search(
            self._c, self._slots, self._count, self._is_open, must, never, self._most,
            self._phi, self._d1, self._d2, moves, any_,
        )  # fmt: skip
        self.looked += int(looked)
        return bool(done)

    @property
    def design(self) -> Bools:
        """The present design (m,)."""
        return self._is_open.copy()

    @property
    def sites(self) -> Places:
        """The open sites (count,), in the order in which they opened."""
        return self._slots[: self._count].astype(np.intp)

    @property
    def count(self) -> int:
        """Number of open sites."""
        return self._count


def order(c: Floats, *, rules: Allowed) -> tuple[Places, int]:
    """Greedy add.

    Parameters
    ----------
    c : (m, n)
        As of `Interchange`.

    Returns
    -------
    sites : (k,)
        In the order in which they opened, those that must be open first.
    looked
        How many designs were looked at.
    """
    search = Interchange(c, rules=rules)
    search.begin(rules.must)
    while search.count < rules.most and search.move(search.design, rules.never):
        pass
    return search.sites, search.looked
