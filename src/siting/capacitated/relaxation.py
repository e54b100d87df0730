"""Branch and bound asks for parts of the designs: multipliers, and short ascents."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from siting.branching.relaxation import Fixed, Relaxed
from siting.capacitated import dual
from siting.capacitated.ascent import Ascent, climbed, tried
from siting.capacitated.dual import bound_of, has_room, sides, with_fewest
from siting.capacitated.pairs import Pairs
from siting.capacitated.reply import best_shares
from siting.cost import Floats
from siting.rules import Rules


@dataclass(frozen=True, eq=False)
class Part(Fixed):
    """A part of the designs, with the best multipliers (n,) of the one around it."""

    multiplier: Floats

    def with_site(self, site: int, *, is_open: bool) -> Part:
        """The part of these in which one more site is decided."""
        fixed = Fixed(self.closed, self.opened).with_site(site, is_open=is_open)
        return Part(fixed.closed, fixed.opened, self.multiplier)


class FlowRelaxation:
    """Lagrangian bounds of parts of the designs; those of whole designs are exact."""

    def __init__(self, pairs: Pairs, opening: Floats, rules: Rules) -> None:
        self._pairs, self._opening, self._rules = pairs, opening, rules

    def root(self, ascent: Ascent, *, cutoff: float) -> Relaxed:
        """What an ascent over all designs says."""
        rules, best = self._rules, ascent.best
        part = Part(rules.never, rules.must, best.multiplier)
        return self._relaxed(part, best, ascent.y, rules, cutoff=cutoff)

    def _rules_of(self, part: Fixed) -> Rules:
        rules = self._rules
        fewer = replace(
            rules, must=rules.must | part.opened, never=rules.never | part.closed
        )
        return with_fewest(self._pairs, fewer)

    def relax(self, part: Fixed, *, cutoff: float, seconds: float) -> Relaxed | None:
        """Climb while it helps."""
        assert isinstance(part, Part)
        rules = self._rules_of(part)
        if not has_room(self._pairs, rules):
            return Relaxed(math.inf, part.opened.astype(float), part)
        if not rules.free.any():
            return self._alone(part, rules)
        ascent = climbed(
            self._pairs,
            self._opening,
            rules,
            first=part.multiplier,
            cutoff=cutoff,
            seconds=seconds,
        )
        return self._relaxed(part, ascent.best, ascent.y, rules, cutoff=cutoff)

    def _relaxed(
        self, part: Part, best: dual.Relaxed, y: Floats, rules: Rules, *, cutoff: float
    ) -> Relaxed:
        both = sides(self._pairs, self._opening, rules, best)
        value = max(best.value, both.value)
        if value > cutoff:
            return Relaxed(value, part.opened.astype(float), part)
        closed, opened = both.fixable(rules, cutoff)
        fixed = Part(part.closed | closed, part.opened | opened, best.multiplier)
        rules = self._rules_of(fixed)
        if not rules.free.any():
            return self._alone(fixed, rules)
        y = np.where(fixed.opened, 1.0, np.where(fixed.closed, 0.0, y))
        return Relaxed(value, y, fixed)

    def _alone(self, part: Part, rules: Rules) -> Relaxed:
        """What the one design of a part costs, by the prices of its best service."""
        y = part.opened.astype(float)
        count = int(part.opened.sum())
        reply = best_shares(self._pairs, np.flatnonzero(part.opened))
        if reply is None or not self._rules.least <= count <= self._rules.most:
            return Relaxed(math.inf, y, part)
        bound = bound_of(self._pairs, self._opening, rules, reply.multiplier)
        return Relaxed(bound.value, y, part, is_whole=True)

    def probe(self, part: Fixed, sites: NDArray[np.intp], *, seconds: float) -> Floats:
        """How much a few steps raise the bound when a site is closed, or opened."""
        assert isinstance(part, Part)
        until = perf_counter() + seconds
        rules, pairs, opening = self._rules_of(part), self._pairs, self._opening
        base = bound_of(pairs, opening, rules, part.multiplier).value
        rise = np.zeros((len(sites), 2))
        for k, site in enumerate(sites.tolist()):
            for is_open in (False, True):
                if perf_counter() > until:
                    return rise
                fewer = self._rules_of(part.with_site(site, is_open=is_open))
                if not has_room(pairs, fewer):
                    rise[k, int(is_open)] = np.inf
                    continue
                there = tried(pairs, opening, fewer, first=part.multiplier)
                rise[k, int(is_open)] = there - base
        return rise
