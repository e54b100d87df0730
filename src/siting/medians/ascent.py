"""Climbing the Lagrangian dual of a median: a certified bound, and sites to start from.

Relaxes 'every client once': whatever the multipliers, with
worth_j = opening_j + sum_i min(0, cost_ij - multiplier_i),

sum_i multiplier_i + min over allowed designs of sum_{j open} worth_j

is a lower bound. Cornuejols, G., Fisher, M. L., Nemhauser, G. L. (1977). Location of
bank accounts to optimize float. Management Science 23(8), 789-810.
doi:10.1287/mnsc.23.8.789
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.certificate import cheapest_design
from siting.cost import Floats
from siting.medians.lists import Lists
from siting.rules import Rules

Bools = NDArray[np.bool_]

PATIENCE = 20
"""Steps without a better bound before the step is halved."""

MEMORY = 0.5
"""Part of the last direction that goes on."""


@dataclass(frozen=True, eq=False)
class Bound:
    """What some multipliers prove.

    Attributes
    ----------
    value
        No allowed design costs less; rounding is taken off.
    worth : (m,)
        What opening each site adds to the relaxation.
    sites
        Open sites of the relaxation.
    """

    value: float
    multiplier: Floats
    worth: Floats
    sites: NDArray[np.intp]


def bound_of(lists: Lists, opening: Floats, rules: Rules, multiplier: Floats) -> Bound:
    """The bound of any multipliers (n,), by sums of our own.

    Multipliers above the cost of sites that are not listed are cut down to it.
    """
    from siting.kernels.lists import _worth

    used = np.minimum(multiplier, lists.beyond)
    worth = np.zeros(lists.m)
    _worth(lists.start, lists.site, lists.cost, used, worth)
    size = float(np.abs(used).sum() + np.abs(worth).sum() + opening.sum())
    worth += opening
    sites = cheapest_design(worth, rules)
    value = float(used.sum() + worth[sites].sum())
    # A sum of k terms is off by at most k eps times the sum of their sizes.
    value -= float(np.finfo(float).eps) * (lists.n + lists.m + 8) * size
    return Bound(value, used, worth, sites)


class Ascent:
    """Deflected subgradient steps of Polyak's length.

    Held, M., Wolfe, P., Crowder, H. P. (1974). Validation of subgradient optimization.
    Mathematical Programming 6, 62-88. doi:10.1007/BF01580223

    Attributes
    ----------
    best
        The best bound so far.
    sites
        Open sites of the last relaxation.
    """

    def __init__(
        self,
        lists: Lists,
        opening: Floats,
        rules: Rules,
        *,
        first: Floats,
        memory: float = MEMORY,
    ) -> None:
        self._memory = memory
        self._lists, self._opening, self._rules = lists, opening, rules
        self._multiplier = np.minimum(first, lists.beyond)
        self._way = np.zeros(lists.n)
        self._slope = np.empty(lists.n)
        self._length, self._stale = 1.5, 0
        self.best = bound_of(lists, opening, rules, first)
        self.sites = self.best.sites

    @property
    def is_stuck(self) -> bool:
        """Whether steps have become too short to be worth more."""
        return self._length < 1e-3

    def climb(self, steps: int, *, target: float) -> None:
        """Make up to so many steps towards a value of the dual that is not reached."""
        from siting.kernels.lists import _slope

        lists = self._lists
        chosen = np.zeros(lists.m, dtype=np.bool_)
        for _ in range(steps):
            now = bound_of(lists, self._opening, self._rules, self._multiplier)
            self.sites = now.sites
            if now.value > self.best.value:
                if now.value > self.best.value + 1e-6 * abs(target - self.best.value):
                    self._stale = 0
                self.best = now
            else:
                self._stale += 1
            if self._stale >= PATIENCE:
                self._length, self._stale = self._length / 2, 0
                self._multiplier, now = self.best.multiplier.copy(), self.best
                self._way[:] = 0.0
            chosen[:] = False
            chosen[now.sites] = True
            _slope(
                lists.start, lists.site, lists.cost, self._multiplier, chosen,
                self._slope,
            )  # fmt: skip
            self._way *= self._memory
            self._way += self._slope
            norm = float(self._way @ self._way)
            if norm == 0 or self.is_stuck:
                return
            aim = max(target - now.value, 1e-9 * abs(target))
            step = (self._length * aim / norm) * self._way
            self._multiplier = np.minimum(self._multiplier + step, lists.beyond)
