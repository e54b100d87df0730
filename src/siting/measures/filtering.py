"""Which of several points no other dominates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats


def filtered(turned: Floats) -> NDArray[np.intp]:
    """Positions of the points (k, q), to be minimised, that no other dominates.

    Of equal points the first one stays.
    """
    if not len(turned):
        return np.empty(0, dtype=np.intp)
    _, first = np.unique(turned, axis=0, return_index=True)
    points = turned[first]
    if turned.shape[1] == 2:  # sorted by the first value: the second must fall
        best = np.minimum.accumulate(points[:, 1])
        kept = np.concatenate([[True], points[1:, 1] < best[:-1]])
    else:
        kept = np.ones(len(points), dtype=bool)
        for k, point in enumerate(points):
            if kept[k]:
                worse = (points >= point).all(axis=1)
                worse[k] = False
                kept &= ~worse
    return np.sort(first[kept])
