"""Who is near whom, from coordinates: rows of close pairs without an n x m table.

The plane is cut into cells. Of each cell it is known which sites are near all of it,
and which may be near a part of it: only for these is a distance worked out.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]
Starts = NDArray[np.int64]
Sites = NDArray[np.int32]

CODES = {
    "euclid": 0,
    "round": 1,
    "floor": 2,
    "ceil": 3,
    "manhattan": 4,
    "maximum": 5,
    "manhattan-round": 6,
    "maximum-round": 7,
}
"""Metrics that grow with the step along either axis, which is what cells need."""

CELLS = 2**16
"""Cells at most: their lists are to stay in the processor's cache."""

LISTED = 2**19
"""Entries of all lists together, about."""

ROOM = 2**22
"""Pairs that one block of clients may have at most."""


@compiled
def _travel(code: int, dx: Any, dy: Any) -> Any:
    """The metric of that code, bit by bit as `siting.cost.METRICS` has it."""
    if code >= 4:
        across, along = abs(dx), abs(dy)
        far = max(across, along) if code in (5, 7) else across + along
        return math.floor(far + 0.5) if code >= 6 else far
    far = math.hypot(dx, dy)
    if code == 1:
        return math.floor(far + 0.5)
    if code == 2:
        return math.floor(far)
    return math.ceil(far) if code == 3 else far


@compiled
def _gap(low: Any, high: Any, at: Any) -> Any:
    """How far a coordinate is from an interval."""
    return max(max(low - at, at - high), 0.0)


@compiled
def _list_cells(
    sites: Any, code: int, radius: Any, corner: Any, size: Any, count: int,
    start: Any, entry: Any,
) -> None:  # fmt: skip
    """Sites of each cell: j near all of it, ~j near a part; or only their number.

    ``start`` (cells + 1,) is counted when ``entry`` is empty; else it says where each
    list begins, and ends as where it does.
    """
    counting = len(entry) == 0
    slack = 1e-9 * (1.0 + max(abs(corner[0]), abs(corner[1])) + count * size.max())
    for j in range(len(sites)):
        x, y = sites[j, 0], sites[j, 1]
        for a in range(count):
            left = corner[0] + a * size[0] - slack
            right = left + size[0] + 2 * slack
            across = _gap(left, right, x)
            if _travel(code, across, 0.0) > radius:
                continue
            wide = max(abs(x - left), abs(right - x))
            for b in range(count):
                low = corner[1] + b * size[1] - slack
                high = low + size[1] + 2 * slack
                if _travel(code, across, _gap(low, high, y)) > radius:
                    continue
                cell = a * count + b
                if not counting:
                    tall = max(abs(y - low), abs(high - y))
                    sure = _travel(code, wide, tall) <= radius
                    entry[start[cell]] = j if sure else ~j
                start[cell] += 1


@compiled
def _rows(
    clients: Any, sites: Any, code: int, radius: Any, corner: Any, size: Any,
    count: int, listed: Any, entry: Any, start: Any, site: Any,
) -> int:  # fmt: skip
    """Sites within the radius of each client; how many pairs there are."""
    filled = 0
    clear = radius * radius * (1 - 1e-9) if code == 0 else -1.0
    for i in range(len(clients)):
        x, y = clients[i, 0], clients[i, 1]
        a = min(int((x - corner[0]) / size[0]), count - 1)
        b = min(int((y - corner[1]) / size[1]), count - 1)
        cell = a * count + b
        for e in range(listed[cell], listed[cell + 1]):
            j = entry[e]
            if j < 0:
                j = ~j
                dx, dy = x - sites[j, 0], y - sites[j, 1]
                far = dx * dx + dy * dy > clear  # else certainly within
                if far and _travel(code, dx, dy) > radius:
                    continue
            site[filled] = j
            filled += 1
        start[i + 1] = filled
    return filled


@compiled
def _nearest(clients: Any, sites: Any, code: int, which: Any, least: Any) -> None:
    """The first nearest site of every client, and the travel to it."""
    for i in range(len(clients)):
        best, square = np.inf, np.inf
        for j in range(len(sites)):
            dx, dy = clients[i, 0] - sites[j, 0], clients[i, 1] - sites[j, 1]
            if code < 4 and dx * dx + dy * dy > square * (1 + 1e-14):
                continue  # farther along the straight line is no nearer when rounded
            far = _travel(code, dx, dy)
            if far < best:
                best, square = far, dx * dx + dy * dy
                which[i] = j
        least[i] = best


class Near:
    """Sites within a radius of clients that come in blocks.

    Parameters
    ----------
    clients : (n, 2)
        All of them: cells are laid over where they are.
    sites : (m, 2)
    metric
        One of ``CODES``.
    """

    def __init__(
        self, clients: Floats, sites: Floats, *, metric: str, radius: float
    ) -> None:
        self._sites, self._code = np.array(sites, dtype=float), CODES[metric]
        self._radius = float(radius)
        x, y = clients[:, 0], clients[:, 1]  # axis by axis: numpy's axis=0 is slow
        self._corner = np.array([x.min(), y.min()])
        extent = np.maximum(np.array([x.max(), y.max()]) - self._corner, 1e-9)
        part = min(1.0, float(np.prod(np.minimum((2 * radius + 2) / extent, 1.0))))
        cells = min(len(clients) / 8, CELLS, LISTED / max(len(sites) * part, 1e-9))
        self._count = max(1, math.isqrt(int(cells)))
        self._size = extent / self._count
        self._start = np.zeros(self._count**2 + 1, dtype=np.int64)
        none = np.empty(0, dtype=np.int32)
        self._list(self._start, none)
        longest = int(self._start.max())
        ends = np.cumsum(self._start)
        begins = np.concatenate([[0], ends[:-1]])
        self._entry = np.empty(max(int(ends[-1]), 1), dtype=np.int32)
        self._list(begins.copy(), self._entry)
        self._start = begins
        self.step = max(1, min(2**16, ROOM // max(longest, 1)))
        self._room = np.empty(self.step * max(longest, 1), dtype=np.int32)

    def _list(self, start: Starts, entry: Sites) -> None:
        _list_cells(
            self._sites, self._code, self._radius, self._corner, self._size,
            self._count, start, entry,
        )  # fmt: skip

    def rows(self, clients: Floats) -> tuple[Starts, Sites]:
        """Where each client's sites begin, and the sites, ascending.

        Parameters
        ----------
        clients : (k, 2)
            At most ``step`` of them. The sites are overwritten by the next call.
        """
        start = np.zeros(len(clients) + 1, dtype=np.int64)
        filled = _rows(
            clients, self._sites, self._code, self._radius, self._corner, self._size,
            self._count, self._start, self._entry, start, self._room,
        )  # fmt: skip
        return start, self._room[:filled]


def nearest(
    clients: Floats, sites: Floats, *, metric: str
) -> tuple[NDArray[np.intp], Floats]:
    """Position of the first nearest of some sites (at least one), and travel to it."""
    which = np.zeros(len(clients), dtype=np.intp)
    least = np.empty(len(clients))
    _nearest(clients, np.array(sites, dtype=float), CODES[metric], which, least)
    return which, least


def rows_plain(travel: Floats, radius: float) -> tuple[Starts, Sites]:
    """Twin in numpy, from the dense travel (k, m) of some clients."""
    row, site = np.nonzero(travel <= radius)
    start = np.searchsorted(row, np.arange(len(travel) + 1))
    return start.astype(np.int64), site.astype(np.int32)
