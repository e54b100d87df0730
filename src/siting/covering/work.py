"""Branch and cut for coverage: cuts of odd sets, then branching on sites."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np

from siting.branching.choice import PseudoCosts
from siting.branching.relaxation import Fixed, Relaxed
from siting.branching.tree import Tree
from siting.cost import Floats
from siting.covering.incumbent import Incumbent
from siting.covering.program import Program
from siting.covering.reduction import Reduced
from siting.covering.relaxation import CoverRelaxation
from siting.limits import Limits, Trace
from siting.milp.hotlp import LPStatus

WINDOW = 6
"""Rounds of cuts at the root over which their gain is looked at."""

FADE = 0.02
"""Part of the room above the best value that so many must gain to go on."""

IDLE = 4
"""Solves at the root after which a cut that did nothing is forgotten."""

FEWER = 0.7
"""Part of the sites that must be left for the program to go on as it is."""

SELDOM = 10
"""Points of the tree between two searches from them."""


class Search(Protocol):
    """What looks for better designs beside the work on the bound."""

    def earn(self, seconds: float) -> None:
        """Go on for a part of the seconds that others worked, about."""

    def line(self) -> None:
        """Go on until it does not help."""


class Work:
    """One run on what a descent left.

    Parameters
    ----------
    best
        The best design and bound, which searches in ``left``.
    search
        Looks for better designs in between.
    parts
        Parts of the tree after which it is given up.

    Attributes
    ----------
    seconds
        About what its linear programs took: a count, the same for each run.
    """

    def __init__(
        self, left: Reduced, best: Incumbent, *, limits: Limits, trace: Trace,
        search: Search | None = None, parts: float = math.inf,
    ) -> None:  # fmt: skip
        self._left, self._best = left, best
        self._limits, self._trace = limits, trace
        self._search, self._parts = search, parts
        self.seconds, self._heard_of = 0.0, 0

    def run(self) -> None:
        """Cut and branch, until the best design is proved or time is up."""
        while not self._best.is_done:
            relaxation = CoverRelaxation(self._left, seed=self._limits.seed)
            self._total, self._counted = relaxation.total, 0.0
            root = self._root(relaxation)
            if root is None and self._search is not None:  # no bound in time
                self._search.line()
            if root is None or self._best.is_done:
                return
            smaller = self._smaller(root.fixed)
            if smaller is None:
                self._branch(relaxation, root)
                return
            self._left = smaller
            if not len(smaller.weight):  # all designs that are left are as good
                self._best.note(self._best.excluded)
                return
            self._best.look_in(smaller)

    def _cutoff(self) -> float:
        """What must stay uncovered at most in parts that are worth a look."""
        return self._total - self._best.value - self._best.slack

    def _note(self, bound: float) -> None:
        """A bound on what stays uncovered in all parts that were not left out."""
        if math.isnan(bound):
            return
        self._best.note(max(self._total - bound, self._best.excluded))

    def _root(self, relaxation: CoverRelaxation) -> Relaxed | None:
        """Cut until it does not help, searching near every point."""
        self._trace.say(
            f"cutting, {len(self._left.weight):,} groups and "
            f"{len(self._left.site):,} sites"
        )
        program, limits = relaxation.program, self._limits
        none = np.zeros(len(self._left.site), dtype=bool)
        part = Fixed(none, none)
        status = program.begin(seconds=limits.left)
        if status is not LPStatus.OPTIMAL:
            status = program.solve(seconds=limits.left)
        bounds: list[float] = []
        root: Relaxed | None = None
        while status is LPStatus.OPTIMAL:
            now = relaxation.proved(part, cutoff=self._cutoff())
            part, root = now.fixed, now
            bounds.append(max([now.bound, *bounds[-1:]]))
            self._note(bounds[-1])
            self._best.improve_near(now.y)
            if self._best.is_done or now.is_whole or self._fades(bounds):
                break
            program.purge(IDLE)
            program.fix(part.closed, part.opened)
            if not program.separate(hard=True):
                break
            status = program.solve(seconds=limits.left)
        if root is None:
            return None
        return Relaxed(bounds[-1], root.y, part, is_whole=root.is_whole)

    def _fades(self, bounds: list[float]) -> bool:
        """Whether the last rounds gained too little to go on."""
        if len(bounds) <= WINDOW:
            return False
        room = max(self._cutoff() - bounds[-1], 0.0)
        return bounds[-1] - bounds[-1 - WINDOW] < FADE * room

    def _smaller(self, part: Fixed) -> Reduced | None:
        """What is left without the decided sites, where they are many."""
        decided = part.closed | part.opened
        if (~decided).sum() > FEWER * len(decided):
            return None
        ours = self._best.design[self._left.site]
        if ((part.closed & ours) | (part.opened & ~ours)).any():
            return None  # the best design is worth searching from, and would be lost
        return self._left.only(~decided, opened=part.opened)

    def _branch(self, relaxation: CoverRelaxation, root: Relaxed) -> None:
        """Branch and cut."""
        if self._search is not None:
            self._trace.say("searching")
            self._search.line()
        self._trace.say("branching")
        self._program = relaxation.program
        tree = Tree(
            relaxation, self._limits, cutoff=self._cutoff, heard=self._heard,
            choice=PseudoCosts(relaxation, len(root.y)),
        )  # fmt: skip
        try:
            tree.run(root, told=lambda: self._note(tree.bound), most=self._parts)
        finally:
            self._note(tree.bound)

    def _heard(self, y: Floats, is_whole: bool) -> None:
        whole = is_whole or bool((np.minimum(y, 1 - y) < 1e-6).all())
        self._heard_of += 1
        if whole or self._heard_of % SELDOM == 0:
            self._best.improve_near(y)
        self._look_for_better(self._program)

    def _look_for_better(self, program: Program) -> None:
        """Search for as long as the bound was worked on, about, or less."""
        more, self._counted = program.seconds - self._counted, program.seconds
        self.seconds += more
        if self._search is not None:
            self._search.earn(more)
