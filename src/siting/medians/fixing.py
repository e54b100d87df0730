"""Which sites a bound decides: those that no better design can open, or close."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.medians.ascent import Bound
from siting.rules import Rules

Bools = NDArray[np.bool_]

SLACK = 1e-9
"""Part of a cutoff that may be rounding, as sums of the same data differ by it."""


@dataclass(frozen=True, eq=False)
class Sides:
    """What answers cost at least by the state of one site.

    Attributes
    ----------
    inside, outside : (m,)
        With the site open, and with it closed; infinite where it may not be.
    """

    inside: Floats
    outside: Floats

    @property
    def value(self) -> float:
        """What any answer costs at least: every site is open or closed."""
        return float(np.minimum(self.inside, self.outside).max(initial=-np.inf))

    def fixable(self, rules: Rules, cutoff: float) -> tuple[Bools, Bools]:
        """Free sites (m,) that are closed, and open, in every answer below a cutoff."""
        limit = cutoff + SLACK * max(1.0, abs(cutoff))
        return rules.free & (self.inside > limit), rules.free & (self.outside > limit)


def sides(bound: Bound, rules: Rules) -> Sides:
    """By the worth of sites: one that must be open takes the place of the worst.

    And one that must be closed gives its own to the best of the others.
    """
    worth = bound.worth
    chosen = np.zeros(rules.m, dtype=bool)
    chosen[bound.sites] = True
    count = len(bound.sites)
    # One more site costs its worth, and may let another go (the worst), which it must
    # where there can be no more.
    leave = worth[rules.free & chosen].max(initial=-np.inf)
    enter = worth[rules.free & ~chosen].min(initial=np.inf)
    swap_in = worth - leave
    swap_out = enter - worth
    more = np.minimum(swap_in, worth) if count < rules.most else swap_in
    less = np.minimum(swap_out, -worth) if count > rules.least else swap_out
    more = np.where(chosen, 0.0, np.where(rules.never, np.inf, np.maximum(more, 0.0)))
    less = np.where(chosen, np.where(rules.must, np.inf, np.maximum(less, 0.0)), 0.0)
    return Sides(bound.value + more, bound.value + less)


def fixable(bound: Bound, rules: Rules, cutoff: float) -> tuple[Bools, Bools]:
    """Free sites (m,) that are closed, and open, in every design below the cutoff.

    They are those of the bound where it is itself above the cutoff, and all would be
    both.
    """
    closed, opened = sides(bound, rules).fixable(rules, cutoff)
    chosen = np.zeros(rules.m, dtype=bool)
    chosen[bound.sites] = True
    return closed & ~chosen, opened & chosen
