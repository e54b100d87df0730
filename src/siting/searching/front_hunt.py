"""All non-dominated designs that a heuristic looks at, on a budget."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from siting.cost import Floats
from siting.front import Front
from siting.limits import Limits, Progress
from siting.measures.filtering import filtered
from siting.searching.archive import Archive
from siting.searching.construct import design_of, opened_in_order, random_design
from siting.searching.ground import Ground
from siting.searching.neighbours import Bools
from siting.searching.scalar import Scalar
from siting.searching.search import is_quick, pressed, search_for
from siting.searching.spending import Spending
from siting.searching.steady import steady
from siting.searching.trying import best_of_few
from siting.solver import Solver
from siting.tradeoff import Tradeoff

BLOCK = 256
"""Designs that are evaluated between two looks at the clock."""

MOVES = 30
"""Best moves at most with which a design of a population is made better."""

AFFORDED = 20
"""Neighbourhoods that evaluations must suffice for, or none is looked at whole."""

LEAST = 0.01
"""Least weight that suits a design, of 1 for the objective in which it is best."""

WIDE = 1e4
"""Largest ratio of the weights of two objectives."""


class FrontHunt(Spending):
    """One run of a heuristic for several objectives.

    Attributes
    ----------
    archive
        The best designs so far.
    """

    def __init__(self, tradeoff: Tradeoff, limits: Limits) -> None:
        super().__init__(tradeoff.problems, limits)
        self.tradeoff = tradeoff
        self._q = len(tradeoff.problems)
        self.archive = Archive(self._q, tradeoff.rules.m, limits=limits)
        self._has_looked = False
        self._trace: list[tuple[float, int]] = []

    def look(self, designs: Bools) -> tuple[Floats, Floats]:
        """Values (k, q), to be minimised, and violations (k,) of designs (k, m).

        What is not looked at for want of time is infinitely bad. The first block is
        looked at in any case.
        """
        k = len(designs)
        values = np.full((k, self._q), np.inf)
        violation, done = np.full(k, np.inf), 0
        while done < k and (not self._has_looked or not self.is_over):
            some = slice(done, done + int(min(BLOCK, max(1, self._tally.left))))
            found, violation[some] = self.tradeoff.evaluate(designs[some])
            values[some] = steady(found)
            self._tally.count(len(designs[some]))
            self._has_looked = True
            allowed = violation[some] == 0
            if self.archive.offer(values[some][allowed], designs[some][allowed]):
                self._tell()
            done += len(designs[some])
        return values, violation

    def _see(self, design: Bools) -> None:
        """Keep a design that a search came to: its neighbours have been counted."""
        values, violation = self.tradeoff.evaluate(design[None, :])
        if violation[0] == 0 and self.archive.offer(steady(values), design[None, :]):
            self._tell()

    def _tell(self) -> None:
        self._trace.append((self.limits.elapsed, len(self.archive)))
        if self.limits.watch is not None:
            count = len(self.archive)
            words = f"{count} point{'s' if count > 1 else ''} so far"
            self.limits.watch(Progress(self.limits.elapsed, words=words))

    @cached_property
    def scalar(self) -> Scalar | None:
        """Search of weighted sums; None where the objectives are not of that kind."""
        return Scalar(self.tradeoff) if Scalar.fits(self.tradeoff) else None

    def improved(
        self, design: Bools, weight: Floats, *, moves: float = math.inf
    ) -> Bools:
        """A design after best moves on a weighted sum; the design itself without one.

        Parameters
        ----------
        weight : (q,)
            What a unit of each objective counts.
        moves
            At most.
        """
        if self.scalar is None:
            return design
        self.scalar.begin(design, weight)
        for better in self.bursts(self.scalar, moves=moves):
            design = better
        self._see(design)
        return design

    def polished(self, design: Bools) -> Bools:
        """A design after a few best moves on a weighted sum that suits it.

        Where no table holds all objectives, or evaluations are few: the best of a few
        steps by chance.
        """
        weight = self._suiting(*self.look(design[None, :]))
        if self.scalar is None or self._is_short:
            return best_of_few(self, design, weight)
        return self.improved(design, weight, moves=MOVES)

    def settled(self) -> Bools:
        """A local optimum of a weighted sum by chance.

        From the design of the archive with the least sum, or from one by chance.
        """
        weight = self.weight()
        if len(self.archive) and self.rng.random() < 0.5:
            design = self.archive.designs[int((self.archive.values @ weight).argmin())]
        else:
            design = random_design(self.rules, self.rng)
        return self.improved(design, weight)

    def _suiting(self, values: Floats, violation: Floats) -> Floats:
        """Weights (q,) for a design: the more the better it is in an objective.

        From 0 to 1 over the archive, as Deb's pseudo-weights, with some chance: so
        moves lead towards the front and not along it.

        Deb, K. (2001). Multi-objective optimization using evolutionary algorithms.
        Wiley, section 8.6.
        """
        if violation[0] > 0 or len(self.archive) < 2:
            return self.weight()
        worst, span = self.archive.values.max(axis=0), self._span
        share = np.clip((worst - values[0]) / span, LEAST, 1.0)
        return np.asarray(share * np.exp(self.rng.uniform(-1.0, 1.0, self._q)) / span)

    @property
    def _span(self) -> Floats:
        """Ranges of the objectives in the archive (q,), 1 where there is none."""
        span = np.ptp(self.archive.values, axis=0) if len(self.archive) else np.zeros(1)
        return np.where(span > 0, span, 1.0)

    def weight(self) -> Floats:
        """What a unit of each objective counts (q,), by chance.

        Log-uniform, on objectives that range from 0 to 1 in the archive.
        """
        wide = math.log(WIDE) / 2
        drawn = np.exp(self.rng.uniform(-wide, wide, self._q))
        return np.asarray(drawn / self._span)

    def first(self, count: int, *, helped: bool) -> Bools:
        """Designs (count, m) to begin with: the start that was given, others by chance.

        Parameters
        ----------
        helped
            Whether the best of each objective that greedy and local search find are
            among them, where tables say what a move gains.
        """
        start = self.limits.start
        given = [*self.by_chance(1)] if start is None else [start]
        self.look(given[0][None, :])  # so that there is an answer at once
        if helped and count > len(given) + self._q and not self._is_short:
            given += list(self._ends())
        return np.array([*given, *self.by_chance(count - len(given))])

    @property
    def _is_short(self) -> bool:
        """Whether all neighbours of one design are a large part of what is allowed."""
        m, most = self.rules.m, self.limits.evaluations
        p = min(self.rules.most, m // 2)
        return most is not None and most < AFFORDED * p * (m - p)

    def _ends(self) -> Iterator[Bools]:
        """A local optimum of each objective alone, from greedy."""
        for problem in self.tradeoff.problems:
            if not is_quick(problem) or pressed(problem, self.limits, self._tally):
                continue
            design = design_of(opened_in_order(problem, self._tally), self.rules.m)
            search = search_for(problem, self._tally)
            search.begin(design)
            for better in self.bursts(search):
                design = better
            self._see(design)
            yield design

    def by_chance(self, count: int) -> Bools:
        """Allowed designs at random (count, m), as far as counts go."""
        designs = [random_design(self.rules, self.rng) for _ in range(count)]
        return np.array(designs).reshape(count, self.rules.m)

    @cached_property
    def ground(self) -> Ground:
        """Where the sites are."""
        return Ground(self.tradeoff.instance)

    def front(self, solver: Solver) -> Front:
        """What was found, with the values that each design has by itself."""
        held = self.archive.designs
        alone = [self.tradeoff.evaluate(design[None, :])[0] for design in held]
        values = np.concatenate([np.empty((0, self._q)), *alone])
        kept = filtered(steady(values))
        return Front(
            tradeoff=self.tradeoff,
            solver=solver,
            limits=self.limits,
            termination=self.termination,
            designs=held[kept],
            values=values[kept] * self.tradeoff.signs,
            proven=np.zeros(len(kept), dtype=bool),
            seconds=self.limits.elapsed,
            trace=tuple(self._trace),
            history=self.archive.history(self.tradeoff.signs),
            evaluations=self._tally.looked,
        )
