"""Points of a front that one talks about first: its ends, knee and compromise.

All take values (k, q) to be minimised, of which none dominates another, and give
positions. Distances are measured on a scale of 0 (best of the front) to 1 (worst) in
each objective; an objective without a range plays no part.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from siting.cost import Floats
from siting.errors import UsageError
from siting.indicators import normalised
from siting.measures.hull import supported

STRAIGHT = 1e-9
"""Nearer to the line of the ends than this, a front has no knee."""


def ends(turned: Floats) -> tuple[int, ...]:
    """The point that is best in each objective; of equals the best in the others.

    The others count in their order. Empty where there are no points.
    """
    if not len(turned):
        return ()
    q = turned.shape[1]
    orders = ([k, *(j for j in range(q) if j != k)] for k in range(q))
    return tuple(int(np.lexsort(turned.T[o[::-1]])[0]) for o in orders)


def compromise(turned: Floats, weights: Sequence[float] | None = None) -> int | None:
    """The point whose worst distance from the best of all is least (Chebyshev).

    Of equals the one with the least sum of distances (without weights), then the first.
    None where there are no points.

    Parameters
    ----------
    weights : (q,)
        How much each objective matters, not negative and not all 0. None: equally.
    """
    if not len(turned):
        return None
    far = _scaled(turned)
    worst = (far * _weights(weights, q=turned.shape[1])).max(axis=1)
    order = np.lexsort([_steady(far.sum(axis=1)), _steady(worst)])
    return int(order[0])


def knee(turned: Floats) -> int | None:
    """The point that lies deepest below the line of the ends, if any does.

    From it little of one objective is gained for much of the other, whichever way one
    goes. With three or more objectives the line is the plane through the points that
    are worst in one objective and best in the others, whether the front has such or
    not. None where no point lies below.

    Das, I. (1999). On characterizing the "knee" of the Pareto curve based on
    Normal-Boundary Intersection. Structural Optimization 18, 107-115.
    doi:10.1007/BF01195985
    """
    if len(turned) < 3:
        return None
    sums = _steady(_scaled(turned).sum(axis=1))
    best = int(sums.argmin())
    return best if sums[best] < 1 - STRAIGHT else None


def bend(turned: Floats) -> int | None:
    """The point at which the rate of exchange changes most, for two objectives.

    Among the corners of the convex hull, where the rate only falls; between others it
    jumps up and down. None where the hull has no corner between its ends, and with
    three or more objectives.
    """
    if len(turned) < 3 or turned.shape[1] != 2:
        return None
    scaled = _scaled(turned)
    corners = np.flatnonzero(supported(scaled, extreme=True))
    corners = corners[np.argsort(scaled[corners, 0])]
    if len(corners) < 3:
        return None
    steps = np.diff(scaled[corners], axis=0)
    turns = np.diff(np.arctan2(steps[:, 1], steps[:, 0]))
    return int(corners[1 + int(_steady(turns).argmax())])


def _scaled(turned: Floats) -> Floats:
    """Distances from the best of the front, in ranges."""
    return normalised(turned, turned.min(axis=0), turned.max(axis=0))


def _steady(values: Floats) -> Floats:
    """Values without the last digits, so that rounding makes no order."""
    return np.asarray(np.round(values, 12))


def _weights(weights: Sequence[float] | None, *, q: int) -> Floats:
    """As many numbers as objectives, none negative, not all 0."""
    if weights is None:
        return np.ones(q)
    found = np.asarray(weights, dtype=float)
    good = found.shape == (q,) and np.isfinite(found).all() and (found >= 0).all()
    if not good or not found.any():
        raise UsageError(
            f"the weights are {found.tolist()}; expected {q} numbers >= 0, one for "
            "each objective and not all 0."
        )
    return found
