"""One run over two objectives: what is asked, what is found, and what it proves."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from siting.cost import Floats
from siting.forms import CenterForm, CoverForm, MedianForm
from siting.front import Front
from siting.fronts.choice import epsilon_of
from siting.fronts.epsilon import Answered, Bools, Ended, Epsilon, Point
from siting.fronts.gaps import Frontier
from siting.fronts.measured import measures, steps_of
from siting.fronts.scalars import OneLimit, Plans, plans_of
from siting.fronts.shared import SharedScalar
from siting.limits import Limits, Progress
from siting.readable import counted
from siting.searching.archive import Archive
from siting.solution import Termination
from siting.solver import Solver
from siting.tradeoff import Tradeoff

UNSETTLED = "HiGHS's tolerances do not settle some of the limits"
"""Why a front is not complete though nothing stopped the run."""


EARLY = 0.9
"""Part of its time before which a program that is not settled is given up."""


class Asking:
    """The state of a run; in which order limits are asked is left to a solver.

    Attributes
    ----------
    frontier
        Points so far, and what is open.
    termination
        Why the run ended.
    """

    def __init__(self, tradeoff: Tradeoff, limits: Limits) -> None:
        self._tradeoff, self._limits = tradeoff, limits
        self._steps = steps_of(tradeoff)
        self._limited, self._is_exact = _limited(tradeoff, self._steps)
        self._shared = (
            None if tradeoff.stake is None
            else SharedScalar(tradeoff, limits, limited=self._limited)
        )  # fmt: skip
        wide = tradeoff.rules.m if self._shared is None else self._shared.width
        self._archive = Archive(2, wide, limits=limits)
        self.frontier = Frontier(self._archive, self._limited, self._steps)
        self._scalar: Epsilon | None = None
        self._programs = 0
        self._given_up: set[float] = set()
        self._trace: list[tuple[float, int]] = []
        self.termination = Termination.FINISHED

    @property
    def left(self) -> float:
        """Seconds until the time limit."""
        return self._limits.left

    @property
    def allowed(self) -> float:
        """Seconds of the whole run."""
        return self._limits.time_limit

    def recall(self, history: Sequence[tuple[float, Floats]]) -> None:
        """Take over what a heuristic held that was part of the run."""
        self._archive.recall(history, self._tradeoff.signs)

    def take(self, values: Floats, designs: Point) -> None:
        """Offer points (k, 2), to be minimised, from elsewhere."""
        if self._archive.offer(values, designs):
            self._trace.append((self._limits.elapsed, len(self._archive)))

    def open_limits(self) -> Bools:
        """Which gaps (k + 1,) are open, and have not been given up."""
        gaps = self.frontier.gaps
        tried = np.isin(gaps.limit, list(self._given_up))
        return gaps.is_open & ~tried

    def ask(self, limit: float, *, seconds: float) -> Ended:
        """Solve one scalar problem, and keep what it tells.

        A limit that is not settled in spite of time is given up.
        """
        until = self._limits.elapsed + EARLY * seconds
        known = float(self.frontier.bound_at(np.array([limit]))[0])
        found = self.scalar.solve(
            limit, start=self._start(limit), floor=known, seconds=seconds
        )
        self._programs += found.programs
        if found.ended is Ended.EMPTY:
            self.frontier.note(limit, math.inf)
            return found.ended
        values = self._noted(found, limit)
        if found.ended is Ended.PROVED and values is not None:
            self.frontier.note(limit, max(known, float(values[1 - self._limited])))
            return found.ended
        self.frontier.note(limit, found.bound)
        if self._limits.elapsed < until:
            self._given_up.add(limit)
        return Ended.STOPPED

    def bound(self, limit: float) -> None:
        """Learn a bound without branching, where that is to be had."""
        bound = self.scalar.bound(limit, start=self._start(limit), seconds=self.left)
        self.frontier.note(limit, bound)

    @property
    def scalar(self) -> Epsilon:
        """How the scalar problems are solved."""
        if self._scalar is None:
            k = self._limited
            first, second = self._tradeoff.problems[1 - k], self._tradeoff.problems[k]
            if self._shared is not None:
                self._scalar = OneLimit(self._shared, k)
                return self._scalar
            self._scalar = epsilon_of(
                first, second, self._limits,
                step=self._steps[1 - k], points=self._known, heard=self._hear,
            )  # fmt: skip
        return self._scalar

    def _known(self) -> Floats:
        """Points (k, 2): the limited objective, and the first."""
        return self._archive.values[:, [self._limited, 1 - self._limited]]

    def _hear(self, design: Bools) -> None:
        """Keep a design of a scalar problem that is not solved yet."""
        values = self._values(design)
        if np.isfinite(values).all():
            self.take(values[None, :], design[None, :])

    def _start(self, limit: float) -> Point | None:
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
        values = self._values(found.design)
        if not np.isfinite(values).all() or values[self._limited] > limit:
            return None
        self.take(values[None, :], found.design[None, :])
        if self._limits.watch is not None:
            words = counted(self._programs, "program")
            words += ", " + counted(len(self._archive), "point")
            self._limits.watch(Progress(self._limits.elapsed, words=words))
        return values

    def _values(self, design: Point) -> Floats:
        """What a design is worth (2,), to be minimised; infinite where not allowed."""
        if self._shared is not None:
            return self._shared.values(design)
        values, violation = self._tradeoff.evaluate(design[None, :])
        return np.where(violation[0] > 0, np.inf, values[0])

    @property
    def _plans(self) -> Plans:
        """The points in the user's sense."""
        designs = self._archive.designs
        if self._shared is None:
            return Plans(designs, None, self._archive.values * self._tradeoff.signs)
        return plans_of(self._shared, designs, self._tradeoff)

    def front(self, solver: Solver) -> Front:
        """What was found, what of it is proved, and where more may be."""
        plans, signs = self._plans, self._tradeoff.signs
        boxes, sure = self.frontier.boxes, self.frontier.proven
        is_done = not self.frontier.gaps.is_open.any()
        if self.termination is Termination.FINISHED and not is_done and self.left <= 0:
            self.termination = Termination.TIME_LIMIT
        is_near = is_done and self._is_exact and not sure.all()
        return Front(
            tradeoff=self._tradeoff,
            solver=solver,
            limits=self._limits,
            termination=self.termination,
            designs=plans.designs,
            served=plans.served,
            values=plans.values,
            proven=sure,
            complete=bool(is_done and self._is_exact and sure.all() and len(sure)),
            infeasible=is_done and not len(sure),
            step=self._steps,
            subproblems=self._programs,
            seconds=self._limits.elapsed,
            reason=UNSETTLED if self._given_up or is_near else "",
            trace=tuple(self._trace),
            history=self._archive.history(signs),
            unexplored=boxes * signs,
        )


def by_cuts(tradeoff: Tradeoff) -> bool:
    """Whether there is a median and coverage, which need no matrix."""
    kinds = {type(problem.form) for problem in tradeoff.problems}
    return kinds == {MedianForm, CoverForm}


def _limited(tradeoff: Tradeoff, steps: tuple[float, ...]) -> tuple[int, bool]:
    """Which objective is limited, and whether its limits lose nothing.

    One whose values are told apart; coverage and worst cases before others.
    """
    if tradeoff.stake is None:
        easy = [
            isinstance(p.shape(), CoverForm | CenterForm) for p in tradeoff.problems
        ]
        apart = [step > 0 for step in steps]
    else:
        told = measures(tradeoff)
        easy = [measure.far is not None for measure in told]
        apart = [measure.is_told_apart for measure in told]
    chosen = max((0, 1), key=lambda k: (apart[k], easy[k], k))
    return chosen, apart[chosen]
