"""Search region: every non-dominated point of two, three or four objectives."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from siting.front import Front
from siting.fronts.exploration import Exploration
from siting.fronts.joint import JointScalar
from siting.fronts.scalars import plans_of, scalar_of, unfit, width_of, worst_cases
from siting.fronts.shared import SharedScalar
from siting.limits import Limits, Progress
from siting.readable import counted
from siting.searching.history import History
from siting.solution import Termination
from siting.solver import FrontOnly, FrontSolver
from siting.solvers.nsga2 import Nsga2
from siting.solvers.relaxation import Relaxation
from siting.tradeoff import Tradeoff

UNSETTLED = "HiGHS's tolerances do not settle {} of the boxes where points may lie"
"""Why a run ended that was not stopped."""

PRIMED = (0.1, 0.5, 2e5)
"""Part of the time that designs to begin with take: least, most, and nonzeros at it."""

SHORTEST, LONGEST = 5.0, 60.0
"""Seconds that they may take in any case, up to half of all there are, and at most."""

ROUNDS = 200
"""Generations at most."""


@dataclass(frozen=True)
class SearchRegion(FrontOnly):
    """One objective at its best in one zone after the other, where points may be left.

    The known points leave zones below their local upper bounds. In the widest of them
    one objective is minimised under limits on the others. What is found cuts the zone
    into smaller ones, after a second stage (the sum of all objectives among what is
    nowhere worse) unless former answers show that nothing dominates it; where nothing
    is found, all zones go for which that says enough. When no zone is left the front is
    whole. Designs of a short heuristic run come first and cut zones before any program
    is solved.

    A limit is half a step below a value, the step being known from the data. One
    objective may lack a step: it alone is minimised then, and needs no limit. Where
    several lack it, limits are a millionth below, no design is more than a millionth
    better in everything than one that is returned, and the front is not called
    complete. Largest travel, whose relaxation is weak, is limited and not minimised,
    and its least value found by relaxation to a few clients.

    Klamroth, K., Lacour, R., Vanderpooten, D. (2015). On the representation of the
    search region in multi-objective optimization. European Journal of Operational
    Research 245(3), 767-778. doi:10.1016/j.ejor.2015.03.031

    Tamby, S., Vanderpooten, D. (2021). Enumeration of the nondominated set of
    multiobjective discrete optimization problems. INFORMS Journal on Computing 33(1),
    72-85. doi:10.1287/ijoc.2020.0953

    Takes
    -----
    Two to four objectives of any models, in one matrix; of one assignment as in sweep.

    Options
    -------
    primed
        Whether a heuristic run comes first.
    """

    name = "search-region"

    primed: bool = True

    def refuses_front(self, tradeoff: Tradeoff) -> str | None:
        """A sentence when the matrix is too large."""
        return unfit(self.name, tradeoff)

    def front(self, tradeoff: Tradeoff, limits: Limits) -> Front:
        """Explore zones until none is left, or time is up."""
        region = Exploring(tradeoff, limits)
        try:
            if self.primed:
                region.prime()
            region.run()
        except KeyboardInterrupt:
            region.termination = Termination.INTERRUPTED
        return region.front(self)


class Exploring:
    """One run.

    Attributes
    ----------
    termination
        Why it ended.
    """

    def __init__(self, tradeoff: Tradeoff, limits: Limits) -> None:
        self._tradeoff, self._limits = tradeoff, limits
        self._first: Front | None = None
        self._found: Exploration | None = None
        self._trace: list[tuple[float, int]] = []
        self._history = History()
        self.termination = Termination.FINISHED

    @cached_property
    def _scalar(self) -> JointScalar | SharedScalar:
        """The scalar problems, whose matrix is built when they are asked for."""
        return scalar_of(self._tradeoff, self._limits)

    def prime(self) -> None:
        """Designs of a short heuristic run."""
        if Nsga2().refuses_front(self._tradeoff):
            return
        brief = replace(self._limits, watch=None)
        if math.isfinite(self._limits.time_limit):
            left = self._limits.left
            seconds = max(min(self._share * left, LONGEST), min(left / 2, SHORTEST))
            brief = replace(brief, time_limit=self._limits.elapsed + seconds)
        rounds = ROUNDS if math.isfinite(self._limits.time_limit) else 0
        self._first = Nsga2(rounds=rounds).front(self._tradeoff, brief)
        for seconds, values in self._first.history:
            self._history.note(seconds, values * self._tradeoff.signs)
        if self._first.termination is Termination.INTERRUPTED:
            raise KeyboardInterrupt

    @property
    def _share(self) -> float:
        """Part of the time for the heuristic: the more the larger the programs are."""
        least, most, large = PRIMED
        nonzeros = sum(float(p.nonzeros) for p in self._tradeoff.problems)
        return least + (most - least) * min(1.0, nonzeros / large)

    def run(self) -> None:
        """Explore from what is known."""
        scalar = self._scalar
        hard = worst_cases(scalar, self._tradeoff)
        found = Exploration(
            scalar, sites=width_of(scalar, self._tradeoff), hard=hard, heard=self._tell
        )
        for design in [] if self._first is None else self._first.designs:
            found.offer(design)
        self._found = found
        for k in np.flatnonzero(hard).tolist():
            self._center(found, k)
        found.run(lambda: self._limits.left)
        if not found.is_done and self._limits.left <= 0:
            self.termination = Termination.TIME_LIMIT

    def _center(self, found: Exploration, k: int) -> None:
        """The least largest travel, by the method that was made for it."""
        problem = self._tradeoff.problems[k]
        if Relaxation().refuses(problem):
            return
        answer = Relaxation().run(problem, replace(self._limits, watch=None))
        if answer.design is not None and self._tradeoff.stake is None:
            found.offer(answer.design)
        if not math.isnan(answer.bound):
            found.note_least(k, answer.bound)
        if answer.termination is Termination.INTERRUPTED:
            raise KeyboardInterrupt

    def _tell(self, found: Exploration) -> None:
        """News of a program."""
        now, points = self._limits.elapsed, len(found.archive)
        if not self._trace or self._trace[-1][1] != points:
            self._trace.append((now, points))
            self._history.note(now, found.archive.values)
        if self._limits.watch is not None:
            words = counted(found.programs, "program")
            words += ", " + counted(points, "point")
            words += f", {len(found.zones)} boxes left"
            self._limits.watch(Progress(now, words=words))

    def front(self, solver: FrontSolver) -> Front:
        """What was found, what of it is proved, and where more may be."""
        found = self._found
        if found is None:
            return self._unproved(solver)
        plans = plans_of(self._scalar, found.archive.designs, self._tradeoff)
        stuck = self.termination is Termination.FINISHED and not found.is_done
        return Front(
            tradeoff=self._tradeoff,
            solver=solver,
            limits=self._limits,
            termination=self.termination,
            designs=plans.designs,
            served=plans.served,
            values=plans.values,
            proven=found.proven,
            complete=found.is_done and found.is_fine,
            infeasible=found.is_infeasible,
            step=found.steps,
            subproblems=found.programs,
            seconds=self._limits.elapsed,
            reason=UNSETTLED.format(len(found.zones)) if stuck else "",
            trace=tuple(self._trace),
            history=tuple(
                (t, v * self._tradeoff.signs) for t, v in self._history.moments
            ),
            unexplored=found.boxes * self._tradeoff.signs,
        )

    def _unproved(self, solver: FrontSolver) -> Front:
        """Designs to begin with, where there was no time for more."""
        q, m = len(self._tradeoff.problems), self._tradeoff.rules.m
        first = self._first
        return Front(
            tradeoff=self._tradeoff,
            solver=solver,
            limits=self._limits,
            termination=self.termination,
            designs=np.empty((0, m), dtype=bool) if first is None else first.designs,
            values=np.empty((0, q)) if first is None else first.values,
            proven=np.zeros(0 if first is None else len(first), dtype=bool),
            seconds=self._limits.elapsed,
        )
