"""The Lagrangian dual of sites of limited capacity: certified bounds.

Relaxes 'every client once'. Whatever the multipliers, with worth_j = opening_j + the
best knapsack of site j at costs cost_ij - multiplier_i, and whatever the rent >= 0 of a
unit of room,

sum_i multiplier_i + rent need + min over allowed designs of
sum_{j open} (worth_j - rent capacity_j)

is a lower bound, as all open sites together must have the room that is needed.

Cornuejols, G., Sridharan, R., Thizy, J. M. (1991). A comparison of heuristics and
relaxations for the capacitated plant location problem. European Journal of Operational
Research 50(3), 280-297.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from siting.capacitated.pairs import Pairs
from siting.certificate import cheapest_design
from siting.cost import Floats
from siting.medians.ascent import Bound
from siting.rules import Rules

Bools = NDArray[np.bool_]

PATIENCE = 20
"""Steps without a better bound before the step is halved."""

MEMORY = 0.5
"""Part of the last direction that goes on."""

BLEND = 0.06
"""Part of a relaxed point in the running mean of them."""

HALVINGS = 45
"""Steps of the search for the rent, where counts of sites matter for it."""


@dataclass(frozen=True, eq=False)
class Filled:
    """What every site would serve at some multipliers.

    Attributes
    ----------
    price : (m,)
        Of one unit of room in the knapsack in shares.
    loose : (m,)
        By how much that knapsack is better than the one of whole clients.
    share : (pairs,)
    """

    price: Floats
    loose: Floats
    share: Floats


@dataclass(frozen=True, eq=False)
class Relaxed(Bound):
    """A bound, with the knapsacks behind it."""

    filled: Filled


def bound_of(
    pairs: Pairs, opening: Floats, rules: Rules, multiplier: Floats
) -> Relaxed:
    """The bound of any multipliers (n,), by sums of our own."""
    from siting.kernels import knapsack

    m = pairs.m
    worth, price, loose = np.empty(m), np.empty(m), np.zeros(m)
    share = np.zeros(len(pairs.client))
    parts = (pairs.lists, pairs.load, pairs.capacity, multiplier, rules.never)
    if pairs.whole:
        knapsack.fill_whole(*parts, worth, price, share, loose)
    else:
        knapsack.fill_split(*parts, worth, price, share)
    size = float(np.abs(multiplier).sum() + np.abs(worth).sum() + opening.sum())
    worth += opening
    rent = rent_of_room(worth, pairs, rules)
    worth -= rent * pairs.capacity
    sites = cheapest_design(worth, rules)
    size += rent * pairs.need
    value = float(multiplier.sum() + rent * pairs.need + worth[sites].sum())
    # A sum of k terms is off by at most k eps times the sum of their sizes.
    value -= float(np.finfo(float).eps) * (2 * pairs.n + m + 8) * size
    filled = Filled(price, loose, share)
    return Relaxed(value, multiplier, worth, sites, filled)


def rent_of_room(worth: Floats, pairs: Pairs, rules: Rules) -> float:
    """The rent of a unit of room for which the bound is about best."""
    room, need = pairs.capacity, pairs.need
    chosen = cheapest_design(worth, rules)
    if room[chosen].sum() >= need:
        return 0.0
    held = rules.must
    free = np.flatnonzero(rules.free & (room > 0))
    ratio = worth[free] / room[free]
    rank = np.argsort(ratio, kind="stable")
    filled = room[held].sum() + np.cumsum(room[free[rank]])
    k = int(np.searchsorted(filled, need))
    if k >= len(free):
        return 0.0
    count = int(held.sum()) + k + 1
    if rules.least < count < rules.most or len(free) == 1:
        return max(float(ratio[rank[k]]), 0.0)
    return _rent_by_halving(worth, pairs, rules)


def _rent_by_halving(worth: Floats, pairs: Pairs, rules: Rules) -> float:
    """The same where the number of sites is what is short."""
    room = pairs.capacity
    low, high = 0.0, 1e-6 * float(np.abs(worth).max()) / float(room.max())
    for _ in range(60):
        if room[cheapest_design(worth - high * room, rules)].sum() >= pairs.need:
            break
        low, high = high, 4 * high
    else:
        return 0.0
    for _ in range(HALVINGS):
        rent = (low + high) / 2
        if room[cheapest_design(worth - rent * room, rules)].sum() >= pairs.need:
            high = rent
        else:
            low = rent
    return high


def has_room(pairs: Pairs, rules: Rules) -> bool:
    """Whether the largest allowed sites together have the room that is needed."""
    free = np.sort(pairs.capacity[rules.free])[::-1]
    held = int(rules.must.sum())
    most = float(pairs.capacity[rules.must].sum() + free[: rules.most - held].sum())
    enough = held <= rules.most and held + len(free) >= rules.least
    return enough and most >= pairs.need


def with_fewest(pairs: Pairs, rules: Rules) -> Rules:
    """The rules with as many open sites as the needed room takes at least."""
    free = np.sort(pairs.capacity[rules.free])[::-1]
    lack = pairs.need - float(pairs.capacity[rules.must].sum())
    more = int(np.searchsorted(np.cumsum(free), lack)) + 1 if lack > 0 else 0
    return replace(rules, least=max(rules.least, int(rules.must.sum()) + more))


class Ascent:
    """Deflected subgradient steps of Polyak's length.

    Held, M., Wolfe, P., Crowder, H. P. (1974). Validation of subgradient optimization.
    Mathematical Programming 6, 62-88. doi:10.1007/BF01580223

    Attributes
    ----------
    best
        The best bound so far.
    now
        That of the last step.
    y : (m,)
        Running mean of the designs of the relaxation: about how open each site is.
    x : (pairs,)
        The same of the shares.

    Parameters
    ----------
    length
        First part of Polyak's step.
    """

    def __init__(
        self,
        pairs: Pairs,
        opening: Floats,
        rules: Rules,
        *,
        first: Floats,
        length: float = 1.5,
    ) -> None:
        self._pairs, self._opening, self._rules = pairs, opening, rules
        self._multiplier = first
        self._way, self._slope = np.zeros(pairs.n), np.empty(pairs.n)
        self._length, self._stale = length, 0
        self._site = pairs.site
        self.best = self.now = bound_of(pairs, opening, rules, first)
        self.y = np.zeros(pairs.m)
        self.y[self.best.sites] = 1.0
        self.x = self.best.filled.share * self.y[self._site]

    @property
    def is_stuck(self) -> bool:
        """Whether steps have become too short to be worth more."""
        return self._length < 1e-3

    def climb(self, steps: int, *, target: float, enough: float) -> None:
        """Make up to so many steps towards a value that is not reached.

        Parameters
        ----------
        enough
            A bound above this is worth nothing more.
        """
        from siting.kernels import knapsack

        pairs = self._pairs
        for _ in range(steps):
            now = bound_of(pairs, self._opening, self._rules, self._multiplier)
            now = self._noted(now, target)
            if self.best.value > enough:
                return
            chosen = np.zeros(pairs.m, dtype=np.bool_)
            chosen[now.sites] = True
            self._blend(now, chosen)
            knapsack.slope(pairs.lists, now.filled.share, chosen, self._slope)
            self._way *= MEMORY
            self._way += self._slope
            norm = float(self._way @ self._way)
            if norm == 0 or self.is_stuck:
                return
            aim = max(target - now.value, 1e-9 * abs(target))
            self._multiplier = now.multiplier + (self._length * aim / norm) * self._way

    def _noted(self, now: Relaxed, target: float) -> Relaxed:
        """Keep the better; go back to the best and step shorter when it does not come."""
        self.now = now
        if now.value > self.best.value:
            if now.value > self.best.value + 1e-6 * abs(target - self.best.value):
                self._stale = 0
            self.best = now
        else:
            self._stale += 1
        if self._stale < PATIENCE:
            return now
        self._length, self._stale = self._length / 2, 0
        self._way[:] = 0.0
        return self.best

    def _blend(self, now: Relaxed, chosen: Bools) -> None:
        """Move the running means on."""
        self.y *= 1 - BLEND
        self.y += BLEND * chosen
        if self._pairs.whole:
            self.x *= 1 - BLEND
            self.x += BLEND * now.filled.share * chosen[self._site]
