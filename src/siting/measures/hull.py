"""Which points of two objectives some weighted sum finds: those on the convex hull."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.errors import UsageError

STRAIGHT = 1e-12
"""Relative area below which three points lie on a line."""


def supported(points: Floats, *, extreme: bool = False) -> NDArray[np.bool_]:
    """Which points (k, 2), to be minimised, are least for weights that are not 0.

    Equal points are all supported or none is. A dominated point never is.

    Parameters
    ----------
    extreme
        Only the corners of the hull: each alone is the least for some weights.
    """
    found = np.asarray(points, dtype=float)
    if found.ndim != 2 or found.shape[1] != 2:
        raise UsageError(f"the points have shape {found.shape}; expected (k, 2).")
    if not np.isfinite(found).all():
        raise UsageError("a point has a value that is not finite; leave it out.")
    if not len(found):
        return np.empty(0, dtype=bool)
    unique, place = np.unique(found, axis=0, return_inverse=True)
    kept = _corners(unique) if extreme else _on_edges(unique, _corners(unique))
    return np.isin(place.reshape(-1), kept)


def _corners(points: Floats) -> list[int]:
    """Positions of the corners from the least first to the least second value.

    Andrew's chain over points sorted by the first value, equal ones by the second.
    """
    last = int(np.lexsort((points[:, 0], points[:, 1]))[0])
    chain: list[int] = []
    for k in range(last + 1):
        while len(chain) > 1 and _turn(points, chain[-2], chain[-1], k) <= 0:
            chain.pop()
        chain.append(k)
    return chain


def _on_edges(points: Floats, corners: list[int]) -> list[int]:
    """The corners, and what lies on the straight lines between them."""
    between = [
        k
        for left, right in pairwise(corners)
        for k in range(left + 1, right)
        if _turn(points, left, k, right) == 0
    ]
    return [*corners, *between]


def _turn(points: Floats, a: int, b: int, c: int) -> float:
    """Above 0 where b is below the line from a to c; 0 on it, but for rounding."""
    (x1, y1), (x2, y2) = points[b] - points[a], points[c] - points[a]
    area, scale = x1 * y2 - x2 * y1, abs(x1 * y2) + abs(x2 * y1)
    return 0.0 if abs(area) <= STRAIGHT * scale else float(area)
