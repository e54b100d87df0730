"""Which sites cover which clients: sparse, never an n x m array for sparse costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.assignment import BLOCK
from siting.cost import Floats
from siting.instance import Instance

Pairs: TypeAlias = tuple[NDArray[np.int32], NDArray[np.int32]]
"""Client and site of every covered pair."""


def covered_pairs(instance: Instance, radius: float) -> Pairs:
    """Client and site of every pair with cost <= radius, row by row."""
    cost = instance.cost
    if isinstance(cost, csr_array):
        near = cost.data <= radius
        rows = np.repeat(np.arange(instance.n), np.diff(cost.indptr))
        return rows[near].astype(np.int32), cost.indices[near].astype(np.int32)
    step = max(1, BLOCK // instance.m)
    clients, sites = [], []
    for k in range(0, instance.n, step):
        row, column = np.nonzero(instance.travel(slice(k, k + step)) <= radius)
        clients.append((row + k).astype(np.int32))
        sites.append(column.astype(np.int32))
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
    client, site = pairs
    unit = f" {instance.cost_unit}" if instance.cost_unit else ""
    said = f"radius warning: {name} is {radius:g}{unit}, which"
    ask = f"is it in the unit of cost{unit and ','}{unit}?"
    if not len(client):
        least = _shortest(instance)
        some = f"the shortest trip is {least:g}{unit}"
        trip = some if least < np.inf else "there is no way to any"
        return (f"{said} covers nobody from any site ({trip}); {ask}",)
    seen = np.bincount(site, minlength=instance.m)
    if min(instance.n, instance.m) > 1 and seen.max() == instance.n:
        where = instance.sites[int(seen.argmax())]
        return (f"{said} covers all {instance.n} clients from {where!r} alone; {ask}",)
    return ()


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
