"""Which sites lie near each other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from siting.cost import Floats, dense_block
from siting.instance import Instance

CLOSE = 10
"""Sites that are neighbours of each."""

CLIENTS = 200
"""Clients from whom nearness is judged where sites have no coordinates."""


def near_sites(instance: Instance, *, count: int = CLOSE) -> NDArray[np.intp]:
    """The nearest other sites of each site (m, count), nearest first.

    By coordinates; without them two sites are near whose travel from clients, some of
    them at equal steps through the list, is alike.
    """
    count = min(count, instance.m - 1)
    place = places(instance)
    _, near = KDTree(place).query(place, k=min(count + 2, instance.m))
    near = np.asarray(near).reshape(instance.m, -1)
    others = near != np.arange(instance.m)[:, None]
    found = [row[keep][:count] for row, keep in zip(near, others, strict=True)]
    return np.array(found, dtype=np.intp).reshape(instance.m, count)


def places(instance: Instance) -> Floats:
    """Coordinates of sites, or something like them (m, d): travel from some clients."""
    if instance.site_xy is not None:
        return np.asarray(instance.site_xy)
    some = np.unique(np.linspace(0, instance.n - 1, CLIENTS).astype(int))
    travel = dense_block(instance.cost, some, slice(None)).T
    reached = np.isfinite(travel)
    far = 2.0 * travel[reached].max(initial=1.0)
    return np.where(reached, travel, far)
