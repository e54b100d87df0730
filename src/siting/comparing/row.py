"""One run of a comparison, and how far it may be from the best."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from siting.solution import PROVED, Found, Solution, known

SAME = 1e-9
"""Relative difference of values that is rounding."""


@dataclass(frozen=True, eq=False)
class Row:
    """One run, and how far it may be from the best.

    Attributes
    ----------
    best_bound
        The tightest uncontradicted bound that any run of the same problem proved; nan
        when none did.
    copy_of
        The seed of the run that stands here again, because another seed cannot give
        another answer; None for a run of its own.
    """

    solution: Solution
    best_bound: float
    copy_of: int | None = None

    @property
    def made_with(self) -> int:
        """The seed that the run was made with."""
        return self.solution.limits.seed if self.copy_of is None else self.copy_of

    @property
    def gap(self) -> float:
        """|objective - best bound| / max(|objective|, 1e-9); nan when unknown."""
        objective = self.solution.objective
        return abs(objective - self.best_bound) / max(abs(objective), 1e-9)

    @property
    def is_best(self) -> bool:
        """Whether the value equals the proved optimum, whoever proved it."""
        return self.has_answer and self.gap <= PROVED

    @property
    def has_answer(self) -> bool:
        """Whether the run has a value."""
        return self.solution.solution is Found.FEASIBLE

    @property
    def time_to_best(self) -> float:
        """Seconds until the run held its final value; nan when it has no answer.

        By the trace; all of its seconds where the trace does not know the value.
        """
        run = self.solution
        if not self.has_answer:
            return math.nan
        sign, slack = run.problem.sign, SAME * max(abs(run.objective), 1e-9)
        there = (t for t, z, _ in run.trace if sign * (z - run.objective) <= slack)
        return next(there, run.seconds)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; unknown numbers are None."""
        run = self.solution
        return {
            "instance": run.problem.instance.name,
            "model": run.problem.name,
            "solver": run.solver.name,
            "seed": run.limits.seed,
            "copy_of_seed": self.copy_of,
            "objective": known(run.objective),
            "bound": known(run.bound),
            "best_bound": known(self.best_bound),
            "gap": known(self.gap),
            "is_best": self.is_best,
            "seconds": round(run.seconds, 4),
            "time_to_best": known(round(self.time_to_best, 4)),
            "evaluations": run.evaluations,
            "termination": run.termination.value,
            "solution": run.solution.value,
            "proof": run.proof.value,
            "open": list(run.open),
            "reason": run.reason,
        }
