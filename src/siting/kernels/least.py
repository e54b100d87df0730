"""The least cost of every client over some sites, from a table."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]


@compiled
def _least(cost: Any, columns: Any, least: Any) -> None:
    """Fill the least cost (n,) over some columns of a table (n, m)."""
    for i in range(cost.shape[0]):
        best = np.inf
        for j in columns:
            best = min(best, cost[i, j])
        least[i] = best


def least_cost(cost: Floats, columns: NDArray[np.intp]) -> Floats:
    """Least cost (n,) over some columns (p,) of a table (n, m); inf without any."""
    least = np.empty(len(cost))
    _least(cost, columns, least)
    return least
