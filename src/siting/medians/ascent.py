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
from siting.listed.lists import Lists
from siting.rules import Rules

Bools = NDArray[np.bool_]

FADING = 0.1
"""Part that the last choice has in the mean of the choices."""


@dataclass(frozen=True)
class Stride:
    """How an ascent steps.

    Attributes
    ----------
    length
        Of the first step, in Polyak's.
    patience
        Steps without a gain before the step is halved.
    gain
        Part of the way to the target that counts as a gain.
    memory
        Part of the last direction that goes on.
    """

    length: float
    patience: int
    gain: float
    memory: float = 0.5


LONG = Stride(length=1.5, patience=20, gain=1e-6)
"""For the whole way up."""

WIDE = Stride(length=1.5, patience=20, gain=1e-6, memory=0.95)
"""For the whole way up where the median is large."""

SHORT = Stride(length=1.0, patience=5, gain=1e-4)
"""For a few steps from multipliers that are nearly best."""


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

    Multipliers above the cost of sites that are not listed are cut down to it. From the
    worth of each site what its own sum may be off is taken, so that a site that is dear
    beyond measure and stays closed costs the bound no digit.
    """
    from siting.kernels.lists import _worth

    used = np.minimum(multiplier, lists.beyond)
    worth = np.zeros(lists.m)
    _worth(lists.start, lists.site, lists.cost, used, worth)
    # A sum of k terms is off by at most k eps times the sum of their sizes.
    off = float(np.finfo(float).eps) * (lists.n + lists.m + 8)
    size = opening - worth
    worth += opening
    worth -= off * size
    sites = cheapest_design(worth, rules)
    value = float(used.sum() + worth[sites].sum())
    value -= off * float(np.abs(used).sum() + np.abs(worth[sites]).sum())
    return Bound(value, used, worth, sites)


class Ascent:
    """Deflected subgradient steps of Polyak's length.

    Held, M., Wolfe, P., Crowder, H. P. (1974). Validation of subgradient optimization.
    Mathematical Programming 6, 62-88. doi:10.1007/BF01580223

    Parameters
    ----------
    first : (n,)
        Multipliers to begin at.
    mean : (m,)
        How open each site was in steps before these.

    Attributes
    ----------
    best
        The best bound so far.
    chosen : (m,)
        Open sites of the last relaxation.
    mean : (m,)
        How open each site was in the last steps.
    """

    def __init__(
        self,
        lists: Lists,
        opening: Floats,
        rules: Rules,
        *,
        first: Floats,
        mean: Floats | None = None,
        stride: Stride = LONG,
    ) -> None:
        self._lists, self._opening, self._rules = lists, opening, rules
        self._stride = stride
        self._multiplier = np.minimum(first, lists.beyond)
        self._top = self._multiplier.copy()
        self._value = -np.inf
        self._way = np.zeros(lists.n)
        self._pace = np.array([stride.length, 0.0])
        self.chosen = np.zeros(lists.m, dtype=np.bool_)
        self.mean = np.full(lists.m, 0.5) if mean is None else mean.copy()

    @property
    def is_stuck(self) -> bool:
        """Whether steps have become too short to be worth more."""
        from siting.kernels.climbing import LENGTH, SHORTEST

        return bool(self._pace[LENGTH] < SHORTEST)

    @property
    def best(self) -> Bound:
        """What the best multipliers so far prove."""
        return bound_of(self._lists, self._opening, self._rules, self._top)

    def climb(self, steps: int, *, target: float, goal: float = np.inf) -> None:
        """Make up to so many steps towards a value that the dual does not reach.

        They end early above the goal.
        """
        from siting.kernels.climbing import _climb

        lists, rules, stride = self._lists, self._rules, self._stride
        held = np.flatnonzero(rules.must)
        self._value = _climb(
            lists.start, lists.site, lists.cost, lists.beyond, self._opening,
            np.flatnonzero(rules.free), held, rules.least - len(held),
            rules.most - len(held), self._multiplier, self._top, self._way,
            self._value, self._pace, steps, stride.patience, stride.gain,
            stride.memory, target, goal, self.chosen, self.mean, FADING,
        )  # fmt: skip
