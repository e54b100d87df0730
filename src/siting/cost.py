"""Travel cost that is computed when it is asked for, from coordinates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Floats = NDArray[np.float64]


def _euclid(a: Floats, b: Floats) -> Floats:
    """Straight-line distance in the unit of the coordinates."""
    return np.hypot(a[:, None, 0] - b[None, :, 0], a[:, None, 1] - b[None, :, 1])


def _geodesic(a: Floats, b: Floats) -> Floats:
    """Metres along the WGS84 ellipsoid from longitude, latitude in degrees.

    Karney, C. F. F. (2013), J. Geodesy 87, 43-55, doi:10.1007/s00190-012-0578-z,
    as implemented by PROJ.
    """
    from pyproj import Geod

    here, there = np.repeat(a, len(b), axis=0), np.tile(b, (len(a), 1))
    lon, lat, to_lon, to_lat = (
        np.ascontiguousarray(x[:, k]) for x in (here, there) for k in (0, 1)
    )
    metres = Geod(ellps="WGS84").inv(lon, lat, to_lon, to_lat)[2]
    return np.asarray(metres, dtype=float).reshape(len(a), len(b))


METRICS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "euclid": _euclid,
    "geodesic": _geodesic,
    "round": lambda a, b: np.floor(_euclid(a, b) + 0.5),
    "floor": lambda a, b: np.floor(_euclid(a, b)),
    "ceil": lambda a, b: np.ceil(_euclid(a, b)),
    "manhattan": lambda a, b: (
        np.abs(a[:, None, 0] - b[None, :, 0]) + np.abs(a[:, None, 1] - b[None, :, 1])
    ),
    "maximum": lambda a, b: np.maximum(
        np.abs(a[:, None, 0] - b[None, :, 0]), np.abs(a[:, None, 1] - b[None, :, 1])
    ),
}


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
