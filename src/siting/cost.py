"""Travel cost that is computed when it is asked for, from coordinates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]


def _euclid(a: Floats, b: Floats) -> Floats:
    """Straight-line distance in the unit of the coordinates."""
    return np.hypot(a[..., 0] - b[..., 0], a[..., 1] - b[..., 1])


def _geodesic(a: Floats, b: Floats) -> Floats:
    """Metres along the WGS84 ellipsoid from longitude, latitude in degrees.

    Karney, C. F. F. (2013), J. Geodesy 87, 43-55, doi:10.1007/s00190-012-0578-z,
    as implemented by PROJ.
    """
    from pyproj import Geod

    here, there = np.broadcast_arrays(a, b)
    lon, lat, to_lon, to_lat = (
        np.ascontiguousarray(x[..., k]) for x in (here, there) for k in (0, 1)
    )
    metres = Geod(ellps="WGS84").inv(lon, lat, to_lon, to_lat)[2]
    return np.asarray(metres, dtype=float)


def _manhattan(a: Floats, b: Floats) -> Floats:
    """Distance along two axes."""
    return np.abs(a[..., 0] - b[..., 0]) + np.abs(a[..., 1] - b[..., 1])


def _maximum(a: Floats, b: Floats) -> Floats:
    """The larger of the distances along two axes."""
    return np.maximum(np.abs(a[..., 0] - b[..., 0]), np.abs(a[..., 1] - b[..., 1]))


def _tsplib_att(a: Floats, b: Floats) -> Floats:
    """TSPLIB's pseudo-Euclidean distance (Reinelt 1991), whole numbers."""
    return np.asarray(np.ceil(np.sqrt(((a - b) ** 2).sum(axis=-1) / 10)))


def _tsplib_geo(a: Floats, b: Floats) -> Floats:
    """Kilometres on TSPLIB's sphere from latitude, longitude written DDD.MM.

    Reinelt, G. (1991), ORSA J. Computing 3, 376-384, doi:10.1287/ijoc.3.4.376, with
    degrees cut to whole ones as its published optima need. Equal points, which TSPLIB
    never asks about, are 0 apart.
    """
    here, there = (
        3.141592 * (np.trunc(x) + 5 * (x - np.trunc(x)) / 3) / 180 for x in (a, b)
    )
    across = np.cos(here[..., 1] - there[..., 1])
    along = np.cos(here[..., 0] - there[..., 0])
    summed = np.cos(here[..., 0] + there[..., 0])
    angle = np.arccos(
        np.clip(((1 + across) * along - (1 - across) * summed) / 2, -1, 1)
    )
    same = (a == b).all(axis=-1)
    return np.where(same, 0.0, np.floor(6378.388 * angle + 1))


PAIRWISE: dict[str, Callable[[Floats, Floats], Floats]] = {
    "euclid": _euclid,
    "geodesic": _geodesic,
    "round": lambda a, b: np.floor(_euclid(a, b) + 0.5),
    "floor": lambda a, b: np.floor(_euclid(a, b)),
    "ceil": lambda a, b: np.ceil(_euclid(a, b)),
    "manhattan": _manhattan,
    "maximum": _maximum,
    "manhattan-round": lambda a, b: np.floor(_manhattan(a, b) + 0.5),
    "maximum-round": lambda a, b: np.floor(_maximum(a, b) + 0.5),
    "tsplib-att": _tsplib_att,
    "tsplib-geo": _tsplib_geo,
}
"""Travel between points (..., 2) and points that broadcast against them."""


def _table_of(name: str) -> Callable[[Floats, Floats], Floats]:
    """The same between all of some points (n, 2) and all of others (m, 2)."""
    return lambda a, b: PAIRWISE[name](a[:, None, :], b[None, :, :])


METRICS = {name: _table_of(name) for name in PAIRWISE}


