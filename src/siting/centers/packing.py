"""Refuting a cover by prices: whole-number arithmetic that trusts no solver.

Give every client i a price u_i >= 0. A site covers clients of sum_{i covered by j} u_i
in all, and k sites together at most the k largest of these sums; when all prices add up
to more, no k sites cover everybody. The prices are rounded down to whole numbers of a
grid, whose sums are exact.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats

Bools = NDArray[np.bool_]

GRID = 2.0**30
"""Steps to a price of 1."""


def refutes(table: Bools, price: Floats, *, k: int) -> bool:
    """Whether prices (rows,) prove that no k sites (columns) cover all rows."""
    whole = on_grid(price)
    return int(whole.sum()) > largest(whole @ table, k)


def useless(table: Bools, price: Floats, *, k: int) -> Bools:
    """Sites (columns,) that are in no cover by k sites, as prices (rows,) prove.

    With site j open the other k - 1 would have to cover all that it does not.
    """
    whole = on_grid(price)
    load = whole @ table
    return np.asarray(whole.sum() - load > largest(load, max(k - 1, 0)))


def largest(load: NDArray[np.int64], k: int) -> int:
    """Sum of the k largest numbers."""
    if k >= len(load):
        return int(load.sum())
    return int(np.partition(load, len(load) - k - 1)[len(load) - k :].sum())


def on_grid(price: Floats) -> NDArray[np.int64]:
    """Prices from 0 to 1 as whole numbers of the grid, rounded down."""
    return np.floor(np.clip(price, 0.0, 1.0) * GRID).astype(np.int64)
