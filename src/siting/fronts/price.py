"""The price of a limit at which the bound of the median under it is best."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from siting.cost import Floats
from siting.fronts.corners import extreme
from siting.fronts.double import Double
from siting.fronts.epsilon import Bools
from siting.medians.ascent import LONG, Ascent, Bound, Stride
from siting.rules import Rules


@dataclass(frozen=True, eq=False)
class Priced:
    """What some multipliers prove at a price.

    Attributes
    ----------
    bound
        Of the median, the limited costs priced.
    shift
        What that costs above the first costs at the limit.
    mean : (m,)
        How open each site was in the last steps of the ascent.
    """

    price: float
    bound: Bound
    shift: float
    mean: Floats

    @property
    def sites(self) -> Bools:
        """Open sites (m,) of the bound."""
        mask = np.zeros(len(self.mean), dtype=bool)
        mask[self.bound.sites] = True
        return mask

    @property
    def value(self) -> float:
        """No design within the limit costs less; rounding is taken off."""
        return sure(self.bound.value, self.shift)


def sure(bound: float, shift: float) -> float:
    """A bound of the median as one of the first costs at the limit."""
    if not math.isfinite(bound):
        return bound
    off = 4 * float(np.finfo(float).eps) * (abs(bound) + abs(shift))
    return bound - shift - off


def climbed(
    double: Double,
    rules: Rules,
    price: float,
    first: Floats,
    *,
    steps: int,
    target: float,
    enough: float,
    mean: Floats | None = None,
    stride: Stride = LONG,
) -> Priced:
    """What so many steps of the ascent prove at a price.

    Parameters
    ----------
    target
        First costs of a design within the limit, which no bound reaches.
    enough
        A bound at which the ascent ends.
    """
    lists, opening = double.at(price)
    shift = double.shift(price)
    ascent = Ascent(lists, opening, rules, first=first, mean=mean, stride=stride)
    ascent.climb(steps, target=target + shift, goal=enough + shift)
    return Priced(price, ascent.best, shift, ascent.mean)


def beginning(double: Double, price: float, design: Bools) -> Floats:
    """Multipliers (n,) about the cost of the nearest open site and the next."""
    from siting.kernels.lists import _nearest_two

    lists, _ = double.at(price)
    near = np.where(np.isfinite(lists.nearest), lists.nearest, 0.0)
    first, second = near.copy(), near.copy()
    _nearest_two(lists.start, lists.site, lists.cost, design, first, second)
    return np.asarray((first + second) / 2)


def price_of(points: Floats, limit: float) -> float:
    """What one of the limited is worth by the points that are known (k, 2).

    The slope of their lower hull at the limit, or where it is steepest when the limit
    is below all of them.

    Parameters
    ----------
    points : (k, 2)
        What is limited, and the first costs.
    """
    corners = extreme([(float(x), float(y)) for x, y in points])
    for one, other in pairwise(corners):
        if limit <= other[0]:
            return (one[1] - other[1]) / (other[0] - one[0])
    return 0.0
