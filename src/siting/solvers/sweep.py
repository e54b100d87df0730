"""Sweep: every non-dominated pair of two objectives, one scalar problem for each."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from siting.cost import Floats
from siting.errors import UsageError
from siting.forms import CoverForm, MedianForm
from siting.front import Front
from siting.fronts.cuts import CutEpsilon
from siting.fronts.epsilon import FINE, Answered, Bools, Ended, Epsilon
from siting.fronts.joint import JointEpsilon
from siting.fronts.step import step_of
from siting.limits import Limits, Progress
from siting.memory import too_large
from siting.milp.highs import BYTES_PER_NONZERO
from siting.problem import Problem
from siting.searching.archive import Archive
from siting.solution import Solution, Termination
from siting.solver import FrontSolver
from siting.solvers.nsga2 import Nsga2
from siting.tradeoff import Tradeoff

UNSETTLED = "HiGHS's tolerances do not settle the next limit: the sweep ends there"
"""Why a sweep ended that was not stopped."""

PRIMED = (0.1, 10.0)
"""Part of the time, and seconds, that designs to begin with may take."""


@dataclass(frozen=True)
class Sweep(FrontSolver):
    """The one objective at its best under an ever tighter limit on the other.

    Each scalar problem gives a point, and its value of the limited objective, less one
    step, is the next limit. The optimum never falls from one to the next, so that a
    point that is only as good in the first objective shows by its equal value and is
    left out: one mixed-integer program a point, and no second stage. The step comes
    from the data; without one the front is exact to a millionth, and is not called
    complete.

    For a median under coverage the scalar problems are branch and cut over the master
    of the median, whose cuts stay; else HiGHS on both models in one matrix. Designs of
    a short heuristic run come first.

    Laumanns, M., Thiele, L., Zitzler, E. (2006). An efficient, adaptive parameter
    variation scheme for metaheuristics based on the epsilon-constraint method. European
    Journal of Operational Research 169(3), 932-942. doi:10.1016/j.ejor.2004.08.029

    Takes
    -----
    Two objectives of any models.

    Options
    -------
    primed
        Whether a heuristic run comes first.
    """

    name = "sweep"

    primed: bool = True

    def refuses(self, problem: Problem) -> str | None:
        """A sentence: it answers no single objective."""
        return (
            f"sweep answers two objectives, and {problem.name} is one; use auto, or "
            "siting pareto with another model beside it."
        )

    def run(self, problem: Problem, limits: Limits) -> Solution:  # noqa: ARG002
        """Never: it refuses."""
        raise UsageError(self.refuses(problem) or "")

    def refuses_front(self, tradeoff: Tradeoff) -> str | None:
        """A sentence unless there are two objectives."""
        q = len(tradeoff.problems)
        if q != 2:
            return f"sweep takes two objectives, and there are {q}; use nsga2."
        if by_cuts(tradeoff):
            return None
        nonzeros = sum(float(p.nonzeros) for p in tradeoff.problems)
        return too_large(
            nonzeros * BYTES_PER_NONZERO,
            what=f"sweep on {tradeoff.name}, {tradeoff.instance.name!r},",
            remedy="use nsga2",
        )

    def front(self, tradeoff: Tradeoff, limits: Limits) -> Front:
        """Sweep until no design keeps the limit, or time is up."""
        sweep = Sweeping(tradeoff, limits)
        try:
            if self.primed:
                sweep.prime()
            sweep.run()
        except KeyboardInterrupt:
            sweep.termination = Termination.INTERRUPTED
        return sweep.front(self)


class Sweeping:
    """One sweep.

    Attributes
    ----------
    termination
        Why it ended.
    """

    def __init__(self, tradeoff: Tradeoff, limits: Limits) -> None:
        self._tradeoff, self._limits = tradeoff, limits
        self._steps = [step_of(p.shape()) for p in tradeoff.problems]
        self._limited = _limited(tradeoff, self._steps)
        self._archive = Archive(2, tradeoff.rules.m, limits=limits)
        self._proved: list[Floats] = []
        self._programs = 0
        self._is_done = self._broken = False
        self._trace: list[tuple[float, int]] = []
        self.termination = Termination.FINISHED

    def prime(self) -> None:
        """Designs of a short heuristic run."""
        part, most = PRIMED
        brief = replace(self._limits, watch=None)
        if math.isfinite(self._limits.time_limit):
            seconds = min(part * self._limits.left, most)
            brief = replace(brief, time_limit=self._limits.elapsed + seconds)
        found = Nsga2().front(self._tradeoff, brief)
        self._archive.recall(found.history, self._tradeoff.signs)
        self._archive.offer(found.turned, found.designs)
        if found.termination is Termination.INTERRUPTED:
            raise KeyboardInterrupt

    def run(self) -> None:
        """Tighten the limit until nothing keeps it."""
        scalar = self._scalar()
        limit, floor = math.inf, -math.inf
        before: Floats | None = None
        while self._limits.left > 0:
            found = scalar.solve(
                limit, start=self._start(limit), floor=floor,
                seconds=self._limits.left,
            )  # fmt: skip
            self._programs += found.programs
            if found.ended is Ended.EMPTY:
                self._settle(before, math.inf)
                self._is_done = True
                return
            values = self._noted(found, limit)
            if found.ended is Ended.STOPPED or values is None:
                self._broken = self._limits.left > 0
                break
            first = values[1 - self._limited]
            self._settle(before, first)
            before, floor = values, max(floor, min(found.bound, first))
            limit = self._below(float(values[self._limited]))
        if not self._broken:
            self.termination = Termination.TIME_LIMIT

    def _scalar(self) -> Epsilon:
        """How the scalar problems are solved."""
        k = self._limited
        first, second = self._tradeoff.problems[1 - k], self._tradeoff.problems[k]
        step = self._steps[1 - k]
        median, cover = first.form, second.form
        if isinstance(median, MedianForm) and isinstance(cover, CoverForm):
            return CutEpsilon(first, median, cover, self._limits, step=step)
        return JointEpsilon(first, second, self._limits, step=step)

    def _start(self, limit: float) -> Bools | None:
        """The best design so far that keeps the limit."""
        values = self._archive.values
        may = np.flatnonzero(values[:, self._limited] <= limit)
        if not len(may):
            return None
        best = may[np.argmin(values[may, 1 - self._limited])]
        return np.asarray(self._archive.designs[best])

    def _noted(self, found: Answered, limit: float) -> Floats | None:
        """Values of what was found, which is kept; None when it breaks the limit."""
        if found.design is None:
            return None
        values, violation = self._tradeoff.evaluate(found.design[None, :])
        if violation[0] > 0 or values[0, self._limited] > limit:
            return None
        if self._archive.offer(values, found.design[None, :]):
            self._trace.append((self._limits.elapsed, len(self._archive)))
        if self._limits.watch is not None:
            words = f"{self._programs} programs, {len(self._archive)} points"
            self._limits.watch(Progress(self._limits.elapsed, words=words))
        return np.asarray(values[0])

    def _settle(self, before: Floats | None, first: float) -> None:
        """Prove the point before, if the next one is worse in the first objective."""
        if before is not None and first > before[1 - self._limited]:
            self._proved.append(before)

    def _below(self, value: float) -> float:
        """The next limit: half a step lower, so that rounding does no harm."""
        step = self._steps[self._limited]
        return value - (step / 2 if step else FINE * max(1.0, abs(value)))

    def front(self, solver: Sweep) -> Front:
        """What was found, and what of it is proved."""
        values, signs = self._archive.values, self._tradeoff.signs
        proved = np.array(self._proved).reshape(-1, 2)
        sure = (values[:, None, :] == proved[None, :, :]).all(axis=2).any(axis=1)
        complete = self._is_done and bool(self._steps[self._limited]) and sure.all()
        return Front(
            tradeoff=self._tradeoff,
            solver=solver,
            limits=self._limits,
            termination=self.termination,
            designs=self._archive.designs,
            values=values * signs,
            proven=sure,
            complete=bool(complete),
            infeasible=self._is_done and not len(values),
            step=tuple(self._steps),
            subproblems=self._programs,
            seconds=self._limits.elapsed,
            reason=UNSETTLED if self._broken else "",
            trace=tuple(self._trace),
            history=self._archive.history(signs),
        )


def by_cuts(tradeoff: Tradeoff) -> bool:
    """Whether there is a median and coverage, which need no matrix."""
    kinds = {type(problem.form) for problem in tradeoff.problems}
    return kinds == {MedianForm, CoverForm}


def _limited(tradeoff: Tradeoff, steps: list[float]) -> int:
    """Which objective is limited: one with a step, coverage before others."""
    kinds = [isinstance(p.shape(), CoverForm) for p in tradeoff.problems]
    return max((0, 1), key=lambda k: (steps[k] > 0, kinds[k], k))
