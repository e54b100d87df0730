"""What is laid out before a search over a median begins."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


def finite(c: Floats, opening: Floats) -> tuple[Floats, float]:
    """Replace infinite costs by one that no saving on reachable clients outweighs."""
    reached = np.isfinite(c)
    far = 1.0 + float(opening.sum())
    if reached.all():
        return c, far + 2.0 * float(c.max(axis=1, initial=0.0).sum())
    far += 2.0 * float(np.where(reached, c, 0.0).max(axis=1, initial=0.0).sum())
    return np.where(reached, c, far), far


def nearest_lists(c: Floats, *, length: int) -> Ints:
    """(n, length) nearest sites of every client, nearest first."""
    n, m = c.shape
    order = np.empty((n, length), dtype=np.int32)
    step = max(1, 2**22 // m)
    for k in range(0, n, step):
        block = c[k : k + step]
        near = np.argpartition(block, length - 1, axis=1)[:, :length]
        rank = np.argsort(np.take_along_axis(block, near, axis=1), axis=1)
        order[k : k + step] = np.take_along_axis(near, rank, axis=1)
    return order
