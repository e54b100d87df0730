"""The exact method for medians, step by step: bound, fix, cut, branch."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting.branching.choice import MostUndecided, PseudoCosts
from siting.branching.relaxation import Fixed, Relaxed
from siting.branching.tree import Tree
from siting.cost import Floats
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.medians.ascent import Ascent, Bound
from siting.medians.dual import DualRelaxation
from siting.medians.fixing import fixable
from siting.medians.incumbent import Incumbent
from siting.medians.lists import Lists, nearest_lists
from siting.medians.relaxation import MedianRelaxation
from siting.medians.standing import Standing, is_whole
from siting.problem import Problem
from siting.rules import Rules
from siting.search import greedy_design, random_design

Bools = NDArray[np.bool_]

LOOK = 40
"""Steps of the ascent between two searches from its sites."""

SHAKEN = (4, 9)
"""Looks after which designs are kicked."""

STEPS = 600
"""Steps of the ascent at most."""

CORE = (0.1, 0.25, 0.5)
"""Parts of the gap that opening a site may cost, for it to be searched."""

FEWER = 0.8
"""Part of the sites that must be left for the master to go on as it is."""

FEW = 150
"""Free sites up to which multipliers alone are quicker than linear programs."""

FADE = 1e-3
"""Part of the room below the cutoff that cuts at the root must gain to go on."""

DENSE = 2**21
"""Pairs up to which greedy is quick enough to begin with."""


class Work:
    """One run: lists, bounds and designs as they get better.

    Parameters
    ----------
    few
        Free sites up to which branching uses multipliers alone.
    """

    def __init__(
        self,
        problem: Problem,
        form: MedianForm,
        *,
        limits: Limits,
        trace: Trace,
        few: int = FEW,
    ) -> None:
        self._problem, self._form, self._few = problem, form, few
        self._limits, self._trace = limits, trace
        self._rng = np.random.default_rng(limits.seed)
        self._shakes = 0
        self.best = Incumbent(problem, form, trace)
        self._standing = Standing(self.best, limits, trace)
        self.is_certified = True
        self.is_infeasible = False

    def run(self, length: int) -> bool:
        """Work with lists of so many sites; whether the optimum is proved."""
        lists, bound = self.climb(length, steps=STEPS)
        if self._standing.is_closed():
            return True
        lists, rules = self._reduced(lists, self._form.rules, bound)
        if rules.free.sum() <= self._few and self.best.design is not None:
            return self._divide(lists, rules, bound)
        self._trace.say(f"cutting, {int(rules.free.sum()):,} sites left")
        relaxation = MedianRelaxation(lists, self._form.opening, rules, first=bound)
        root = self._root(relaxation, rules)
        if root is not None and not self._ends(root):
            smaller, fewer = self._reduced(lists, rules, relaxation.best)
            if fewer.free.sum() < FEWER * rules.free.sum():
                lists, rules = smaller, fewer
                relaxation = relaxation.within(lists, rules)
                root = self._root(relaxation, rules)
        if root is None or self._ends(root):
            return self.is_infeasible or self._standing.is_closed()
        self._search_core(lists, rules, relaxation.best, root.y)
        return self._branch(relaxation, root)

    def climb(self, length: int, *, steps: int) -> tuple[Lists, Bound]:
        """Search and climb the dual, with lists of so many sites."""
        self._trace.say("climbing")
        lists = nearest_lists(self._form, length=length)
        self._standing.is_whole = is_whole(lists, self._form.opening)
        self.best.look_in(lists, self._form.rules)
        self._first_design()
        lists = self._long_enough(lists)
        return lists, self._ascend(lists, self._form.rules, steps=steps)

    def _ends(self, root: Relaxed) -> bool:
        """Whether the root leaves nothing to branch on."""
        self.is_infeasible = root.bound == math.inf and self.best.design is None
        return self.is_infeasible or self._standing.is_closed()

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

    def _long_enough(self, lists: Lists) -> Lists:
        """Whole lists for clients that are far from what is open.

        Their multipliers, which the end of a list cuts down, are large.
        """
        while self.best.design is not None:
            few = np.flatnonzero(
                (lists.places(self.best.design) < 2) & np.isfinite(lists.beyond)
            )
            if not len(few):
                break
            lists = lists.lengthened(self._form, few)
            self.best.look_in(lists, self._form.rules)
            self.best.polish(self.best.design)
        return lists

    def _ascend(self, lists: Lists, rules: Rules, *, steps: int) -> Bound:
        """Climb the dual, and search from its sites."""
        opening = self._form.opening
        first = self._first_multipliers(lists)
        ascent = Ascent(lists, opening, rules, first=first)
        pays = True
        for k in range(math.ceil(steps / LOOK)):
            ascent.climb(min(LOOK, steps - k * LOOK), target=self._target(lists))
            self._standing.prove(ascent.best.value)
            self.best.polish(ascent.chosen)
            if k in SHAKEN and pays and not self._is_small(ascent.best, rules):
                pays = self._shake()
            if self._standing.is_closed() or ascent.is_stuck or self._limits.left <= 0:
                break
        self._mean = ascent.mean
        return ascent.best

    def _is_small(self, bound: Bound, rules: Rules) -> bool:
        """Whether a bound leaves so few sites that branching finds the best design."""
        if self.best.design is None:
            return False
        closed, opened = fixable(bound, rules, self._standing.cutoff())
        return bool((rules.free & ~closed & ~opened).sum() <= self._few)

    def _first_multipliers(self, lists: Lists) -> Floats:
        """About the cost of the nearest open site and the next."""
        near = np.where(np.isfinite(lists.nearest), lists.nearest, 0.0)
        if self.best.design is None:
            return near
        two = np.repeat(near[:, None], 2, axis=1)
        row = np.repeat(np.arange(lists.n), np.diff(lists.start))
        held = np.flatnonzero(self.best.design[lists.site])
        at = row[held]
        place = np.arange(len(at)) - np.searchsorted(at, at)
        for k in (0, 1):  # who has one keeps it as the other
            some = held[place == k]
            two[row[some], k:] = lists.cost[some][:, None]
        return np.asarray(two.mean(axis=1))

    def _target(self, lists: Lists) -> float:
        if math.isfinite(self.best.value):
            return self.best.value
        reached = np.isfinite(lists.cost)
        return float(lists.cost[reached].sum() + self._form.opening.sum())

    def _reduced(self, lists: Lists, rules: Rules, bound: Bound) -> tuple[Lists, Rules]:
        """Lists and rules without what the bound decides."""
        closed, opened = fixable(bound, rules, self._standing.cutoff())
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
                part,
                cutoff=self._standing.cutoff(),
                seconds=self._limits.left,
                fade=FADE,
            )
            if after is None:
                return found
            found = after
            self.is_certified &= found.is_certified
            self._standing.prove(min(found.bound, self._standing.excluded()))
            self._round(found.y)
            if found.bound == math.inf or self._standing.is_closed():
                return found
            if not found.bound - before > FADE * (
                self._standing.cutoff() - found.bound
            ):
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

    def _divide(self, lists: Lists, rules: Rules, bound: Bound) -> bool:
        """Branch and bound by multipliers alone."""
        self._trace.say("branching, by multipliers alone")
        dual = DualRelaxation(
            lists, self._form.opening, rules,
            first=bound, mean=self._mean, target=self.best.value,
        )  # fmt: skip
        tree = Tree(
            dual, self._limits,
            cutoff=self._standing.cutoff, heard=self._heard_whole,
            choice=MostUndecided(),
        )  # fmt: skip
        part = Fixed(rules.never, rules.must)
        y = np.where(rules.must, 1.0, np.where(rules.never, 0.0, self._mean))
        return self._through(tree, Relaxed(bound.value, y, part))

    def _branch(self, relaxation: MedianRelaxation, root: Relaxed) -> bool:
        """Branch and cut."""
        self._trace.say("branching")
        choice = PseudoCosts(relaxation, len(root.y))
        tree = Tree(
            relaxation, self._limits,
            cutoff=self._standing.cutoff, heard=self._heard, choice=choice,
        )  # fmt: skip
        self._heard_of = 0
        return self._through(tree, root)

    def _through(self, tree: Tree, root: Relaxed) -> bool:
        """Go through a tree; whether it is done and the optimum proved."""
        try:
            done = tree.run(root, told=lambda: self._standing.prove(tree.bound))
        finally:
            self.is_certified &= tree.is_certified
            self._standing.prove(min(tree.bound, self._standing.excluded()))
        self.is_infeasible = done and self.best.design is None
        return self.is_infeasible or self._standing.is_closed()

    def _heard_whole(self, y: Floats, is_whole: bool) -> None:
        if is_whole:
            self._round(y)

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

    def _shake(self) -> bool:
        """Kick the best design about; whether that gave a better one."""
        self._shakes += 1
        return self.best.shake(seed=self._limits.seed + self._shakes)
