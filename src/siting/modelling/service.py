"""The columns and rows that all models with assignment share, straight from arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.cost import Floats, PointCost
from siting.instance import Instance
from siting.matrix import Columns, Rows, subscripts


def reachable_pairs(instance: Instance) -> NDArray[np.int32]:
    """(k, 2) client and site of every pair with a way between them, row by row."""
    cost = instance.cost
    if isinstance(cost, csr_array):
        rows = np.repeat(np.arange(instance.n), np.diff(cost.indptr))
        return np.column_stack([rows, cost.indices]).astype(np.int32)
    if isinstance(cost, PointCost) or np.isfinite(cost).all():
        return subscripts(instance.n, instance.m)
    return np.argwhere(np.isfinite(cost)).astype(np.int32)


def count_pairs(instance: Instance) -> int:
    """How many pairs have a way between them, without listing them."""
    cost = instance.cost
    if isinstance(cost, csr_array):
        return int(cost.nnz)
    if isinstance(cost, PointCost):
        return instance.n * instance.m
    return int(np.isfinite(cost).sum())


def pair_costs(instance: Instance) -> dict[tuple[int, int], float]:
    """Travel of every reachable pair, for declaring a model by its algebra."""
    pairs = reachable_pairs(instance)
    return {(i, j): float(instance.travel([i], [j])[0, 0]) for i, j in pairs.tolist()}


def weighted_costs(instance: Instance, pairs: NDArray[np.int32]) -> Floats:
    """Demand times travel of the reachable pairs, in their order."""
    if isinstance(instance.cost, csr_array):
        cost = instance.cost.data
    else:
        dense = instance.travel()
        full = len(pairs) == dense.size
        cost = dense.ravel() if full else dense[pairs[:, 0], pairs[:, 1]]
    return np.asarray(cost * instance.demand[pairs[:, 0]])


def assign_columns(instance: Instance, pairs: NDArray[np.int32]) -> Columns:
    """assign[i, j]: the share of client i served by site j, at demand times travel."""
    return Columns("assign", pairs, weighted_costs(instance, pairs))


def service_rows(instance: Instance, pairs: NDArray[np.int32]) -> list[Rows]:
    """every_client_once and only_open_sites, with ``open`` in the first m columns."""
    n, m, k = instance.n, instance.m, len(pairs)
    assign = np.arange(m, m + k, dtype=np.int32)
    of_client = np.concatenate([[0], np.cumsum(np.bincount(pairs[:, 0], minlength=n))])
    both = np.empty((k, 2), dtype=np.int32)
    both[:, 0], both[:, 1] = pairs[:, 1], assign
    sign = np.tile([-1.0, 1.0], k)
    ends = np.arange(0, 2 * k + 1, 2, dtype=np.int32)
    return [
        Rows("every_client_once", subscripts(n), of_client, assign, 1.0, 1.0, 1.0),
        Rows("only_open_sites", pairs, ends, both.ravel(), sign, -np.inf, 0.0),
    ]
