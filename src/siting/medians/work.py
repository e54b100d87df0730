"""The exact method for medians, step by step: bound, fix, cut, branch."""

from __future__ import annotations

import math
from dataclasses import replace

from siting.branching.choice import MostUndecided, PseudoCosts
from siting.branching.relaxation import Fixed, Relaxed
from siting.branching.standing import Standing
from siting.branching.tree import Tree
from siting.cost import Floats
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.listed.lists import Lists
from siting.medians.ascent import Bound
from siting.medians.climb import Climb
from siting.medians.dual import DualRelaxation
from siting.medians.fixing import fixable
from siting.medians.incumbent import Incumbent
from siting.medians.large import is_large, is_too_large, program_of, side_by_side
from siting.medians.relaxation import MedianRelaxation
from siting.medians.whole import is_whole
from siting.problem import Problem
from siting.rules import Rules

STEPS = 600
"""Steps of the ascent at most; twice as many where nothing else may follow."""

CORE = (0.1, 0.25, 0.5)
"""Parts of the gap that opening a site may cost, for it to be searched."""

SEARCHED = 0.5
"""Seconds of kicks in each core, for each second that programs of the root took."""

LONGEST = 0.5
"""Seconds of kicks in each core at most."""

FEWER = 0.8
"""Part of the sites that must be left for the master to go on as it is."""

FEW = 150
"""Free sites up to which multipliers alone are quicker than linear programs."""

NODES = 1000
"""Parts that are looked at by multipliers alone, before linear programs are made."""

KEPT = 2**26
"""Multipliers that open parts may hold together."""

FADE = 1e-3
"""Part of the room below the cutoff that cuts at the root must gain to go on."""


