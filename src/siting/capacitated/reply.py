"""Who is served where when the open sites are known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.capacitated.pairs import SLACK, Pairs
from siting.cost import Floats

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

ROUNDS = 400
"""Times that clients are taken out and placed anew, at most."""

EFFORT = 2e7
"""The same times open sites and pairs of clients."""


@dataclass(frozen=True, eq=False)
class Reply:
    """Service by the open sites, and what it costs without their opening.

    Attributes
    ----------
    multiplier : (n,)
        What serving each client is worth at the prices of room; zeros for whole
        clients.
    """

    value: float
    served: Assignment
    multiplier: Floats


def best_shares(pairs: Pairs, sites: Places) -> Reply | None:
    """The best service in shares; None when the sites cannot serve all."""
    from siting.kernels.transport import transport

    if not len(sites):
        return None
    cost = pairs.rows(sites)
    if np.isinf(cost.min(axis=0)).any():
        return None
    load = pairs.load
    unit = cost / np.where(load > 0, load, 1.0)
    flow, price = np.empty_like(unit), np.empty(len(sites))
    room = pairs.capacity[sites]
    # Without the slack there are fewer crumbs; with it what fits by rounding alone.
    exact = transport(unit, load, room / (1 + SLACK), flow, price)
    if not exact and not transport(unit, load, room, flow, price):
        return None
    share = flow / np.where(load > 0, load, 1.0)
    idle = np.flatnonzero(load == 0)
    share[cost[:, idle].argmin(axis=0), idle] = 1.0
    k, i = np.nonzero(share > 1e-12)
    part = share[k, i]
    value = float(part @ cost[k, i])
    served = Assignment(i, sites[k], np.minimum(part, 1.0))
    multiplier = (unit - price[:, None]).min(axis=0) * np.where(load > 0, load, 1.0)
    multiplier[idle] = cost[:, idle].min(axis=0)
    return Reply(value, served, multiplier)


def good_wholes(pairs: Pairs, sites: Places, at: Places | None = None) -> Reply | None:
    """A good service of whole clients; None when none was found.

    Parameters
    ----------
    at : (n,)
        Position in ``sites`` where each client may go to begin with, or -1.
    """
    from siting.kernels.assignment import assign

    if not len(sites):
        return None
    cost = pairs.rows(sites)
    place = np.full(pairs.n, -1, dtype=np.intp) if at is None else at.copy()
    if not assign(cost, pairs.load, pairs.capacity[sites], place):
        return None
    value = float(cost[place, np.arange(pairs.n)].sum())
    served = Assignment.single(sites[place])
    return Reply(value, served, np.zeros(pairs.n))


def better_wholes(pairs: Pairs, sites: Places, served: Assignment) -> Reply:
    """A service of whole clients that is no worse than another, by the same sites."""
    from siting.kernels.assignment import ruined

    cost = pairs.rows(sites)
    place = np.searchsorted(sites, served.site[np.argsort(served.client)])
    rounds = int(min(max(EFFORT / (cost.size * pairs.n), 1), ROUNDS))
    ruined(cost, pairs.load, pairs.capacity[sites], place, rounds)
    value = float(cost[place, np.arange(pairs.n)].sum())
    return Reply(value, Assignment.single(sites[place]), np.zeros(pairs.n))
