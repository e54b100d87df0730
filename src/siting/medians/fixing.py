"""Which sites a bound decides: those that no better design can open, or close."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.medians.ascent import Bound
from siting.rules import Rules

Bools = NDArray[np.bool_]


def fixable(bound: Bound, rules: Rules, cutoff: float) -> tuple[Bools, Bools]:
    """Free sites (m,) that are closed, and open, in every design below the cutoff.

    A site is closed for good when the relaxation that must open it, in the place of
    the worst that it may close, is not below the cutoff; and the other way round.
    """
    worth = bound.worth
    chosen = np.zeros(rules.m, dtype=bool)
    chosen[bound.sites] = True
    count = len(bound.sites)
    inside = rules.free & chosen
    outside = rules.free & ~chosen
    room = cutoff - bound.value
    # One more site costs its worth, and may let another go (the worst), which it must
    # where there can be no more.
    leave = worth[inside].max(initial=-np.inf)
    enter = worth[outside].min(initial=np.inf)
    swap_in = worth - leave
    swap_out = enter - worth
    more = np.minimum(swap_in, worth) if count < rules.most else swap_in
    less = np.minimum(swap_out, -worth) if count > rules.least else swap_out
    # Sums of the same data: take off as much as the bound does for rounding.
    slack = 1e-9 * max(1.0, abs(cutoff))
    closed = outside & (more > room + slack)
    opened = inside & (less > room + slack)
    return closed, opened
