"""Picks the method by problem and size, and says what it picked."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from siting.forms import MedianForm
from siting.limits import Limits
from siting.problem import Problem
from siting.solution import PROVED, Found, Proof, Solution, Termination
from siting.solver import Solver
from siting.solvers.collapse import Collapse
from siting.solvers.greedy import Greedy
from siting.solvers.highs import SMALL, Highs
from siting.solvers.interchange import Interchange
from siting.solvers.lagrangian import Lagrangian
from siting.solvers.relaxation import Relaxation

SHARE = 0.2
"""Part of the time limit that the first bound and answer may take."""


@dataclass(frozen=True)
class Auto(Solver):
    """HiGHS for small models; for large medians Lagrangian bounds before it.

    For coverage HiGHS on collapsed clients; for centers relaxation to a few clients.

    Takes
    -----
    Every model.

    Options
    -------
    None: whoever wants to choose names a method.
    """

    name = "auto"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Run what fits and keep the best answer and the best bound."""
        return replace(self._picked(problem, limits), limits=limits)

    def _picked(self, problem: Problem, limits: Limits) -> Solution:
        """The answer of what fits; its parts have limits of their own."""
        for method in (Collapse(), Relaxation()):
            if method.refuses(problem) is None:
                return self._from(method.run(problem, limits), method.name)
        highs = Highs()
        too_large = highs.refuses(problem)
        median = isinstance(problem.form, MedianForm)
        if not too_large and not (median and problem.nonzeros > SMALL):
            return self._from(highs.run(problem, limits), "highs")
        small = Greedy() if Interchange().refuses(problem) else Interchange()
        if not median or Lagrangian().refuses(problem):
            found = small.run(problem, limits)
            return self._from(found, small.name, because=too_large)
        until = limits.elapsed + SHARE * limits.left
        first = Lagrangian().run(problem, replace(limits, time_limit=until))
        done = first.gap <= max(limits.gap, 0.5 * PROVED) or limits.left <= 0
        if done or first.termination is Termination.INTERRUPTED or too_large:
            return self._from(first, "lagrangian", because=too_large)
        second = highs.run(problem, replace(limits, start=first.design))
        return self._from(_joined(first, second), "lagrangian, then highs")

    def _from(
        self, solution: Solution, method: str, *, because: str | None = None
    ) -> Solution:
        """The answer as auto's own, with what was picked and why."""
        note = f"auto picked {method}" + (f": {because}" if because else "")
        notes = (note, *solution.notes)
        return replace(solution, solver=self, method=method, notes=notes)

    def another_way(self) -> Solver | None:
        """HiGHS without presolve."""
        return Highs().another_way()


def _joined(first: Solution, second: Solution) -> Solution:
    """The second answer, with the first's bound when that is tighter."""
    if second.solution is not Found.FEASIBLE:
        return second if first.design is None else first
    sign = second.problem.sign
    weaker = math.isnan(second.bound) or sign * (first.bound - second.bound) > 0
    if math.isnan(first.bound) or not weaker:
        return replace(second, trace=(*first.trace, *second.trace))
    return replace(
        second,
        bound=first.bound,
        proof=Proof.CERTIFIED,
        trace=(*first.trace, *second.trace),
    )
