"""The best of all designs that a heuristic looks at, on a budget."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from siting.limits import Limits, Tally, Trace
from siting.listed.search import Listed
from siting.problem import Problem
from siting.searching.construct import (
    closed_in_order,
    design_of,
    opened_in_order,
    random_design,
)
from siting.searching.neighbours import Bools, Rank, rank
from siting.searching.search import Search, is_quick, pressed, search_for
from siting.solution import Solution, Termination, answer
from siting.solver import Solver

BURST = 64
"""Moves between two looks at the clock."""

BLOCK = 64
"""Designs that are evaluated between two looks at the clock."""

FEW = 500
"""Designs that are evaluated from scratch when nothing ends the run but the method."""

PROOFLESS = "the method is done, and it proves nothing"
"""Why an answer of a heuristic has a gap."""

WORST: Rank = (math.inf, math.inf)
"""Of a design that was not looked at."""


class Hunt:
    """One run of a heuristic: what it has found, and what it may still look at.

    Attributes
    ----------
    rng
        The chance of this run; nothing else may be left to chance.
    best : (m,)
        The best design so far, None before the first; the first one on ties.
    rank
        Its violation and value to be minimised.
    """

    def __init__(self, problem: Problem, limits: Limits) -> None:
        self.problem, self.limits, self.rules = problem, limits, problem.rules
        self.rng = np.random.default_rng(limits.seed)
        self.best: Bools | None = None
        self.rank: Rank = WORST
        self.termination = Termination.FINISHED
        self._trace = Trace(limits, sign=problem.sign)
        self._tally = Tally(limits)

    @property
    def is_over(self) -> bool:
        """Whether time or evaluations are used up."""
        if self._tally.is_over:
            timely = self.limits.left > 0
            self.termination = (
                Termination.NODE_LIMIT if timely else Termination.TIME_LIMIT
            )
        return self._tally.is_over

    @property
    def is_bounded(self) -> bool:
        """Whether anything but the method ends the run."""
        return self._tally.is_bounded

    @property
    def spent(self) -> float:
        """Part of time or evaluations that is used up; 0 where neither is bounded."""
        return self._tally.spent

    def rounds(self, asked: int, *, usual: int) -> Iterator[int]:
        """Count rounds until so many are done, or all is used up.

        Parameters
        ----------
        asked
            0: until all is used up.
        usual
            Rounds when 0 is asked for and nothing else ends the run; fewer where every
            design is evaluated from scratch.
        """
        count = asked or (math.inf if self.is_bounded else usual)
        most = math.inf if asked or self.is_bounded or is_quick(self.problem) else FEW
        k = 0
        while k < count and not self.is_over and (not k or self._tally.looked < most):
            yield k
            k += 1

    def look(self, designs: Bools) -> list[Rank]:
        """Ranks of designs (k, m), in blocks while it may; the best is kept."""
        ranks: list[Rank] = []
        while len(ranks) < len(designs) and not self.is_over:
            size = int(min(BLOCK, self._tally.left))
            some = designs[len(ranks) : len(ranks) + size]
            self._tally.count(len(some))
            found = rank(self.problem, some)
            least = min(range(len(found)), key=found.__getitem__)
            self._take(some[least], found[least])
            ranks += found
        return ranks + [WORST] * (len(designs) - len(ranks))

    def see(self, design: Bools) -> Rank:
        """Rank of a design that a search came to; the best is kept."""
        found = rank(self.problem, design[None, :])[0]
        self._take(design, found)
        return found

    def _take(self, design: Bools, found: Rank) -> None:
        if found < self.rank:
            self.best, self.rank = design.copy(), found
            if found[0] == 0:
                self._trace.better(objective=self.problem.sign * found[1])

    @cached_property
    def search(self) -> Search:
        """The local search of this problem."""
        return search_for(self.problem, self._tally)

    def improved(self, design: Bools) -> tuple[Bools, Rank]:
        """The local optimum that a design leads to, as far as it may."""
        self._tally.count(1)
        found = self.see(design)
        if "search" not in self.__dict__ and self._is_pressed:
            return design, found
        self.search.begin(design)
        while True:
            before = self.search.looked
            done = self.search.improve(moves=self._burst)
            self._tally.count(self.search.looked - before)
            found = self.see(self.search.design)
            if done or self.is_over:
                return self.search.design, found

    @property
    def _burst(self) -> int:
        """Moves between two looks at the limits: one where evaluations count."""
        return BURST if self.limits.evaluations is None else 1

    def moved(self, must: Bools, never: Bools) -> bool:
        """Make the best move of the search within narrower rules, even a bad one."""
        before = self.search.looked
        made = self.search.move(must, never)
        self._tally.count(self.search.looked - before)
        return made

    def varied(self, search: Listed, rounds: int, *, wide: int, times: int) -> int:
        """Search variable neighbourhoods so many times; see `Listed.vary`."""
        before = search.looked
        self._tally.count(1)
        times = search.vary(rounds, wide=wide, times=times, left=self._tally.left)
        self._tally.count(search.looked - before)
        self.see(search.design)
        return times

    def first(self) -> Bools:
        """A design to begin with: the start that was given, else greedy.

        Designs that need no thought come before, so that there is an answer however
        short the time.
        """
        if self.limits.start is not None:
            self.see(self.limits.start)
            return self.limits.start.copy()
        self._see_at_once()
        if not self._is_pressed:
            self.greedy()
        assert self.best is not None
        return self.best.copy()

    def _see_at_once(self) -> None:
        """See designs that need no thought: by chance, and with most room.

        The latter has all sites where all may be open.
        """
        rules = self.rules
        room = np.where(rules.never, -np.inf, self.problem.instance.capacity)
        room[rules.must] = np.inf
        roomy = np.zeros(rules.m, dtype=bool)
        roomy[np.argsort(-room, kind="stable")[: rules.most]] = True
        for design in (random_design(rules, self.rng), roomy & ~rules.never):
            self._tally.count(1)
            self.see(design)

    def greedy(self, *, drop: bool = False) -> None:
        """See what greedy add comes to, or greedy drop, if there is time for tables."""
        if self._is_pressed:
            self._see_at_once()
        elif drop:
            closed = closed_in_order(self.problem, self._tally)
            self.see(~self.rules.never & ~design_of(closed, self.rules.m))
        else:
            opened = opened_in_order(self.problem, self._tally)
            self.see(design_of(opened, self.rules.m))

    @property
    def _is_pressed(self) -> bool:
        """Whether laying out tables would take longer than is left."""
        return pressed(self.problem, self.limits, self._tally)

    def by_chance(self) -> Bools:
        """An allowed design at random."""
        return random_design(self.rules, self.rng)

    @property
    def _ended(self) -> str:
        """Why a run that counts designs ended."""
        if self.termination is not Termination.NODE_LIMIT:
            return ""
        return (
            f"{self._tally.looked:,} designs were looked at, as many as were asked for"
        )

    def answer(self, solver: Solver) -> Solution:
        """The best so far as an answer."""
        return answer(
            self.problem,
            solver,
            self.limits,
            design=self.best,
            termination=self.termination,
            reason=self._ended,
            because=PROOFLESS,
            trace=self._trace.rows,
            evaluations=self._tally.looked,
        )
