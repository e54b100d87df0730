"""Picks the method by problem and size, and says what it picked."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from siting.forms import MedianForm
from siting.limits import Limits
from siting.problem import Problem
from siting.solution import Found, Proof, Solution, Termination
from siting.solver import Solver
from siting.solvers.highs import SMALL, Highs
from siting.solvers.interchange import Interchange
from siting.solvers.lagrangian import Lagrangian

SHARE = 0.2
"""Part of the time limit that the first bound and answer may take."""


@dataclass(frozen=True)
class Auto(Solver):
    """HiGHS for small models; for large medians Lagrangian bounds before it.

    Takes
    -----
    Every model.
    """

    name = "auto"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Run what fits and keep the best answer and the best bound."""
        highs = Highs()
        too_large = highs.refuses(problem)
        median = isinstance(problem.form(), MedianForm)
        if not too_large and not (median and problem.nonzeros > SMALL):
            return self._from(highs.run(problem, limits), "auto picked highs")
        if not median:
            note = f"auto picked interchange: {too_large}"
            return self._from(Interchange().run(problem, limits), note)
        until = limits.elapsed + SHARE * limits.left
        first = Lagrangian().run(problem, replace(limits, time_limit=until))
        done = first.gap <= max(limits.gap, 0.5e-6) or limits.left <= 0
        if done or first.termination is Termination.INTERRUPTED or too_large:
            note = "auto picked lagrangian"
            return self._from(first, f"{note}: {too_large}" if too_large else note)
        second = highs.run(problem, replace(limits, start=first.design))
        return self._from(_joined(first, second), "auto picked lagrangian, then highs")

    def _from(self, solution: Solution, note: str) -> Solution:
        """The answer as auto's own, with what was picked."""
        return replace(solution, solver=self, notes=(note, *solution.notes))

    def another_way(self) -> Solver | None:
        """HiGHS without presolve."""
        return Highs().another_way()


def _joined(first: Solution, second: Solution) -> Solution:
    """The second answer, with the first's bound when that is tighter."""
    if second.solution is not Found.FEASIBLE:
        return second
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
