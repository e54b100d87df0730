"""All non-dominated designs that a heuristic looks at, on a budget."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from siting.cost import Floats
from siting.front import Front
from siting.limits import Limits, Progress, Tally
from siting.searching.archive import Archive
from siting.searching.construct import random_design
from siting.searching.neighbours import Bools
from siting.searching.scalar import Scalar
from siting.solution import Termination
from siting.solver import Solver
from siting.tradeoff import Tradeoff

BLOCK = 256
"""Designs that are evaluated between two looks at the clock."""


class FrontHunt:
    """One run of a heuristic for several objectives.

    Attributes
    ----------
    rng
        The chance of this run; nothing else may be left to chance.
    archive
        The best designs so far.
    """

    def __init__(self, tradeoff: Tradeoff, limits: Limits) -> None:
        self.tradeoff, self.limits, self.rules = tradeoff, limits, tradeoff.rules
        self.rng = np.random.default_rng(limits.seed)
        self.archive = Archive(len(tradeoff.problems), tradeoff.rules.m)
        self.termination = Termination.FINISHED
        self._tally = Tally(limits)
        self._trace: list[tuple[float, int]] = []

    @property
    def is_over(self) -> bool:
        """Whether time or evaluations are used up."""
        if self._tally.is_over:
            timely = self.limits.left > 0
            self.termination = (
                Termination.NODE_LIMIT if timely else Termination.TIME_LIMIT
            )
        return self._tally.is_over

    def look(self, designs: Bools) -> tuple[Floats, Floats]:
        """Values (k, q), to be minimised, and violations (k,) of designs (k, m).

        What is not looked at for want of time is infinitely bad. The first block is
        looked at in any case.
        """
        k = len(designs)
        values = np.full((k, len(self.tradeoff.problems)), np.inf)
        violation, done = np.full(k, np.inf), 0
        while done < k and (not self._tally.looked or not self.is_over):
            some = slice(done, done + int(min(BLOCK, max(1, self._tally.left))))
            values[some], violation[some] = self.tradeoff.evaluate(designs[some])
            self._tally.count(len(designs[some]))
            allowed = violation[some] == 0
            if self.archive.offer(values[some][allowed], designs[some][allowed]):
                self._tell()
            done += len(designs[some])
        return values, violation

    def _tell(self) -> None:
        self._trace.append((self.limits.elapsed, len(self.archive)))
        if self.limits.watch is not None:
            words = f"{len(self.archive)} points so far"
            self.limits.watch(Progress(self.limits.elapsed, words=words))

    @cached_property
    def scalar(self) -> Scalar | None:
        """Search of weighted sums; None where the objectives are not of that kind."""
        return Scalar(self.tradeoff) if Scalar.fits(self.tradeoff) else None

    def improved(self, design: Bools, weight: Floats, *, moves: int) -> Bools:
        """A design after so many best moves at most on a weighted sum.

        The design itself where there is no such search.
        """
        if self.scalar is None:
            return design
        before = self.scalar.looked
        better = self.scalar.improved(design, weight, moves=moves)
        self._tally.count(self.scalar.looked - before)
        return better

    def by_chance(self, count: int) -> Bools:
        """Allowed designs at random (count, m), as far as counts go."""
        return np.array([random_design(self.rules, self.rng) for _ in range(count)])

    @cached_property
    def neighbours(self) -> np.ndarray:
        """Sites by nearness to each site (m, k)."""
        from siting.searching.nearness import near_sites

        return near_sites(self.tradeoff.instance)

    def front(self, solver: Solver) -> Front:
        """What was found."""
        return Front(
            tradeoff=self.tradeoff,
            solver=solver,
            limits=self.limits,
            termination=self.termination,
            designs=self.archive.designs,
            values=self.archive.values * self.tradeoff.signs,
            proven=np.zeros(len(self.archive), dtype=bool),
            seconds=self.limits.elapsed,
            trace=tuple(self._trace),
            evaluations=self._tally.looked,
        )
