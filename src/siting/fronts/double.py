"""Sorted lists of sites with two costs, of which the second has a price."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from siting.cost import Floats
from siting.fronts.epsilon import Bools
from siting.listed.lists import Lists


@dataclass(frozen=True, eq=False)
class Double:
    """Sites of each client, nearest first by both costs, and what may be spent.

    Attributes
    ----------
    lists
        With the first costs.
    more : (entries,)
        The second costs.
    opening, more_opening : (m,)
        First and second costs of opening a site.
    room
        What the second costs may be together; infinite where they have no limit.
    """

    lists: Lists
    more: Floats
    opening: Floats
    more_opening: Floats
    room: float = np.inf

    @property
    def is_limited(self) -> bool:
        """Whether a price has anything to be on."""
        return bool(np.isfinite(self.room))

    def at(self, price: float) -> tuple[Lists, Floats]:
        """Lists and opening costs of a median: the first costs, the second priced."""
        lists = replace(self.lists, cost=self.lists.cost + price * self.more)
        return lists, self.opening + price * self.more_opening

    def shift(self, price: float) -> float:
        """What the median costs above the first costs at the limit."""
        return price * self.room if price else 0.0

    def with_room(self, room: float) -> Double:
        """The same with so much to spend."""
        return replace(self, room=room)

    def without(self, *, closed: Bools, must: Bools) -> Double:
        """Without closed sites, and without what is past one that is open."""
        lists, kept = self.lists.sifted(closed=closed, must=must)
        return replace(self, lists=lists, more=self.more[kept])

    def where(self, near: Bools) -> Double:
        """With the pairs alone that are true in a table (n, m)."""
        old = self.lists
        row = np.repeat(np.arange(old.n), np.diff(old.start))
        kept = near[row, old.site]
        start = np.concatenate(
            [[0], np.cumsum(np.bincount(row[kept], minlength=old.n))]
        )
        lists = Lists(
            start.astype(np.int64), old.site[kept], old.cost[kept], old.beyond, old.m
        )
        return replace(self, lists=lists, more=self.more[kept])


def double_lists(
    first: Floats, second: Floats, opening: Floats, more_opening: Floats
) -> Double:
    """Lists of two tables (n, m) that rise together, row by row.

    A pair that is infinite in either serves nobody.
    """
    n, m = first.shape
    order = np.lexsort((second, first), axis=1).astype(np.int32)
    one = np.take_along_axis(first, order, axis=1)
    two = np.take_along_axis(second, order, axis=1)
    reached = np.isfinite(one) & np.isfinite(two)
    start = np.concatenate([[0], np.cumsum(reached.sum(axis=1))]).astype(np.int64)
    lists = Lists(start, order[reached], one[reached], np.full(n, np.inf), m)
    return Double(lists, two[reached], opening, more_opening)
