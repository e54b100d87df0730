"""Median, quartiles and extremes of runs that may have ended without an answer."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """How values are spread; all nan when there is none.

    Attributes
    ----------
    low, high
        The quartiles: half of all values lie between them.
    """

    count: int
    least: float
    low: float
    median: float
    high: float
    most: float


def spread(values: Iterable[float]) -> Spread:
    """Quartiles and extremes; inf is a value, nan is none and is left out."""
    known = np.array([x for x in values if not math.isnan(x)], dtype=float)
    if not len(known):
        return Spread(0, *(math.nan,) * 5)
    five = quantiles(known, np.array([0, 0.25, 0.5, 0.75, 1]))
    return Spread(len(known), *map(float, five))


def quantiles(values: Floats, shares: Floats) -> Floats:
    """Quantiles along the first axis, linear between neighbours.

    Hyndman and Fan's type 7, as numpy's and R's by default. Between a number and inf
    it is inf: half an answer is no answer.

    Hyndman, R. J., Fan, Y. (1996). Sample quantiles in statistical packages. The
    American Statistician 50(4), 361-365. doi:10.1080/00031305.1996.10473566

    Parameters
    ----------
    values : (k, ...)
        Without nan.
    shares : (q,)
        From 0 to 1.

    Returns
    -------
    (q, ...)
    """
    ordered = np.sort(values, axis=0)
    place = shares * (len(ordered) - 1)
    below = np.floor(place).astype(int)
    above = np.ceil(place).astype(int)
    low, high = ordered[below], ordered[above]
    part = (place - below).reshape(-1, *(1,) * (ordered.ndim - 1))
    finite = np.isfinite(low) & np.isfinite(high)
    step = np.where(finite, high, 0) - np.where(finite, low, 0)
    between = np.where(finite, low, 0) + part * step
    found: Floats = np.where(finite, between, np.where(part > 0, high, low))
    return found
