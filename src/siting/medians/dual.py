"""The median as branch and bound asks for it, by multipliers alone: no LP.

Quick where few sites are left. Beasley, J. E. (1985). A note on solving large p-median
problems. European Journal of Operational Research 21(2), 270-273.
doi:10.1016/0377-2217(85)90040-2
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from siting.branching.relaxation import Fixed, Relaxed
from siting.cost import Floats
from siting.listed.lists import Lists
from siting.medians.ascent import SHORT, Ascent, Bound
from siting.medians.fixing import fixable
from siting.medians.parts import alone, is_empty, rules_within
from siting.rules import Rules

STEPS = 30
"""Steps of the ascent for a part of the designs."""


@dataclass(frozen=True, eq=False)
class Part(Fixed):
    """A part of the designs, with where an ascent in it begins.

    Attributes
    ----------
    multiplier : (n,)
        The best ones of the part around it.
    mean : (m,)
        How open each site was there.
    """

    multiplier: Floats
    mean: Floats

    def with_site(self, site: int, *, is_open: bool) -> Part:
        """The part of these in which one more site is decided."""
        fixed = super().with_site(site, is_open=is_open)
        return Part(fixed.closed, fixed.opened, self.multiplier, self.mean)


class DualRelaxation:
    """Multipliers of a part of the designs, begun at those of the part around it.

    Parameters
    ----------
    target
        A value that the dual does not reach, such as that of a known design.
    """

    def __init__(
        self, lists: Lists, opening: Floats, rules: Rules, *, target: float
    ) -> None:
        self._lists, self._opening, self._rules = lists, opening, rules
        self._target = target

    def root(self, bound: Bound, mean: Floats) -> Relaxed:
        """What is known of all designs, with how open each site (m,) was."""
        rules = self._rules
        part = Part(rules.never, rules.must, bound.multiplier, mean)
        return self._relaxed(part, bound)

    def relax(self, part: Fixed, *, cutoff: float, seconds: float) -> Relaxed | None:
        """Climb a little, and bound the part by where that led."""
        del seconds  # a few steps are done before a clock has ticked
        assert isinstance(part, Part)
        rules = rules_within(self._rules, part)
        if is_empty(rules):
            return Relaxed(math.inf, part.opened.astype(float), part)
        if not rules.free.any():
            return alone(self._lists, self._opening, part)
        lists = self._lists.without(closed=rules.never, must=rules.must)
        ascent = Ascent(
            lists, self._opening, rules,
            first=part.multiplier, mean=part.mean, stride=SHORT,
        )  # fmt: skip
        ascent.climb(STEPS, target=self._target, goal=cutoff)
        best = ascent.best
        closed, opened = fixable(best, rules, cutoff)
        fixed = Part(
            rules.never | closed, rules.must | opened, best.multiplier, ascent.mean
        )
        if (fixed.closed | fixed.opened).all():
            return alone(self._lists, self._opening, fixed)
        return self._relaxed(fixed, best)

    def _relaxed(self, part: Part, bound: Bound) -> Relaxed:
        """The bound, and the mean as a point to branch on."""
        y = np.where(part.opened, 1.0, np.where(part.closed, 0.0, part.mean))
        return Relaxed(bound.value, y, part)
