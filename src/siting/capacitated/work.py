"""The exact method for sites of limited capacity: bound, search, fix, branch."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from siting.branching.choice import PseudoCosts
from siting.branching.standing import Standing
from siting.branching.tree import Tree
from siting.capacitated.ascent import Ascent, first_pace
from siting.capacitated.dual import has_room, with_fewest
from siting.capacitated.incumbent import Incumbent
from siting.capacitated.pairs import Pairs, pairs_of
from siting.capacitated.relaxation import FlowRelaxation
from siting.capacitated.reply import best_shares
from siting.capacitated.whole import WholeRelaxation
from siting.cost import Floats
from siting.forms import FlowForm
from siting.limits import Limits, Trace
from siting.rules import Rules

Bools = NDArray[np.bool_]

STEPS = 2400
"""Steps of the ascent at most."""

FADE = 2e-3
"""Part of the gap that so many steps must gain for the ascent to go on."""

NEAR = (1 / 16, 1 / 4)
"""Parts of the way from the bound to the best answer that are looked through first."""

EVERY = 5
"""Parts of the tree between two searches from their points."""


class Work:
    """One run: bounds and answers as they get better."""

    def __init__(self, form: FlowForm, *, limits: Limits, trace: Trace) -> None:
        self._form, self._limits, self._trace = form, limits, trace
        self._pairs = pairs_of(form)
        self.best = Incumbent(self._pairs, form.opening, form.rules, trace=trace)
        off = off_whole(self._pairs, form.opening) if form.whole else math.inf
        self._standing = Standing(self.best, limits, trace, off=off)
        self.is_certified = True
        self.is_infeasible = False
        self._parts = 0

    def run(self) -> bool:
        """Work until the optimum is proved (True) or time is up."""
        rules = self._form.rules
        if not has_room(self._pairs, rules):
            self.is_infeasible = True
            return True
        rules = with_fewest(self._pairs, rules)
        if self._limits.start is not None:
            self.best.look_at(self._limits.start)
        if self.best.design is None and not can_serve(self._pairs, rules):
            self.is_infeasible = True
            return True
        ascent = self._ascend(rules)
        if self._standing.is_closed():
            return True
        return self._branch(ascent, rules)

    def _ascend(self, rules: Rules) -> Ascent:
        """Climb the dual, and search from its sites."""
        pairs, pace = self._pairs, first_pace(self._pairs)
        ascent = Ascent(
            pairs, self._form.opening, rules, first=self._first(), pace=pace
        )
        self.best.begin(ascent.best.filled.chosen, ascent.best.worth)
        for k in range(STEPS // pace.steps):
            before = ascent.best.value
            ascent.climb(
                pace.steps,
                target=self._target(),
                enough=self._standing.cutoff(),
                seconds=self._limits.left,
            )
            self._standing.prove(ascent.best.value)
            self.best.search(ascent.now.filled.chosen, ascent.best, self._limits)
            self.best.polish(self._limits)
            gain, left = ascent.best.value - before, self.best.value - before
            faded = k > 4 and ascent.is_fine and gain < FADE * left
            over = self._standing.is_closed() or self._limits.left <= 0
            if over or ascent.is_stuck or faded:
                break
        return ascent

    def _first(self) -> Floats:
        """Multipliers to begin with: what the second cheapest site costs."""
        pairs = self._pairs
        two = np.full((2, pairs.n), np.inf)
        np.minimum.at(two[0], pairs.client, pairs.cost)
        more = pairs.cost > two[0][pairs.client]
        np.minimum.at(two[1], pairs.client[more], pairs.cost[more])
        first = np.where(np.isfinite(two[1]), two[1], two[0])
        return np.where(np.isfinite(first), first, 0.0)

    def _target(self) -> float:
        """A value of the dual to aim at."""
        if math.isfinite(self.best.value):
            return self.best.value
        return float(self._form.opening.sum() + self._pairs.cost.sum()) + 1.0

    def _branch(self, ascent: Ascent, rules: Rules) -> bool:
        """Go through all parts; whole clients at first for what is near the bound.

        Their first answers are often far above the optimum, and what a bound decides
        depends on what is looked for: where nothing is found the bound is so much
        higher, at the price of a smaller tree.
        """
        self._near = ascent.best
        pairs, opening = self._pairs, self._form.opening
        relaxation: FlowRelaxation | WholeRelaxation = FlowRelaxation(
            pairs, opening, rules
        )
        size, reliable = pairs.m, 1
        if pairs.whole:
            relaxation = WholeRelaxation(pairs, opening, rules, look=self.best.look_at)
            size, reliable = pairs.m + pairs.n, 2
        choice = PseudoCosts(relaxation, size, reliable=reliable)
        for part in NEAR if pairs.whole else ():
            aim = self._aim(part)
            if aim >= self._standing.cutoff():
                break
            self._standing.aim = aim
            self._explore(relaxation, ascent, choice)
            self._standing.aim = math.inf
            if self._standing.is_closed() or self._limits.left <= 0:
                return self._standing.is_closed()
        # A finite bound without any answer: some part was left that might hold one.
        bound = self._explore(relaxation, ascent, choice)
        self.is_infeasible = self.best.design is None and bound == math.inf
        return self.is_infeasible or self._standing.is_closed()

    def _aim(self, part: float) -> float:
        """So much of the way from the bound to the best answer."""
        low, high = self._trace.bound, self.best.value
        if not math.isfinite(high):
            high = low + max(abs(low), 1.0)
        return low + part * (high - low)

    def _explore(
        self,
        relaxation: FlowRelaxation | WholeRelaxation,
        ascent: Ascent,
        choice: PseudoCosts,
    ) -> float:
        """Go through the parts that may hold what is looked for; their least bound.

        It is infinite when there are none.
        """
        tree = Tree(
            relaxation, self._limits,
            cutoff=self._standing.cutoff, heard=self._heard, choice=choice,
        )  # fmt: skip
        root = relaxation.root(ascent, cutoff=self._standing.cutoff())
        try:
            tree.run(root, told=lambda: self._standing.prove_parts(tree.bound))
        finally:
            self.is_certified &= tree.is_certified
            self._standing.prove_parts(tree.bound)
        return tree.bound

    def _heard(self, y: Floats, is_whole: bool) -> None:
        """Search from the sites that are most open."""
        self._parts += 1
        if is_whole or self._parts % EVERY == 0:
            design = y[: self._pairs.m] > 0.5
            self.best.search(design, self._near, self._limits)
        self.best.polish(self._limits)


def can_serve(pairs: Pairs, rules: Rules) -> bool:
    """Whether all sites that may be open have room for all clients, in shares."""
    return best_shares(pairs, np.flatnonzero(~rules.never)) is not None


def off_whole(pairs: Pairs, opening: Floats) -> float:
    """How far a value of whole clients may be from a whole number."""
    each = np.zeros(pairs.n)
    off = np.abs(pairs.cost - np.rint(pairs.cost))
    np.maximum.at(each, pairs.client, off)
    return float(each.sum() + np.abs(opening - np.rint(opening)).sum())
