"""How far sites are from each other."""

from __future__ import annotations

import numpy as np

from siting.cost import Floats, PointCost
from siting.errors import ProblemError
from siting.frames import metric_for
from siting.instance import Instance


def has_travel_between(instance: Instance) -> bool:
    """Whether the instance's own travel says how far sites are from each other."""
    return set(instance.sites) <= set(instance.clients)


def unit_between(instance: Instance) -> str:
    """Unit of the distances between sites; that of the coordinates is not known."""
    if has_travel_between(instance):
        return instance.cost_unit
    return metric_for(instance.crs, metric=None)[1]


def between_sites(instance: Instance, *, needed_by: str) -> Floats:
    """Distance (m, m) of every two sites, the same both ways.

    Where every site is a client too (the same id), it is the instance's own travel,
    the shorter of the two ways; else the distance of the sites' coordinates, in metres
    along the ellipsoid when these are degrees.

    Parameters
    ----------
    needed_by
        Who asks, for the error when neither is there.
    """
    if has_travel_between(instance):
        place = {name: i for i, name in enumerate(instance.clients)}
        there = instance.travel([place[name] for name in instance.sites])
        return np.minimum(there, there.T)
    if instance.site_xy is None:
        raise ProblemError(
            f"{needed_by} needs the distances between sites, but the sites of "
            f"{instance.name!r} have no coordinates and are not among the clients; "
            "give x and y of every site."
        )
    metric, _ = metric_for(instance.crs, metric=None)
    return PointCost(instance.site_xy, instance.site_xy, metric).stored()
