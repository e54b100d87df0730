"""Where points that are not known may lie: below local upper bounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.fronts.epsilon import Bools


class Zones:
    """The part of the space of objectives that no known point dominates.

    It is the union of the zones {z : z < corner}; the corners are the local upper
    bounds of the known points, and none of them is at most another.

    Klamroth, K., Lacour, R., Vanderpooten, D. (2015). On the representation of the
    search region in multi-objective optimization. European Journal of Operational
    Research 245(3), 767-778. doi:10.1016/j.ejor.2015.03.031 (section 3: a corner that
    is cut can only make one idle that shares the new coordinate)

    Attributes
    ----------
    corner : (r, q)
    least : (r, q)
        What is known of the values in each zone.
    tried : (r, q)
        Objectives that were asked for in vain.
    """

    def __init__(self, q: int) -> None:
        self.corner = np.full((1, q), np.inf)
        self.least = np.full((1, q), -np.inf)
        self.tried = np.zeros((1, q), dtype=bool)

    def __len__(self) -> int:
        return len(self.corner)

    def cut(self, point: Floats) -> NDArray[np.intp]:
        """Take out what a point (q,) dominates; where the new zones are."""
        inside: Bools = np.all(point < self.corner, axis=1)
        if not inside.any():
            return np.empty(0, dtype=np.intp)
        corner, least = self.corner[inside], self.least[inside]
        kids, floors = [], []
        for k in range(len(point)):
            kid = corner.copy()
            kid[:, k] = point[k]
            kept = _maximal(kid, self._beside(point, k, but=inside))
            kids.append(kid[kept])
            floors.append(least[kept])
        self.keep(~inside)
        old = len(self)
        self.corner = np.concatenate([self.corner, *kids])
        self.least = np.concatenate([self.least, *floors])
        fresh = np.zeros((len(self.corner) - old, len(point)), dtype=bool)
        self.tried = np.concatenate([self.tried, fresh])
        return np.arange(old, len(self))

    def _beside(self, point: Floats, k: int, *, but: Bools) -> Floats:
        """Corners with the point on their side k."""
        others = np.arange(len(point)) != k
        there = ~but & (self.corner[:, k] == point[k])
        there &= np.all(self.corner[:, others] > point[others], axis=1)
        return np.asarray(self.corner[there])

    def keep(self, kept: Bools) -> None:
        """Leave out zones in which there is nothing."""
        self.corner = self.corner[kept]
        self.least = self.least[kept]
        self.tried = self.tried[kept]


def _maximal(kids: Floats, others: Floats) -> NDArray[np.intp]:
    """Positions of the corners that are at most no other one; of equal ones one."""
    _, first = np.unique(kids, axis=0, return_index=True)
    own = kids[first]
    below: Bools = np.all(own[:, None, :] <= own[None, :, :], axis=2)
    np.fill_diagonal(below, val=False)
    beside: Bools = np.all(own[:, None, :] <= others[None, :, :], axis=2)
    idle = np.any(below, axis=1) | np.any(beside, axis=1)
    return np.asarray(first[~idle])
