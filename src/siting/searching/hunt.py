"""The best of all designs that a heuristic looks at, on a budget."""

from __future__ import annotations

import math
from functools import cached_property

import numpy as np

from siting.answering import answer
from siting.limits import Limits, Trace
from siting.listed.search import Listed
from siting.problem import Problem
from siting.searching.construct import (
    closed_in_order,
    design_of,
    opened_in_order,
    random_design,
)
from siting.searching.neighbours import Bools, Rank, rank
from siting.searching.search import Search, pressed, search_for
from siting.searching.spending import Spending
from siting.solution import Solution, Termination
from siting.solver import Solver

BLOCK = 64
"""Designs that are evaluated between two looks at the clock."""

PROOFLESS = "the method is done, and it proves nothing"
"""Why an answer of a heuristic has a gap."""

WORST: Rank = (math.inf, math.inf)
"""Of a design that was not looked at."""


class Hunt(Spending):
    """One run of a heuristic: what it has found, and what it may still look at.

    Attributes
    ----------
    best : (m,)
        The best design so far, None before the first; the first one on ties.
    rank
        Its violation and value to be minimised.
    """

    def __init__(self, problem: Problem, limits: Limits) -> None:
        super().__init__([problem], limits)
        self.problem = problem
        self.best: Bools | None = None
        self.rank: Rank = WORST
        self._trace = Trace(limits, sign=problem.sign)

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
        for better in self.bursts(self.search):
            design, found = better, self.see(better)
        return design, found

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
        """See designs that need no thought: by chance, and with most room."""
        self._tally.count(1)
        self.see(random_design(self.rules, self.rng))
        self._see_roomy()

    def _see_roomy(self) -> None:
        """See the design with most room: all sites, where all may be open."""
        rules = self.rules
        room = np.where(rules.never, -np.inf, self.problem.instance.capacity)
        room[rules.must] = np.inf
        roomy = np.zeros(rules.m, dtype=bool)
        roomy[np.argsort(-room, kind="stable")[: rules.most]] = True
        self._tally.count(1)
        self.see(roomy & ~rules.never)

    def greedy(self, *, drop: bool = False) -> None:
        """See what greedy add comes to, or greedy drop, if there is time for tables.

        Where that breaks a rule, or there is no time, the design with most room is
        seen as well.
        """
        if not self._is_pressed:
            order = closed_in_order if drop else opened_in_order
            sites = design_of(order(self.problem, self._tally), self.rules.m)
            self.see(~self.rules.never & ~sites if drop else sites)
        if self.rank[0] > 0:
            self._see_roomy()

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
