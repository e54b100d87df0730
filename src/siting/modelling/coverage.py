"""Which sites cover which clients: sparse, never an n x m array for sparse costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.assignment import BLOCK
from siting.cost import Floats, PointCost
from siting.instance import Instance
from siting.modelling.service import count_pairs

Pairs: TypeAlias = tuple[NDArray[np.int32], NDArray[np.int32]]
"""Client and site of every covered pair."""

FEW = 2
"""Sites that a client may stand on; one that is covered oftener has not stood there."""


def cover_rows(
    instance: Instance, radius: float
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int32]]]:
    """Sites with cost <= radius of every client, some clients at a time.

    From coordinates and sparse costs nothing dense is made.

    Yields
    ------
    first client, where the sites of each begin (k + 1,), the sites, ascending; these
    are good until the next ones are asked for
    """
    from siting.kernels.near import CODES, Near

    cost, n = instance.cost, instance.n
    if isinstance(cost, PointCost) and cost.metric in CODES:
        near = Near(cost.clients, cost.sites, metric=cost.metric, radius=radius)
        for k in range(0, n, near.step):
            yield k, *near.rows(cost.clients[k : k + near.step])
        return
    step = max(1, BLOCK // instance.m)
    for k in range(0, n, step):
        if isinstance(cost, csr_array):
            ends = cost.indptr[k : k + step + 1]
            part = slice(ends[0], ends[-1])
            kept = cost.data[part] <= radius
            before = np.concatenate([[0], np.cumsum(kept)])
            site, start = cost.indices[part][kept], before[ends - ends[0]]
        else:
            row, site = np.nonzero(instance.travel(slice(k, k + step)) <= radius)
            start = np.searchsorted(row, np.arange(min(step, n - k) + 1))
        yield k, start.astype(np.int64), site.astype(np.int32)


def covered_pairs(instance: Instance, radius: float) -> Pairs:
    """Client and site of every pair with cost <= radius, row by row."""
    clients, sites = [], []
    for k, start, site in cover_rows(instance, radius):
        every = np.arange(k, k + len(start) - 1, dtype=np.int32)
        clients.append(np.repeat(every, np.diff(start)))
        sites.append(site.copy())
    return np.concatenate(clients), np.concatenate(sites)


def radius_warning(
    instance: Instance, radius: float, pairs: Pairs, *, name: str = "radius"
) -> tuple[str, ...]:
    """A sentence when a radius covers nobody, or everybody from one site.

    Both are legal, and both are what a radius in the wrong unit looks like.

    Parameters
    ----------
    pairs
        What `covered_pairs` found.
    name
        How the radius is called in the question.
    """
    seen = np.bincount(pairs[1], minlength=instance.m)
    return cover_warning(instance, radius, seen, name=name)


def cover_warning(
    instance: Instance,
    radius: float,
    seen: NDArray[np.integer],
    *,
    name: str = "radius",
) -> tuple[str, ...]:
    """The same from the number of clients (m,) that each site covers."""
    amiss = _too_short(instance, int(seen.sum()))
    if not amiss and min(instance.n, instance.m) > 1 and seen.max() == instance.n:
        where = instance.sites[int(seen.argmax())]
        amiss = f"covers all {instance.n} clients from {where!r} alone"
    return _warning(instance, radius, amiss, name=name)


def limit_warning(instance: Instance, limit: float, *, name: str) -> tuple[str, ...]:
    """A sentence when a limit of travel leaves out all trips, or none of them.

    That everybody is within the limit of one site is what it may be meant to ask for.
    """
    within = _trips(instance, limit)
    amiss = _too_short(instance, within)
    if (
        not amiss
        and min(instance.n, instance.m) > 1
        and within == count_pairs(instance)
    ):
        amiss = "no trip is longer than"
    return _warning(instance, limit, amiss, name=name)


def _warning(
    instance: Instance, radius: float, amiss: str, *, name: str
) -> tuple[str, ...]:
    """The sentence about what is amiss with a radius, if anything."""
    unit = f" {instance.cost_unit}" if instance.cost_unit else ""
    said = f"radius warning: {name} is {radius:g}{unit}, which {amiss}"
    ask = f"is it in the unit of cost{unit and ','}{unit}?"
    return (f"{said}; {ask}",) * bool(amiss)


def _too_short(instance: Instance, within: int) -> str:
    """What is amiss when so few trips are within a radius; '' when nothing is."""
    if not within:
        unit, least = instance.cost_unit, _shortest(instance)
        some = f"the shortest trip is {least:g} {unit}".rstrip()
        trip = some if least < np.inf else "there is no way to any"
        return f"covers nobody from any site ({trip})"
    few = within <= FEW * instance.n and within < count_pairs(instance)
    if few and within == _trips(instance, 0.0):
        return "covers nobody but who stands on a site"
    return ""


def _trips(instance: Instance, radius: float) -> int:
    """How many trips of clients to sites are within a radius."""
    return sum(len(site) for _, _, site in cover_rows(instance, radius))


def cover_counts(
    pairs: Pairs, designs: NDArray[np.bool_], *, n: int
) -> Iterator[tuple[slice, Floats]]:
    """How many open sites cover each client (n, k'), some k' designs at a time."""
    client, site = pairs
    ones = np.ones(len(client))
    table = csr_array((ones, (client, site)), shape=(n, designs.shape[1]))
    step = max(1, BLOCK // n)
    for k in range(0, len(designs), step):
        some = slice(k, min(k + step, len(designs)))
        yield some, table @ designs[some].T.astype(float)


def _shortest(instance: Instance) -> float:
    """The least travel of any client to any site."""
    cost = instance.cost
    if isinstance(cost, csr_array):
        return float(cost.data.min(initial=np.inf))
    step = max(1, BLOCK // instance.m)
    starts = range(0, instance.n, step)
    return min(float(instance.travel(slice(k, k + step)).min()) for k in starts)
