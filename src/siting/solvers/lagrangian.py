"""Lagrangian relaxation: a bound of our own arithmetic and good designs together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.certificate import cheapest_design, median_bound
from siting.cost import Floats
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.memory import too_large
from siting.problem import Problem
from siting.search import Search, greedy_design, search_for
from siting.solution import PROVED, Proof, Solution, Termination, answer
from siting.solver import Solver

PATIENCE = 25
"""Steps without a better bound before the step is halved."""

LOOK = 40
"""Steps between two local searches from the relaxation's own sites."""


@dataclass(frozen=True)
class Lagrangian(Solver):
    """Relax 'every client once', climb the dual, and improve its designs by swaps.

    The bound is certified: it is worked out from the multipliers by arithmetic that
    trusts no solver, rounding included.

    Held, M., Wolfe, P., Crowder, H. P. (1974). Validation of subgradient optimization.
    Mathematical Programming 6, 62-88. doi:10.1007/BF01580223

    Takes
    -----
    Medians: p-median and uncapacitated fixed charge, in a dense table in memory.

    Options
    -------
    steps
        Subgradient steps at most.
    """

    name = "lagrangian"

    steps: int = 1500

    def refuses(self, problem: Problem) -> str | None:
        """A sentence unless the model is a median that fits in memory."""
        form = problem.form
        if not isinstance(form, MedianForm):
            if not problem.rules.are_counts:
                return (
                    "lagrangian takes no budget, quotas or separation; use highs, "
                    "greedy or interchange."
                )
            return (
                f"lagrangian takes medians (p-median, uflp), and {problem.name} is "
                "none; use highs, greedy or interchange."
            )
        return too_large(
            form.nbytes,
            what=f"lagrangian on {problem.name}, {problem.instance.name!r},",
            remedy="use fewer sites or clients",
        )

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Climb until the gap is closed, the steps are used up or time is."""
        form = problem.form
        assert isinstance(form, MedianForm)  # refuses() has looked
        trace = Trace(limits, sign=1.0)
        climb = _Climb(problem, form=form, limits=limits, trace=trace)
        ended = Termination.FINISHED
        try:
            ended = climb.run(self.steps)
        except KeyboardInterrupt:
            ended = Termination.INTERRUPTED
        bound = climb.certified()
        return answer(
            problem,
            self,
            limits,
            design=climb.best,
            bound=bound,
            proof=Proof.CERTIFIED,
            termination=ended,
            trace=trace.rows,
        )


class _Climb:
    """One ascent of the dual, with the best design and multipliers so far."""

    def __init__(
        self, problem: Problem, *, form: MedianForm, limits: Limits, trace: Trace
    ) -> None:
        from siting.kernels import dual

        self._dual = dual
        self._problem, self._form = problem, form
        self._limits, self._trace = limits, trace
        self._table: Floats | None = None
        self._multiplier: Floats | None = None
        self.best: NDArray[np.bool_] | None = None

    def certified(self) -> float:
        """The bound of the best multipliers, worked out afresh; nan without any."""
        if self._table is None or self._multiplier is None:
            return float("nan")
        return median_bound(self._form, self._table, self._multiplier)

    def run(self, steps: int) -> Termination:
        """Deflected subgradient steps with Polyak's length."""
        self._table = table = self._form.weighted()
        search = search_for(self._problem, self._limits)
        first = self._limits.start
        if first is None:
            first = greedy_design(self._problem, self._limits)
        self._polish(search, first)
        lam = self._first_multipliers()
        self._multiplier = lam.copy()
        n, m = table.shape
        worth, slope, way = np.empty(m), np.empty(n), np.zeros(n)
        top, length, stale = -np.inf, 1.5, 0
        for k in range(steps):
            if self._limits.left <= 0:
                return Termination.TIME_LIMIT
            self._dual.reduced(table, lam, worth)
            worth += self._form.opening
            sites = cheapest_design(worth, self._form.rules)
            value = float(lam.sum() + worth[sites].sum())
            if value > top:
                top, stale = value, 0
                self._multiplier = lam.copy()
            else:
                stale += 1
            if k % LOOK == 0:
                self._polish(search, self._mask(sites))
                self._trace.better(bound=self.certified())
                if self._closed():
                    break
            if stale >= PATIENCE:
                length, stale = length / 2, 0
                lam = self._multiplier.copy()
            self._dual.slope(table, lam, sites=sites, out=slope)
            way = slope + 0.5 * way
            norm = float(way @ way)
            if norm == 0 or length < 1e-4:
                break
            aim = max(self._target() - value, 1e-9 * abs(value))
            lam += (length * aim / norm) * way
        self._trace.better(bound=self.certified())
        return Termination.FINISHED

    def _target(self) -> float:
        """What the dual is to climb to: the best value, or one that none exceeds."""
        assert self._table is not None
        if self.best is not None:
            return self._trace.objective
        reached = np.where(np.isfinite(self._table), self._table, 0.0)
        return float(reached.max(axis=1).sum() + self._form.opening.sum())

    def _first_multipliers(self) -> Floats:
        """Half way between the costs of the two nearest sites of the best design."""
        assert self._table is not None
        if self.best is None:
            return np.asarray(self._table.min(axis=1))
        open_costs = self._table[:, self.best]
        if open_costs.shape[1] == 1:
            return np.asarray(open_costs[:, 0] * 1.0)
        two = np.partition(open_costs, 1, axis=1)[:, :2]
        return np.where(np.isfinite(two[:, 1]), two.mean(axis=1), two[:, 0])

    def _mask(self, sites: NDArray[np.intp]) -> NDArray[np.bool_]:
        mask = np.zeros(self._form.rules.m, dtype=bool)
        mask[sites] = True
        return mask

    def _polish(self, search: Search, design: NDArray[np.bool_]) -> None:
        """Local search from a design; keep what is better."""
        search.begin(design)
        while not search.improve(moves=64):
            if self._limits.left <= 0:
                break
        values, violation = self._problem.evaluate(search.design[None, :])
        if violation[0] == 0 and self._trace.better(objective=float(values[0, 0])):
            self.best = search.design

    def _closed(self) -> bool:
        """Whether best and bound are as close as is asked."""
        gap = self._trace.objective - self._trace.bound
        wanted = max(self._limits.gap, 0.5 * PROVED)
        return gap <= wanted * max(abs(self._trace.objective), 1e-9)
