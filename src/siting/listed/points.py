"""Nearest sites of clients from coordinates: a tree of points, and no table.

Maneewongvatana, S., Mount, D. M. (1999). It's okay to be skinny, if your friends are
fat. 4th Annual CGC Workshop on Computational Geometry; as implemented by scipy.
"""

from __future__ import annotations

from collections.abc import Generator

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from siting.cost import PAIRWISE, Floats, PointCost

Places = NDArray[np.intp]

NORMS = {
    "euclid": 2.0,
    "round": 2.0,
    "floor": 2.0,
    "ceil": 2.0,
    "tsplib-att": 2.0,
    "manhattan": 1.0,
    "manhattan-round": 1.0,
    "maximum": np.inf,
    "maximum-round": np.inf,
}
"""Metrics that never fall as a norm of the step grows, and which norm."""

LARGEST = 1e150
"""Coordinates up to which squares do not overflow."""

BLOCK = 2**18
"""Pairs that are looked up at a time."""

ROUNDING = 1e-12
"""Relative error that a distance of the tree may have."""

AXIS, FLATTENING = 6_378_137.0, 1 / 298.257223563
"""Of the WGS84 ellipsoid, metres."""

MICRON = 1e-6
"""Metres by which chords and lines along the ellipsoid may be off."""


def has_tree(cost: object) -> bool:
    """Whether the nearest sites can be found without looking at all."""
    if not isinstance(cost, PointCost):
        return False
    size = max(np.abs(xy).max(initial=0.0) for xy in (cost.clients, cost.sites))
    return cost.metric == "geodesic" or (cost.metric in NORMS and size < LARGEST)


def point_parts(
    cost: PointCost, weight: Floats, sites: Places, *, length: int
) -> Generator[tuple[Places, Places, Floats, Floats], None, None]:
    """Lists of at most so many of some sites, blocks of clients at a time.

    What the tree finds is sorted anew by the cost itself. What it does not find is no
    nearer by its own distances, so that ``beyond`` is the least cost at that distance,
    less rounding; whatever costs more is not listed either.

    Parameters
    ----------
    weight : (n,)
    sites : (k,)
        Those that may be open.

    Yields
    ------
    length, site, cost, beyond
        Of each client; sites and costs one client after the other.
    """
    norm = NORMS.get(cost.metric, 2.0)
    tree = cKDTree(_placed(cost, cost.sites[sites]))
    asked = min(length + 1, len(sites))
    step = max(1, BLOCK // asked)
    for first in range(0, len(weight), step):
        rows = np.arange(first, min(first + step, len(weight)))
        here = _placed(cost, cost.clients[rows])
        far, near = tree.query(here, k=np.arange(1, asked + 1), p=norm, workers=2)
        factor = weight[rows]
        beyond = np.full(len(rows), np.inf)
        if length < len(sites):
            beyond = _least(cost.metric, far[:, -1]) * factor
            near = near[:, :-1]
        value = cost.pairs(rows[:, None], sites[near]) * factor[:, None]
        if (value[:, 1:] < value[:, :-1]).any():
            rank = np.argsort(value, axis=1, kind="stable")
            near = np.take_along_axis(near, rank, axis=1)
            value = np.take_along_axis(value, rank, axis=1)
        kept = value <= beyond[:, None]
        yield kept.sum(axis=1), sites[near[kept]], value[kept], beyond


def _placed(cost: PointCost, xy: Floats) -> Floats:
    """Where points are for the tree: metres in space where they are degrees."""
    if cost.metric != "geodesic":
        return xy
    along, up = np.radians(xy[:, 0]), np.radians(xy[:, 1])
    part = FLATTENING * (2 - FLATTENING)
    across = AXIS / np.sqrt(1 - part * np.sin(up) ** 2)
    wide = across * np.cos(up)
    return np.column_stack(
        [wide * np.cos(along), wide * np.sin(along), across * (1 - part) * np.sin(up)]
    )


def _least(metric: str, far: Floats) -> Floats:
    """Least travel (k,) of points that are so far away for the tree at least."""
    low = far * (1 - ROUNDING)
    if metric == "geodesic":  # no way along the ellipsoid is shorter than the chord
        return np.asarray(np.maximum(low - MICRON, 0.0))
    there = np.column_stack([low, np.zeros(len(low))])
    return PAIRWISE[metric](np.zeros(2), there)
