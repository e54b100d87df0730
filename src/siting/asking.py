"""Questions that must be answered before another one can be: regret needs the best."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    start : (m,)
        The best for this question of the designs that answered the others; None where
        none of them will do.
    """

    problem: Problem
    failed: Solution | None = None
    notes: tuple[str, ...] = ()
    start: NDArray[np.bool_] | None = None

    @property
    def is_proved(self) -> bool:
        """Whether a proof of this question's answer is one."""
        return not self.notes or not self.problem.rests_on_asked


def informed(problem: Problem, limits: Limits, *, solve: Solve) -> Informed:
    """Ask what a problem asks beforehand, each question for its share of the time.

    The answers become fields of the problem, so that its record holds them and nobody
    has to ask again. Where they are wanted for the notes alone, one that is not
    answered in time is left out.
    """
    questions = problem.asks
    values: dict[str, float] = {}
    proved: set[str] = set()
    notes: list[str] = []
    designs: list[NDArray[np.bool_]] = []
    share = SHARE if problem.rests_on_asked else ASIDE
    until = limits.elapsed + share * limits.left
    for k, (name, question) in enumerate(questions.items()):
        left = (until - limits.elapsed) / (len(questions) - k)
        found = solve(question, max(left, LEAST))
        if found.design is None:
            if problem.rests_on_asked or found.solution is Found.INFEASIBLE:
                return Informed(problem, failed=found)
            notes.append(f"no answer was found for {name!r} alone in the time")
            continue
        designs.append(found.design)
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
    told = problem.informed(values, proved=proved)
    return Informed(told, notes=tuple(notes), start=best_of_designs(told, designs))


def best_of_designs(
    problem: Problem, designs: Sequence[NDArray[np.bool_]]
) -> NDArray[np.bool_] | None:
    """The allowed design that is worth most; None without one.

    Where a reply is hard they are not evaluated: the last is as good as any.
    """
    if problem.reply_is_hard:
        kept = [x for x in designs if problem.rules.violation(x[None, :])[0] == 0]
        return kept[-1] if kept else None
    if not designs:
        return None
    values, violation = problem.evaluate(np.array(designs))
    worth = np.where(violation == 0, problem.sign * values[:, 0], np.inf)
    best = int(worth.argmin())
    return designs[best] if worth[best] < np.inf else None
