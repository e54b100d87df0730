"""The exact method for medians, step by step: bound, fix, cut, branch."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting.branching.relaxation import Fixed, Relaxed
from siting.branching.tree import Tree
from siting.cost import Floats
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.medians.ascent import MEMORY, Ascent, Bound
from siting.medians.fixing import fixable
from siting.medians.incumbent import Incumbent
from siting.medians.large import Cores, is_large, is_too_large, program_of, side_by_side
from siting.medians.lists import LARGEST, Lists, is_whole, nearest_lists
from siting.medians.relaxation import MedianRelaxation
from siting.problem import Problem
from siting.rules import Rules
from siting.search import greedy_design, random_design
from siting.solution import PROVED

Bools = NDArray[np.bool_]

LOOK = 40
"""Steps of the ascent between two searches from its sites."""

PART = 10
"""Steps of the ascent between two looks at the clock."""

STEPS = 600
"""Steps of the ascent at most; twice as many where nothing else may follow."""

SEARCHED = (3, 8, 14)
"""Looks after which a large median is searched from the sites of the bound."""

LONG_MEMORY = 0.95
"""Part of the last direction that goes on where the median is large."""

CORE = (0.1, 0.25, 0.5)
"""Parts of the gap that opening a site may cost, for it to be searched."""

FEWER = 0.8
"""Part of the sites that must be left for the master to go on as it is."""

FADE = 1e-3
"""Part of the room below the cutoff that cuts at the root must gain to go on."""

DENSE = 2**21
"""Pairs up to which greedy is quick enough to begin with."""


class Work:
    """One run: lists, bounds and designs as they get better."""

    def __init__(
        self, problem: Problem, form: MedianForm, *, limits: Limits, trace: Trace
    ) -> None:
        self._is_large = is_large(form)
        form = side_by_side(form) if self._is_large else form
        self._problem, self._form = problem, form
        self._limits, self._trace = limits, trace
        self._rng = np.random.default_rng(limits.seed)
        self._shakes = 0
        self.best = Incumbent(problem, form, trace)
        self.is_certified = True
        self.is_infeasible = False
        self.notes: tuple[str, ...] = ()
        self._cores = Cores(form, self.best, limits, closed=self._is_closed)

    def run(self, length: int) -> bool:
        """Work with lists of so many sites; whether the optimum is proved."""
        lists, bound = self.climb(length, steps=STEPS * (1 + self._is_large))
        if self._is_closed() or self._limits.left <= 0:
            return self._is_closed()
        lists, rules = self._reduced(lists, self._form.rules, bound)
        if self._is_large:
            self._cores.turns(lists, rules, bound)
            lists, rules = self._reduced(lists, rules, bound)
            if is_too_large(lists, bound):
                self.notes = (program_of(lists, bound),)
            if self.notes or self._is_closed() or self._limits.left <= 0:
                return self._is_closed()
        relaxation = MedianRelaxation(lists, self._form.opening, rules, first=bound)
        root = self._root(relaxation, rules)
        if root is not None and not self._ends(root):
            smaller, fewer = self._reduced(lists, rules, relaxation.best)
            if fewer.free.sum() < FEWER * rules.free.sum():
                lists, rules = smaller, fewer
                relaxation = relaxation.within(lists, rules)
                root = self._root(relaxation, rules)
        if root is None or self._ends(root):
            return self.is_infeasible or self._is_closed()
        self._search_core(lists, rules, relaxation.best, root.y)
        return self._branch(relaxation, root)

    def climb(self, length: int, *, steps: int) -> tuple[Lists, Bound]:
        """Search and climb the dual, with lists of so many sites."""
        lists = nearest_lists(self._form, length=length)
        self._is_whole = is_whole(lists, self._form.opening)
        if self._is_large and self.best.design is None:
            self._cores.begin(lists, self._rng)
        else:
            self.best.look_in(lists, self._form.rules)
            self._first_design()
        lists = self._long_enough(lists, length)
        return lists, self._ascend(lists, self._form.rules, steps=steps)

    def _ends(self, root: Relaxed) -> bool:
        """Whether the root leaves nothing to branch on."""
        self.is_infeasible = root.bound == math.inf and self.best.design is None
        return self.is_infeasible or self._is_closed()

    def _first_design(self) -> None:
        """A design to begin with, searched around."""
        rules = self._form.rules
        if self.best.design is not None:
            self.best.polish(self.best.design)
            return
        first = self._limits.start
        n, m = self._form.cost.shape
        if first is None and n * m <= DENSE:
            first = greedy_design(self._problem, self._limits)
        if first is None:
            first = random_design(rules, self._rng)
        self.best.polish(first)

    def _long_enough(self, lists: Lists, length: int) -> Lists:
        """Longer lists for clients that are far from what is open.

        Their multipliers, which the end of a list cuts down, are large.
        """
        while self.best.design is not None and self._limits.left > 0:
            few = np.flatnonzero(
                (lists.places(self.best.design) < 2) & np.isfinite(lists.beyond)
            )
            if not len(few):
                break
            length = lists.m if len(few) * lists.m <= LARGEST else 2 * length
            lists = lists.lengthened(self._form, few, length=length)
            self.best.look_in(lists, self._form.rules)
            self.best.polish(self.best.design)
        return lists

    def _ascend(self, lists: Lists, rules: Rules, *, steps: int) -> Bound:
        """Climb the dual, and search from its sites."""
        opening = self._form.opening
        first = self._first_multipliers(lists)
        memory = LONG_MEMORY if self._is_large else MEMORY
        ascent = Ascent(lists, opening, rules, first=first, memory=memory)
        for k in range(math.ceil(steps / LOOK)):
            for done in range(k * LOOK, min((k + 1) * LOOK, steps), PART):
                if self._limits.left > 0:
                    few = min(PART, steps - done)
                    ascent.climb(few, target=self._target(lists))
            self._prove(ascent.best.value)
            self._look_around(ascent, lists, rules, k)
            if self._is_closed() or ascent.is_stuck or self._limits.left <= 0:
                break
        return ascent.best

    def _look_around(self, ascent: Ascent, lists: Lists, rules: Rules, k: int) -> None:
        """Search from the sites of the bound after so many looks."""
        if self._is_large:
            if k in SEARCHED and self._limits.left > 0:
                self._cores.search(lists, rules, ascent.best)
            return
        chosen = np.zeros(lists.m, dtype=bool)
        chosen[ascent.sites] = True
        self.best.polish(chosen)
        if k in (4, 9):
            self._shake()

    def _first_multipliers(self, lists: Lists) -> Floats:
        """About the cost of the nearest open site and the next."""
        from siting.kernels.lists import _nearest_two

        near = np.where(np.isfinite(lists.nearest), lists.nearest, 0.0)
        if self.best.design is None:
            return near
        first, second = near.copy(), near.copy()
        _nearest_two(
            lists.start, lists.site, lists.cost, self.best.design, first, second
        )
        return np.asarray((first + second) / 2)

    def _target(self, lists: Lists) -> float:
        if math.isfinite(self.best.value):
            return self.best.value
        reached = np.isfinite(lists.cost)
        return float(lists.cost[reached].sum() + self._form.opening.sum())

    def _reduced(self, lists: Lists, rules: Rules, bound: Bound) -> tuple[Lists, Rules]:
        """Lists and rules without what the bound decides."""
        closed, opened = fixable(bound, rules, self._cutoff())
        rules = replace(rules, must=rules.must | opened, never=rules.never | closed)
        lists = lists.without(closed=rules.never, must=rules.must)
        self.best.look_in(lists, rules)
        return lists, rules

    def _root(self, relaxation: MedianRelaxation, rules: Rules) -> Relaxed | None:
        """Cut until it does not help, searching near every point."""
        part = Fixed(rules.never, rules.must)
        before = -math.inf
        found = None
        while True:
            after = relaxation.relax(
                part, cutoff=self._cutoff(), seconds=self._limits.left, fade=FADE
            )
            if after is None:
                return found
            found = after
            self.is_certified &= found.is_certified
            self._prove(min(found.bound, self._excluded()))
            self._round(found.y)
            if found.bound == math.inf or self._is_closed():
                return found
            if not found.bound - before > FADE * (self._cutoff() - found.bound):
                return found
            before = found.bound

    def _search_core(self, lists: Lists, rules: Rules, bound: Bound, y: Floats) -> None:
        """Search among the sites that a bound deems worth it, ever more of them."""
        for part in CORE if math.isfinite(self.best.value) else ():
            room = self.best.value - bound.value
            closed, _ = fixable(bound, rules, bound.value + part * room)
            if rules.free.sum() - closed.sum() + rules.must.sum() <= rules.least:
                continue
            core = replace(rules, never=rules.never | closed)
            self.best.look_in(lists.without(closed=core.never, must=core.must), core)
            self._round(y)
            self._shake()
        self.best.look_in(lists, rules)

    def _branch(self, relaxation: MedianRelaxation, root: Relaxed) -> bool:
        tree = Tree(relaxation, self._limits, cutoff=self._cutoff, heard=self._heard)
        self._heard_of = 0
        try:
            done = tree.run(root, told=lambda: self._prove(tree.bound))
        finally:
            self.is_certified &= tree.is_certified
            self._prove(min(tree.bound, self._excluded()))
        self.is_infeasible = done and self.best.design is None
        return self.is_infeasible or self._is_closed()

    def _heard(self, y: Floats, is_whole: bool) -> None:
        self._heard_of += 1
        if (is_whole or self._heard_of % 5 == 0) and self._round(y):
            self._shake()

    def _round(self, y: Floats) -> bool:
        """Search from the sites that are most open."""
        rules = self._form.rules
        held = int(rules.must.sum())
        count = int(min(max(round(float(y.sum())), rules.least, held), rules.most))
        design = np.zeros(len(y), dtype=bool)
        design[np.argsort(-y, kind="stable")[:count]] = True
        return self.best.polish(design)

    def _shake(self) -> None:
        self._shakes += 1
        self.best.shake(seed=self._limits.seed + self._shakes)

    @property
    def _slack(self) -> float:
        """How far below the best value a bound may stay."""
        return max(self._limits.gap, 0.5 * PROVED) * abs(self.best.value)

    @property
    def _counts_in_ones(self) -> bool:
        """Whether the next better value is one less, and that is asked for."""
        return self._is_whole and self._limits.gap * abs(self.best.value) < 1.0

    def _cutoff(self) -> float:
        """Parts whose bound is above hold nothing that is worth finding."""
        if self.best.design is None:
            return math.inf
        return self.best.value - (1.0 if self._counts_in_ones else self._slack)

    def _excluded(self) -> float:
        """What parts that were left out for being above the cutoff cost at least."""
        return self.best.value if self._counts_in_ones else self._cutoff()

    def _prove(self, bound: float) -> None:
        """Note a bound; whole costs make it whole."""
        if math.isfinite(bound):
            self._trace.better(bound=math.ceil(bound) if self._is_whole else bound)

    def _is_closed(self) -> bool:
        """Whether nothing better than the best design is left, as far as is asked."""
        return self.best.design is not None and self._trace.bound >= self._excluded()