@dataclass(frozen=True, eq=False)
class PointCost:
    """An (n, m) cost that is never stored: each block comes from coordinates.

    Attributes
    ----------
    clients : (n, 2)
        x, y of the clients; longitude, latitude for the geodesic metric.
    sites : (m, 2)
        x, y of the sites.
    metric
        One of ``METRICS``; ``round``, ``floor`` and ``ceil`` are TSPLIB's
        roundings of the straight line.
    """

    clients: Floats
    sites: Floats
    metric: str

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of clients and of sites."""
        return len(self.clients), len(self.sites)

    def block(self, rows: Any, columns: Any) -> Floats:
        """Cost of the chosen clients (rows) and sites (columns), dense."""
        return METRICS[self.metric](self.clients[rows], self.sites[columns])

    def pairs(self, rows: Any, columns: Any) -> Floats:
        """Cost of pairs: positions of clients and of sites that broadcast."""
        return PAIRWISE[self.metric](self.clients[rows], self.sites[columns])

    def stored(self) -> Floats:
        """The whole (n, m) table, filled row by row to spare memory."""
        n, m = self.shape
        table, step = np.empty((n, m)), max(1, 2**20 // m)
        for k in range(0, n, step):
            rows = slice(k, k + step)
            table[rows] = self.block(rows, slice(None))
        return table


Cost: TypeAlias = NDArray[np.float64] | csr_array | PointCost


def dense_block(cost: Cost, rows: Any, columns: Any) -> Floats:
    """Dense (rows, columns) part of any cost; unreachable pairs are infinite."""
    if isinstance(cost, PointCost):
        return cost.block(rows, columns)
    if isinstance(cost, np.ndarray):
        return np.asarray(cost[rows][:, columns])
    part = cost[rows][:, columns].tocoo()
    block = np.full(part.shape, np.inf)
    block[part.row, part.col] = part.data
    return block


def rows_of(cost: Cost, clients: NDArray[np.intp]) -> Cost:
    """The same kind of cost for some of the clients."""
    if isinstance(cost, PointCost):
        return PointCost(cost.clients[clients], cost.sites, cost.metric)
    return cost[clients]


def within(cost: Cost, reach: Floats) -> Cost:
    """The same cost without the pairs beyond the reach (m,) of their site."""
    if not np.isfinite(reach).any():
        return cost
    if isinstance(cost, np.ndarray):
        return np.where(cost <= reach, cost, np.inf)
    if isinstance(cost, csr_array):
        near = cost.data <= reach[cost.indices]
        row = np.repeat(np.arange(cost.shape[0]), np.diff(cost.indptr))[near]
        return csr_array((cost.data[near], (row, cost.indices[near])), shape=cost.shape)
    n, m = cost.shape
    step, parts = max(1, 2**22 // m), []
    for k in range(0, n, step):
        block = cost.block(slice(k, k + step), slice(None))
        row, column = np.nonzero(block <= reach)
        parts.append((block[row, column], row + k, column))
    data, rows, columns = (np.concatenate(x) for x in zip(*parts, strict=True))
    return csr_array((data, (rows, columns)), shape=cost.shape)


def dense_if_full(cost: csr_array) -> Floats | csr_array:
    """Sparse costs that are at least half full are quicker as an array."""
    full = 2 * cost.nnz >= cost.shape[0] * cost.shape[1]
    return dense_block(cost, slice(None), slice(None)) if full else cost


def content(cost: Cost) -> Iterator[bytes]:
    """Bytes that tell one cost from another, block by block; -0.0 is 0.0."""
    if isinstance(cost, PointCost):
        yield cost.metric.encode()
        yield from ((xy + 0.0).tobytes() for xy in (cost.clients, cost.sites))
        return
    n, m = cost.shape
    step = max(1, 2**22 // m)
    for k in range(0, n, step):
        yield (dense_block(cost, slice(k, k + step), slice(None)) + 0.0).tobytes()
