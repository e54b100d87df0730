"""The median as branch and bound asks for it, by multipliers alone: no LP.

Quick where few sites are left. Beasley, J. E. (1985). A note on solving large p-median
problems. European Journal of Operational Research 21(2), 270-273.
doi:10.1016/0377-2217(85)90040-2
"""

from __future__ import annotations

import math

import numpy as np

from siting.branching.relaxation import Fixed, Relaxed
from siting.cost import Floats
from siting.medians.ascent import SHORT, Ascent, Bound
from siting.medians.fixing import fixable
from siting.medians.lists import Lists
from siting.medians.parts import alone, is_empty, rules_within
from siting.rules import Rules

STEPS = 30
"""Steps of the ascent for a part of the designs."""


class DualRelaxation:
    """Multipliers of a part of the designs, begun at those of the part around it.

    Parameters
    ----------
    first
        What is known of all designs.
    mean : (m,)
        How open each site was on the way there.
    target
        A value that the dual does not reach, such as that of a known design.
    """

    def __init__(
        self,
        lists: Lists,
        opening: Floats,
        rules: Rules,
        *,
        first: Bound,
        mean: Floats,
        target: float,
    ) -> None:
        self._lists, self._opening, self._rules = lists, opening, rules
        self._first, self._target = (first.multiplier, mean), target

    def relax(self, part: Fixed, *, cutoff: float, seconds: float) -> Relaxed | None:
        """Climb a little, and bound the part by where that led."""
        del seconds  # a few steps are done before a clock has ticked
        rules = rules_within(self._rules, part)
        if is_empty(rules):
            return Relaxed(math.inf, part.opened.astype(float), part)
        if not rules.free.any():
            return alone(self._lists, self._opening, part)
        multiplier, mean = part.start or self._first
        lists = self._lists.without(closed=rules.never, must=rules.must)
        ascent = Ascent(
            lists, self._opening, rules, first=multiplier, mean=mean, stride=SHORT
        )
        ascent.climb(STEPS, target=self._target, goal=cutoff)
        best = ascent.best
        closed, opened = fixable(best, rules, cutoff)
        start = (best.multiplier, ascent.mean)
        fixed = Fixed(rules.never | closed, rules.must | opened, start)
        if (fixed.closed | fixed.opened).all():
            return alone(self._lists, self._opening, fixed)
        y = np.where(fixed.opened, 1.0, np.where(fixed.closed, 0.0, ascent.mean))
        return Relaxed(best.value, y, fixed)
