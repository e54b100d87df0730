"""The methods of a comparison, problem by problem."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from siting.problem import Problem
from siting.report.words import proof_words
from siting.solution import Found

if TYPE_CHECKING:
    from siting.comparison import Comparison, Row


@dataclass(frozen=True, eq=False)
class Method:
    """All runs of one solver on one problem."""

    solver: str
    rows: tuple[Row, ...]
    values: tuple[float, ...]
    gaps: tuple[float, ...]
    seconds: float

    @property
    def middle(self) -> float:
        """The median value; nan when no run has one."""
        return median(self.values) if self.values else math.nan

    @property
    def middle_gap(self) -> float:
        """The median gap to the best bound; nan when no run has one."""
        return median(self.gaps) if self.gaps else math.nan

    @property
    def proof(self) -> str:
        """The state of proof in words, counted when the runs differ."""
        words = Counter(proof_words(r.solution, r) for r in self.rows)
        if len(words) == 1:
            return next(iter(words))
        return "; ".join(
            f"{text} ({k} of {len(self.rows)})" for text, k in words.items()
        )


@dataclass(frozen=True, eq=False)
class Contest:
    """One problem of a comparison: its methods, and the best value of all."""

    problem: Problem
    methods: tuple[Method, ...]
    best: float
    bound: float


def contests(comparison: Comparison) -> list[Contest]:
    """The runs by problem, then by solver, in the order they were made."""
    by_problem: dict[int, list[Row]] = {}
    for row in comparison.rows:
        by_problem.setdefault(id(row.solution.problem), []).append(row)
    return [_contest(rows) for rows in by_problem.values()]


def _contest(rows: list[Row]) -> Contest:
    """The methods on one problem."""
    problem = rows[0].solution.problem
    values = [r.solution.objective for r in rows if _has_value(r)]
    best = problem.sign * min((problem.sign * x for x in values), default=math.nan)
    by_solver: dict[str, list[Row]] = {}
    for row in rows:
        by_solver.setdefault(repr(row.solution.solver), []).append(row)
    names = Counter(own[0].solution.solver.name for own in by_solver.values())
    methods = []
    for text, own in by_solver.items():
        name = own[0].solution.solver.name
        methods.append(_method(name if names[name] == 1 else text, own))
    return Contest(problem, tuple(methods), best, rows[0].best_bound)


def _method(name: str, rows: list[Row]) -> Method:
    """Values from the best to the worst, gaps from the least to the greatest."""
    sign = rows[0].solution.problem.sign
    values = [r.solution.objective for r in rows if _has_value(r)]
    return Method(
        solver=name,
        rows=tuple(rows),
        values=tuple(sorted(values, key=lambda x: sign * x)),
        gaps=tuple(sorted(r.gap for r in rows if math.isfinite(r.gap))),
        seconds=median(r.solution.seconds for r in rows),
    )


def _has_value(row: Row) -> bool:
    """Whether a run has an answer."""
    return row.solution.solution is Found.FEASIBLE
