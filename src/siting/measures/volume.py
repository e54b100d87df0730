"""The hypervolume of a front, and the most that it can still become."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from siting.cost import Floats
from siting.indicators import hypervolume

CORNER = 0.1
"""How far beyond the worst values the corner of a hypervolume lies, in ranges."""


FINE = 1e-6
"""Part of a value by which another is told apart where no step is known."""

BLUR = 1e-3
"""Part of a range which that may be, for a hypervolume to be bounded."""


@dataclass(frozen=True, eq=False)
class Volume:
    """What is dominated below a corner, and what can be at most.

    Attributes
    ----------
    corner : (q,)
        The same for both; values to be minimised.
    found
        Volume below it that the points dominate.
    upper
        The same if the best corner of every unexplored box were a point; nan where it
        is not known what is unexplored.
    """

    corner: Floats
    found: float
    upper: float

    @property
    def certificate(self) -> float:
        """Part of the attainable volume that is surely found; nan where not known."""
        if not self.upper > 0:
            return math.nan
        return min(self.found / self.upper, 1.0)


def volume_of(
    turned: Floats, unexplored: Floats | None, *, utmost: Floats | None = None
) -> Volume:
    """Measure points (k, q), to be minimised, of which there is at least one.

    The corner lies a tenth of each range (of a unit where there is none) beyond the
    worst value of the points and of the unexplored boxes: what is missing at an end of
    the front must count. Where a box has no end, it has no say.

    Parameters
    ----------
    unexplored : (r, 2, q)
        Best and worst values of the boxes that alone may hold further points; -inf
        and inf where not known. None where nothing is ruled out.
    utmost : (q,)
        What nothing can be better than, where a box says less; -inf where not known.
    """
    boxes = np.empty((0, 2, turned.shape[1])) if unexplored is None else unexplored
    best, worst = boxes[:, 0], boxes[:, 1]
    reached = np.vstack([turned, best, worst])
    low = np.where(np.isfinite(reached), reached, np.inf).min(axis=0)
    high = np.where(np.isfinite(reached), reached, -np.inf).max(axis=0)
    corner = high + CORNER * np.where(high > low, high - low, 1.0)
    found = hypervolume(turned, corner)
    best = best if utmost is None else np.maximum(best, utmost)
    if unexplored is None or not np.isfinite(best).all():
        return Volume(corner, found, math.nan)
    return Volume(corner, found, hypervolume(np.vstack([turned, best]), corner))


def is_blurred(turned: Floats, step: Sequence[float]) -> bool:
    """Whether what counts as one point is much of a range of points (k, q).

    Parameters
    ----------
    step
        Least difference (q,) of two values; 0 where not known, empty where none is.
    """
    if len(turned) < 2:
        return False
    loose = ~(np.array(step or np.zeros(turned.shape[1])) > 0)
    near = FINE * np.maximum(1.0, np.abs(turned).max(axis=0))
    return bool((loose & (near > BLUR * np.ptp(turned, axis=0))).any())
