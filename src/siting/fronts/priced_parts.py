"""Parts of the designs of a median under a limit, each with a price of its own."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from siting.branching.relaxation import Fixed, Relaxed
from siting.cost import Floats
from siting.fronts.double import Double
from siting.fronts.epsilon import Bools
from siting.fronts.price import Priced, climbed
from siting.medians.ascent import SHORT
from siting.medians.fixing import fixable
from siting.medians.parts import is_empty, rules_within
from siting.rules import Rules

STEPS = 30
"""Steps of the ascent at a price, for a part of the designs."""

FACTOR = 1.5
"""By which the price of a part goes up or down."""


@dataclass(frozen=True, eq=False)
class PricedPart(Fixed):
    """A part of the designs, with where an ascent in it begins.

    Attributes
    ----------
    price
    multiplier : (n,)
        The best ones of the part around it.
    mean : (m,)
        How open each site was there.
    """

    price: float
    multiplier: Floats
    mean: Floats

    def with_site(self, site: int, *, is_open: bool) -> PricedPart:
        """The part of these in which one more site is decided."""
        fixed = super().with_site(site, is_open=is_open)
        return replace(self, closed=fixed.closed, opened=fixed.opened)


class PricedRelaxation:
    """Multipliers and price of a part, begun at those of the part around it.

    Parameters
    ----------
    cost_within
        What a design costs; infinite where it breaks the limit.
    target
        A value that no bound reaches, such as that of a known design.
    """

    def __init__(
        self,
        double: Double,
        rules: Rules,
        cost_within: Callable[[Bools], float],
        *,
        target: float,
    ) -> None:
        self._double, self._rules, self._target = double, rules, target
        self._cost_within = cost_within

    def root(self, priced: Priced) -> Relaxed:
        """What is known of all designs."""
        return self._known(self._rules.never, self._rules.must, priced)

    def relax(self, part: Fixed, *, cutoff: float, seconds: float) -> Relaxed | None:
        """Climb a little, at another price if that may help, and bound the part."""
        del seconds  # a few steps are done before a clock has ticked
        assert isinstance(part, PricedPart)
        rules = rules_within(self._rules, part)
        if is_empty(rules):
            return Relaxed(math.inf, part.opened.astype(float), part)
        if not rules.free.any():
            return self._alone(part)
        best = self._climbed(part, rules, cutoff)
        closed, opened = fixable(best.bound, rules, cutoff + best.shift)
        return self._known(rules.never | closed, rules.must | opened, best)

    def _climbed(self, part: PricedPart, rules: Rules, cutoff: float) -> Priced:
        """The better of two prices: that of the part around it, and one beside it."""
        double = self._double.without(closed=rules.never, must=rules.must)

        def at(price: float, first: Floats, mean: Floats) -> Priced:
            return climbed(
                double, rules, price, first,
                steps=STEPS, target=self._target, enough=cutoff, mean=mean,
                stride=SHORT,
            )  # fmt: skip

        best = at(part.price, part.multiplier, part.mean)
        if best.value > cutoff or not part.price:
            return best
        rises = self._cost_within(best.sites) == math.inf
        price = part.price * FACTOR if rises else part.price / FACTOR
        other = at(price, best.bound.multiplier, best.mean)
        return other if other.value > best.value else best

    def _alone(self, part: Fixed) -> Relaxed:
        """The one design of a part."""
        cost = self._cost_within(part.opened)
        return Relaxed(cost, part.opened.astype(float), part, is_whole=True)

    def _known(self, closed: Bools, opened: Bools, priced: Priced) -> Relaxed:
        """The bound, and the mean as a point to branch on, unless all is decided."""
        part = PricedPart(
            closed, opened, priced.price, priced.bound.multiplier, priced.mean
        )
        if (closed | opened).all():
            return self._alone(part)
        y = np.where(opened, 1.0, np.where(closed, 0.0, priced.mean))
        return Relaxed(priced.value, y, part)
