"""Collapses clients that are covered by the same sites, in one streaming pass."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]
Starts = NDArray[np.int64]
Sites = NDArray[np.int32]

SEED = 20_240_229
"""Of the random keys; they decide where a set is looked for, never what is equal."""

FULL = 0.5
"""Part of the slots that may be taken."""


@compiled
def _key(keys: Any, site: Any, first: int, last: int) -> Any:
    """Two sums of random numbers, one a site: the place of a set, and its mark."""
    place, mark = np.uint64(last - first), np.uint64(0)
    for e in range(first, last):
        place += keys[0, site[e]]
        mark ^= keys[1, site[e]]
    return place ^ (place >> np.uint64(29)), mark


@compiled
def _same(site: Any, first: int, last: int, stored: Any, begin: int, end: int) -> bool:
    """Whether two ascending lists hold the same sites."""
    if last - first != end - begin:
        return False
    e = 0
    while e < last - first and site[first + e] == stored[begin + e]:
        e += 1
    return e == last - first


@compiled
def _absorb(
    start: Any, site: Any, weight: Any, first: int, keys: Any, slots: Any, marks: Any,
    begin: Any, stored: Any, total: Any, count: Any, groups: int,
) -> Any:  # fmt: skip
    """Add clients from ``first`` on to their groups, as far as there is room.

    Equal keys only say where to look: the sets themselves are compared.

    Returns
    -------
    next client, number of groups
    """
    mask = np.uint64(len(slots) - 1)
    for i in range(first, len(start) - 1):
        place, mark = _key(keys, site, start[i], start[i + 1])
        slot = place & mask
        while True:
            g = slots[slot]
            if g < 0:
                length = start[i + 1] - start[i]
                if groups == len(total) or begin[groups] + length > len(stored):
                    return i, groups
                g, slots[slot] = groups, groups
                marks[g, 0], marks[g, 1] = place, mark
                for e in range(length):
                    stored[begin[g] + e] = site[start[i] + e]
                begin[g + 1] = begin[g] + length
                groups += 1
                break
            if (
                marks[g, 0] == place
                and marks[g, 1] == mark
                and _same(site, start[i], start[i + 1], stored, begin[g], begin[g + 1])
            ):
                break
            slot = (slot + np.uint64(1)) & mask
        total[g] += weight[i]
        count[g] += 1
    return len(start) - 1, groups


@compiled
def _refill(slots: Any, marks: Any, groups: int) -> None:
    """Put the groups into a table of another size."""
    mask = np.uint64(len(slots) - 1)
    for g in range(groups):
        slot = marks[g, 0] & mask
        while slots[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        slots[slot] = g


class Collapse:
    """Groups of clients with one cover set each, filled block by block.

    Parameters
    ----------
    m
        Number of sites.

    Attributes
    ----------
    groups
        How many distinct sets there are so far, in order of first appearance.
    """

    def __init__(self, m: int) -> None:
        rng = np.random.default_rng(SEED)
        self._keys = rng.integers(1, 2**64 - 1, (2, max(m, 1)), dtype=np.uint64)
        self.groups = 0
        self._slots = np.full(2**11, -1, dtype=np.int64)
        self._marks = np.empty((2**10, 2), dtype=np.uint64)
        self._begin = np.zeros(2**10 + 1, dtype=np.int64)
        self._stored = np.empty(2**14, dtype=np.int32)
        self._total = np.zeros(2**10)
        self._count = np.zeros(2**10, dtype=np.int64)

    def add(self, start: Starts, site: Sites, weight: Floats) -> None:
        """Add clients: where the sites of each begin, the sites, ascending; weights."""
        first = 0
        while True:
            first, self.groups = _absorb(
                start, site, weight, first, self._keys, self._slots, self._marks,
                self._begin, self._stored, self._total, self._count, self.groups,
            )  # fmt: skip
            if first == len(start) - 1:
                return
            self._grow(int(start[first + 1] - start[first]))

    def _grow(self, length: int) -> None:
        """Make room for more groups, or for more sites in them."""
        if self.groups == len(self._total):
            size = 2 * len(self._total)
            self._marks = _longer(self._marks, size)
            self._begin = _longer(self._begin, size + 1)
            self._total, self._count = (
                _longer(x, size) for x in (self._total, self._count)
            )
            self._slots = np.full(int(size / FULL), -1, dtype=np.int64)
            _refill(self._slots, self._marks, self.groups)
        need = int(self._begin[self.groups]) + length
        if need > len(self._stored):
            self._stored = _longer(self._stored, max(2 * len(self._stored), need))

    @property
    def start(self) -> Starts:
        """Where the sites of each group begin: (groups + 1,)."""
        return self._begin[: self.groups + 1].copy()

    @property
    def site(self) -> Sites:
        """Sites of the groups, one group behind the other."""
        return self._stored[: self._begin[self.groups]].copy()

    @property
    def weight(self) -> Floats:
        """Weight of the clients of each group (groups,)."""
        return self._total[: self.groups].copy()

    @property
    def count(self) -> Starts:
        """Number of the clients of each group (groups,)."""
        return self._count[: self.groups].copy()


def _longer(values: NDArray[Any], size: int) -> NDArray[Any]:
    """The same values at the beginning of a longer array of zeros."""
    longer = np.zeros((size, *values.shape[1:]), dtype=values.dtype)
    longer[: len(values)] = values
    return longer


def collapse_plain(
    start: Starts, site: Sites, weight: Floats
) -> dict[tuple[int, ...], tuple[float, int]]:
    """Twin in Python: set of sites -> weight and number of its clients."""
    found: dict[tuple[int, ...], tuple[float, int]] = {}
    for i, w in enumerate(weight.tolist()):
        key = tuple(site[start[i] : start[i + 1]].tolist())
        total, count = found.get(key, (0.0, 0))
        found[key] = (total + w, count + 1)
    return found