class Work:
    """One run: lists, bounds and designs as they get better.

    Parameters
    ----------
    few
        Free sites up to which branching uses multipliers alone.

    Attributes
    ----------
    notes
        Why there was no branching, where that is so.
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
        self._is_large = is_large(form)
        form = side_by_side(form) if self._is_large else form
        self._form, self._few = form, few
        self._limits, self._trace = limits, trace
        self.best = Incumbent(problem, form, trace, seed=limits.seed)
        self._standing = Standing(
            self.best, limits, trace, off=0.0 if is_whole(form) else math.inf
        )
        self._climb = Climb(
            problem, form, self.best, self._standing,
            limits=limits, trace=trace, few=few,
        )  # fmt: skip
        self.is_certified = True
        self.is_infeasible = False
        self.notes: tuple[str, ...] = ()
        self._heard_of = 0
        self._brief = 0.0

    def climb(self, length: int, *, steps: int) -> tuple[Lists, Bound]:
        """Search and climb the dual, with lists of so many sites."""
        return self._climb.run(length, steps=steps)

    def run(self, length: int) -> bool:
        """Work with lists of so many sites; whether the optimum is proved."""
        lists, bound = self.climb(length, steps=STEPS * (1 + self._is_large))
        if self._is_over():
            return self._standing.is_closed()
        lists, rules = self._reduced(lists, self._form.rules, bound)
        if self._is_large:
            self._climb.cores.turns(lists, rules, bound)
            lists, rules = self._reduced(lists, rules, bound)
        if rules.free.sum() <= self._few and self.best.design is not None:
            self._divide(lists, rules, bound)
        elif self._is_large and is_too_large(lists, bound):
            self.notes = (program_of(lists, bound),)
        if self.notes or self._is_over():
            return self._standing.is_closed()
        return self._cut(lists, rules, bound)

    def _cut(self, lists: Lists, rules: Rules, bound: Bound) -> bool:
        """Linear programs with cuts, and branching; whether the optimum is proved."""
        self._trace.say(f"cutting, {int(rules.free.sum()):,} sites left")
        relaxation = MedianRelaxation(lists, self._form.opening, rules, first=bound)
        root = self._root(relaxation, rules)
        for search in (False, True):
            if root is None or self._ends(root):
                return self.is_infeasible or self._standing.is_closed()
            first = relaxation.best
            if search:
                self._brief = min(LONGEST, SEARCHED * relaxation.seconds)
                self._search_core(lists, rules, first, root.y)
            smaller = self._shrunk(relaxation, lists, rules, first)
            if smaller is not None:
                lists, rules = smaller
                root = self._root(relaxation, rules)
        if root is None or self._ends(root):
            return self.is_infeasible or self._standing.is_closed()
        return self._branch(relaxation, root, lists, rules)

    def _shrunk(
        self, relaxation: MedianRelaxation, lists: Lists, rules: Rules, first: Bound
    ) -> tuple[Lists, Rules] | None:
        """Lists and rules without what is decided by now, where that is much."""
        closed, opened = fixable(first, rules, self._standing.cutoff())
        left = int(rules.free.sum() - closed.sum() - opened.sum())
        if left >= FEWER * rules.free.sum():
            return None
        lists, rules = self._reduced(lists, rules, first)
        relaxation.shrink(lists, rules, first=first)
        return lists, rules

    def _is_over(self) -> bool:
        """Whether it is proved, or time is up."""
        return self._standing.is_closed() or self._limits.left <= 0

    def _ends(self, root: Relaxed) -> bool:
        """Whether the root leaves nothing to branch on."""
        self.is_infeasible = root.bound == math.inf and self.best.design is None
        return self.is_infeasible or self._standing.is_closed()

    def _reduced(self, lists: Lists, rules: Rules, bound: Bound) -> tuple[Lists, Rules]:
        """Lists and rules without what the bound decides."""
        closed, opened = fixable(bound, rules, self._standing.cutoff())
        rules = replace(rules, must=rules.must | opened, never=rules.never | closed)
        lists = lists.without(closed=rules.never, must=rules.must)
        self.best.look_in(lists, rules)
        return lists, rules

    def _root(self, relaxation: MedianRelaxation, rules: Rules) -> Relaxed | None:
        """Cut until it does not help, searching near every point."""
        part, standing = Fixed(rules.never, rules.must), self._standing
        before = -math.inf
        found = None
        while True:
            after = relaxation.relax(
                part, cutoff=standing.cutoff(), seconds=self._limits.left, fade=FADE
            )
            if after is None:
                return found
            found = after
            self.is_certified &= found.is_certified
            standing.prove_parts(found.bound)
            self.best.polish_near(found.y)
            if found.bound == math.inf or standing.is_closed():
                return found
            if not found.bound - before > FADE * (standing.cutoff() - found.bound):
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
            self.best.polish_near(y)
            self.best.shake(self._brief)
        self.best.look_in(lists, rules)

    def _divide(self, lists: Lists, rules: Rules, bound: Bound) -> None:
        """Branch and bound by multipliers alone, as long as that may pay."""
        self._trace.say("branching, by multipliers alone")
        dual = DualRelaxation(lists, self._form.opening, rules, target=self.best.value)
        tree = Tree(
            dual, self._limits,
            cutoff=self._standing.cutoff, heard=self._heard_whole,
            choice=MostUndecided(),
        )  # fmt: skip
        most = min(NODES, KEPT / (lists.n + lists.m))
        self._through(tree, dual.root(bound, self._climb.mean), most=most)

    def _branch(
        self, relaxation: MedianRelaxation, root: Relaxed, lists: Lists, rules: Rules
    ) -> bool:
        """Branch and cut; whether the optimum is proved."""
        self._trace.say("branching")
        first = relaxation.best

        def heard(y: Floats, is_whole: bool) -> None:
            nonlocal lists, rules
            if self._heard(y, is_whole):
                smaller = self._shrunk(relaxation, lists, rules, first)
                if smaller is not None:
                    lists, rules = smaller

        tree = Tree(
            relaxation, self._limits, cutoff=self._standing.cutoff, heard=heard,
            choice=PseudoCosts(relaxation, len(root.y)),
        )  # fmt: skip
        done = self._through(tree, root)
        # A finite bound without any design: sites that no list holds may serve.
        nothing = done and self.best.design is None and tree.bound == math.inf
        self.is_infeasible = nothing
        return self.is_infeasible or self._standing.is_closed()

    def _through(self, tree: Tree, root: Relaxed, *, most: float = math.inf) -> bool:
        """Go through a tree; whether it is done."""
        try:
            return tree.run(
                root, told=lambda: self._standing.prove_parts(tree.bound), most=most
            )
        finally:
            self.is_certified &= tree.is_certified
            self._standing.prove_parts(tree.bound)

    def _heard_whole(self, y: Floats, is_whole: bool) -> None:
        if is_whole:
            self.best.polish_near(y)

    def _heard(self, y: Floats, is_whole: bool) -> bool:
        """Search near a point now and then; whether that gave a better design."""
        self._heard_of += 1
        if not (is_whole or self._heard_of % 5 == 0) or not self.best.polish_near(y):
            return False
        self.best.shake(self._brief)
        return True
