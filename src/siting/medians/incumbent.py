"""The best design so far, and the search around it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.listed.lists import Lists
from siting.listed.swaps import Swaps
from siting.problem import Problem
from siting.rules import Rules

Bools = NDArray[np.bool_]

HEAT = 0.03
"""How much worse than now a kicked design may be, in costs of a mean open site."""

WORK = 8e6
"""Rounds of kicks times listed entries over open sites, about a second."""

LEAST = 10
"""Kicks that are made at least."""

HOT, COOL = 0.06, 0.003
"""How much worse annealing takes at first and at last, in the same measure."""

SLICES = 50
"""Looks at the clock while annealing."""

KEPT = 0.9
"""Part of the time that is left in which annealing must have cooled."""


class Incumbent:
    """The best design, with the search that looks for a better one.

    Attributes
    ----------
    value
        What the best design costs, opening included; infinite without any.
    """

    def __init__(
        self, problem: Problem, form: MedianForm, trace: Trace, *, seed: int
    ) -> None:
        self._problem, self._form, self._trace = problem, form, trace
        self._seed = seed
        self.value = math.inf
        self.design: Bools | None = None
        self._whole: tuple[Lists, Rules, Swaps] | None = None

    def look_in(self, lists: Lists, rules: Rules) -> None:
        """Search from now on among the sites of these lists and rules."""
        if self._whole is None or len(lists.site) > len(self._whole[0].site):
            self._whole = lists, rules, Swaps(lists, self._form.opening, rules)
        if lists is self._whole[0] and rules is self._whole[1]:  # asked for by turns
            self._swaps = self._whole[2]
        else:
            self._swaps = Swaps(lists, self._form.opening, rules)
        self._entries, self._n = len(lists.site), lists.n
        self._allowed = ~rules.never
        self._must, self._least, self._most = rules.must, rules.least, rules.most

    def polish(self, design: Bools) -> bool:
        """Search from a design; whether that gave a better one than all before."""
        self._begin(design)
        first = self.design is None and self._take()  # search may leave it for worse
        self._swaps.improve()
        return self._take() or first

    @property
    def searched(self) -> Bools:
        """The design (m,) that was last searched from, or to."""
        return self._swaps.design

    def polish_near(self, y: Floats) -> bool:
        """Search from the sites (m,) that are most open; whether that gave a better."""
        rules = self._form.rules
        held = int(rules.must.sum())
        count = int(min(max(round(float(y.sum())), rules.least, held), rules.most))
        design = np.zeros(len(y), dtype=bool)
        design[np.argsort(-y, kind="stable")[:count]] = True
        return self.polish(design)

    def take(self, design: Bools) -> bool:
        """Keep a design as it is, if it is better than all before; whether it was."""
        values, violation = self._problem.evaluate(design[None, :])
        return self._kept(
            design, float(values[0, 0]) if violation[0] == 0 else math.inf
        )

    def _begin(self, design: Bools) -> None:
        """Begin at a design, changed where the rules of the search have it so.

        Sites of it may be closed for good by now, and others open.
        """
        chosen = (design & self._allowed) | self._must
        excess = int(chosen.sum()) - self._most
        if excess > 0:
            chosen[np.flatnonzero(chosen & ~self._must)[:excess]] = False
        lack = self._least - int(chosen.sum())
        if lack > 0:
            chosen[np.flatnonzero(self._allowed & ~chosen)[:lack]] = True
        self._swaps.begin(chosen)

    def shake(self, seconds: float) -> bool:
        """Kick the best design for about so long, no clock asked; if it helped."""
        if self.design is None:
            return False
        self._seed += 1
        self._begin(self.design)
        each = max(1.0, self._entries / max(1, int(self.design.sum())))
        rounds = int(min(max(seconds * WORK / each, LEAST), 20_000))
        self._swaps.shake(rounds, seed=self._seed, heat=HEAT)
        self._swaps.improve()
        return self._take()

    def anneal(self, rounds: int, *, seed: int, limits: Limits) -> bool:
        """Anneal from the best design, coolly enough to end when time is up."""
        began, left = limits.left, KEPT * limits.left
        if self.design is None or left <= 0:
            return False
        self._begin(self.design)
        done = 0.0
        step = max(1, round(rounds / SLICES))
        while done < 1.0:
            heat = HOT * (COOL / HOT) ** done
            next_heat = HOT * (COOL / HOT) ** min(1.0, done + 1 / SLICES)
            self._swaps.anneal(step, seed=seed, heat=(heat, next_heat))
            seed += SLICES
            gone = (began - limits.left) / left if math.isfinite(left) else 0.0
            done = max(done + 1 / SLICES, gone)
        self._swaps.improve()
        return self._take()

    def _take(self) -> bool:
        if not self._swaps.is_exact:
            return self.take(self._swaps.design)
        return self._kept(self._swaps.design, self._swaps.value)

    def _kept(self, design: Bools, value: float) -> bool:
        if not value < self.value:
            return False
        self.value, self.design = value, design
        self._trace.better(objective=value)
        return True
