"""The methods of a comparison, problem by problem."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from siting.comparing.row import Row
from siting.problem import Problem
from siting.solution import known
from siting.solver import Solver
from siting.statistics.convergence import Steps
from siting.statistics.summary import Spread, spread


class Against(StrEnum):
    """What runs are measured against: the best of it that is known."""

    OPTIMUM = "optimum"
    BOUND = "bound"
    BEST = "best"
    NOTHING = "nothing"


@dataclass(frozen=True, eq=False)
class Method:
    """All runs of one solver on one problem.

    Attributes
    ----------
    rows
        One for each seed, in their order.
    """

    solver: str
    rows: tuple[Row, ...]

    @cached_property
    def runs(self) -> tuple[Row, ...]:
        """The rows that were run: what a seed cannot change counts once."""
        return tuple(row for row in self.rows if row.copy_of is None)

    @property
    def values(self) -> Spread:
        """Values of the runs, of those that have one."""
        return spread(row.solution.objective for row in self.runs)

    @property
    def best(self) -> float:
        """The best value; nan when no run has one."""
        return self.values.least if self._sign > 0 else self.values.most

    @property
    def worst(self) -> float:
        """The worst value; nan when no run has one."""
        return self.values.most if self._sign > 0 else self.values.least

    @property
    def gaps(self) -> Spread:
        """Gaps to the best bound, of the runs where it is known."""
        return spread(row.gap for row in self.runs)

    @property
    def hits(self) -> int:
        """Runs that found the proved optimum."""
        return sum(row.is_best for row in self.runs)

    @property
    def seconds(self) -> float:
        """Median seconds of a run."""
        return spread(row.solution.seconds for row in self.runs).median

    @property
    def _sign(self) -> float:
        return self.rows[0].solution.problem.sign


@dataclass(frozen=True, eq=False)
class Contest:
    """One problem of a comparison: its methods, and what they are measured against.

    Attributes
    ----------
    best
        The best value of all runs, the reference included; nan when none has one.
    bound
        The best bound that was proved; nan when there is none.
    """

    problem: Problem
    methods: tuple[Method, ...]
    reference: Row | None
    best: float
    bound: float

    @cached_property
    def against(self) -> Against:
        """What the runs are measured against."""
        if math.isnan(self.best):
            return Against.NOTHING
        if math.isnan(self.bound):
            return Against.BEST
        every = [row for method in self.methods for row in method.rows]
        every += [self.reference] if self.reference else []
        return Against.OPTIMUM if any(r.is_best for r in every) else Against.BOUND

    def distance(self, value: float) -> float:
        """How far a value is from what it is measured against, as a gap; inf for nan.

        Rounded to nine decimals: what is less is rounding.
        """
        if math.isnan(value):
            return math.inf
        yard = self.bound if self.against is Against.BOUND else self.best
        behind = max(0.0, self.problem.sign * (value - yard))
        return round(behind / max(abs(value), 1e-9), 9)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None."""
        return {
            "instance": self.problem.instance.name,
            "model": self.problem.name,
            "against": self.against.value,
            "best": known(self.best),
            "best_bound": known(self.bound),
        }

    def steps(self, row: Row) -> Steps:
        """The distance of a run's best value against seconds."""
        run = row.solution
        moments = [(t, self.distance(z)) for t, z, _ in run.trace if not math.isnan(z)]
        if row.has_answer:
            moments.append((run.seconds, self.distance(run.objective)))
        times, values = np.array(moments, dtype=float).reshape(-1, 2).T
        return Steps(times, np.minimum.accumulate(values))


def contests(rows: Sequence[Row], references: Sequence[Row] = ()) -> list[Contest]:
    """The runs by problem, then by solver, in the order they were made."""
    by_problem: dict[int, list[Row]] = {}
    for row in rows:
        by_problem.setdefault(id(row.solution.problem), []).append(row)
    proofs = {id(row.solution.problem): row for row in references}
    return [_contest(own, proofs.get(key)) for key, own in by_problem.items()]


def label(solver: Solver) -> str:
    """A solver as the command line calls it, with the options that are not default.

    >>> from siting.solvers.interchange import Interchange
    >>> label(Interchange()), label(Interchange(starts=9))
    ('interchange', 'interchange?starts=9')
    """
    given = {f.name: (getattr(solver, f.name), f.default) for f in fields(solver)}
    options = "&".join(f"{k}={v}" for k, (v, usual) in given.items() if v != usual)
    return f"{solver.name}?{options}" if options else solver.name


def _contest(rows: list[Row], reference: Row | None) -> Contest:
    """The methods on one problem."""
    problem = rows[0].solution.problem
    every = rows + ([reference] if reference else [])
    values = [row.solution.objective for row in every if row.has_answer]
    best = problem.sign * min((problem.sign * x for x in values), default=math.nan)
    by_solver: dict[str, list[Row]] = {}
    for row in rows:
        by_solver.setdefault(label(row.solution.solver), []).append(row)
    methods = tuple(Method(name, tuple(own)) for name, own in by_solver.items())
    return Contest(problem, methods, reference, best, rows[0].best_bound)
