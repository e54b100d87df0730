"""Which sites cover which clients: sparse, never an n x m array for sparse costs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.assignment import BLOCK
from siting.instance import Instance


def covered_pairs(
    instance: Instance, radius: float
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
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
