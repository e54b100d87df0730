"""Three measures of a set of points that published studies print: M1*, M2* and M3*.

They are here for comparison with such studies: none of them sees a front that is worse
throughout. `siting.indicators` has measures that do. Values are to be minimised and on
one scale (`siting.indicators.normalised`).

Zitzler, E., Deb, K., Thiele, L. (2000). Comparison of multiobjective evolutionary
algorithms: empirical results. Evolutionary Computation 8(2), 173-195.
doi:10.1162/106365600568202
"""

from __future__ import annotations

import math

import numpy as np

from siting.cost import Floats
from siting.errors import UsageError
from siting.indicators import allowed


def average_distance(points: Floats, reference: Floats) -> float:
    """M1*: mean distance (Euclidean) of the points to the nearest of the reference.

    nan where one of the two is empty.
    """
    found, wanted = allowed(points), allowed(reference)
    if not len(found) or not len(wanted):
        return math.nan
    apart = [np.sqrt(((wanted - point) ** 2).sum(axis=1)).min() for point in found]
    return float(np.mean(apart))


def distribution(points: Floats, *, sigma: float) -> float:
    """M2*: how many others lie farther than sigma from a point, on average.

    The sum is divided by one less than the count, so it goes from 0 to the count;
    divided by the count it is a share. nan with fewer than two points.
    """
    if not sigma >= 0:
        raise UsageError(f"sigma is {sigma}; expected a distance >= 0.")
    found = allowed(points)
    if len(found) < 2:
        return math.nan
    far = [(np.sqrt(((found - p) ** 2).sum(axis=1)) > sigma).sum() for p in found]
    return float(np.sum(far) / (len(found) - 1))


def interior_share(points: Floats) -> float:
    """Points that are no end, (k - 2) / k: what a study printed as its distribution.

    M2* as a share has this value where, as on any even front, just the neighbours are
    within sigma. It says nothing but the count. nan without points.
    """
    count = len(allowed(points))
    return (count - 2) / count if count else math.nan


def extent(points: Floats) -> float:
    """M3*: square root of the sum of the ranges; 0 for one point, nan for none."""
    found = allowed(points)
    return math.sqrt(np.ptp(found, axis=0).sum()) if len(found) else math.nan
