"""Questions that must be answered before another one can be: regret needs the best."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from siting.limits import Limits
from siting.problem import Problem
from siting.solution import Found, Solution

SHARE = 0.5
"""Part of the time limit that all questions beforehand may take."""

ASIDE = 0.1
"""The same, where they are asked for the notes alone."""

LEAST = 0.01
"""Seconds that a question is given at least."""

Solve = Callable[[Problem, float], Solution]
"""Answers a problem within some seconds."""


@dataclass(frozen=True, eq=False)
class Informed:
    """A question that has its answers, and what there is to say of them.

    Attributes
    ----------
    failed
        The first question that has no answer, so that this one has none; or None.
    notes
        A sentence for every answer that is not proved.
    """

    problem: Problem
    failed: Solution | None = None
    notes: tuple[str, ...] = ()

    @property
    def is_proved(self) -> bool:
        """Whether a proof of this question's answer is one."""
        return not self.notes or not self.problem.rests_on_asked


def informed(problem: Problem, limits: Limits, *, solve: Solve) -> Informed:
    """Ask what a problem asks beforehand, each question for its share of the time.

    The answers become fields of the problem, so that its record holds them and nobody
    has to ask again.
    """
    questions = problem.asks
    values: dict[str, float] = {}
    proved: set[str] = set()
    notes: list[str] = []
    share = SHARE if problem.rests_on_asked else ASIDE
    until = limits.elapsed + share * limits.left
    for k, (name, question) in enumerate(questions.items()):
        left = (until - limits.elapsed) / (len(questions) - k)
        found = solve(question, max(left, LEAST))
        if found.solution is not Found.FEASIBLE:
            return Informed(problem, failed=found)
        values[name] = found.objective
        if found.is_optimal:
            proved.add(name)
        else:
            notes.append(
                f"the best of {name!r} is not proved: {found.objective:.10g} was found "
                f"in the time, and the bound is {found.bound:.10g}"
            )
    if not questions:
        return Informed(problem)
    return Informed(problem.informed(values, proved=proved), notes=tuple(notes))
