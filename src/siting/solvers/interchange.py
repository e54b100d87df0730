"""Interchange: swap an open site for a closed one while that helps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.errors import UsageError
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.memory import too_large
from siting.problem import Problem
from siting.search import greedy_design, random_design, rank, search_for, too_hard
from siting.solution import Solution, Termination, answer
from siting.solver import Solver

BURST = 64
"""Moves between two looks at the clock."""

PROOFLESS = "no single move gains any more, which proves nothing of several at once"
"""Why there is a gap."""


@dataclass(frozen=True)
class Interchange(Solver):
    """Best swaps from a greedy start, and from random ones, until none helps.

    Swaps, and where the number of sites is free adds and drops, with incremental gain
    and loss tables (Whitaker, 1983; Resende and Werneck, 2007,
    doi:10.1007/s10479-006-0154-0).

    Takes
    -----
    Every model whose design is a set of sites; fast for medians and coverage. Where the
    reply to a design is hard, small ones.

    Options
    -------
    starts
        Local searches: the first from the given start or the greedy answer, the
        others from random designs.
    """

    name = "interchange"

    starts: int = 1

    def __post_init__(self) -> None:
        if self.starts < 1:
            raise UsageError(f"starts is {self.starts}; expected a whole number >= 1.")

    def refuses(self, problem: Problem) -> str | None:
        """A sentence when the table of a median would not fit, or replies are hard."""
        form = problem.form
        if not isinstance(form, MedianForm):
            return too_hard(problem, method=self.name)
        return too_large(
            form.nbytes,
            what=f"interchange on {problem.name}, {problem.instance.name!r},",
            remedy="use fewer sites or clients, or greedy",
        )

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Search until all starts are done or time is up."""
        trace = Trace(limits, sign=problem.sign)
        rng = np.random.default_rng(limits.seed)
        best: NDArray[np.bool_] | None = None
        ended = Termination.FINISHED
        try:
            search = search_for(problem, limits)
            for k in range(self.starts):
                if k and limits.left <= 0:
                    ended = Termination.TIME_LIMIT
                    break
                search.begin(_beginning(problem, limits, k=k, rng=rng))
                done = False
                while not done and ended is Termination.FINISHED:
                    if best is None or _beats(problem, search.design, best):
                        best = search.design
                        value = problem.evaluate(best[None, :])[0][0, 0]
                        trace.better(objective=float(value))
                    if limits.left <= 0:
                        ended = Termination.TIME_LIMIT
                        break
                    done = search.improve(moves=BURST)
                if best is None or _beats(problem, search.design, best):
                    best = search.design
        except KeyboardInterrupt:
            ended = Termination.INTERRUPTED
        if best is not None:
            trace.better(objective=float(problem.evaluate(best[None, :])[0][0, 0]))
        return answer(
            problem, self, limits, design=best, termination=ended, because=PROOFLESS,
            trace=trace.rows,
        )  # fmt: skip


def _beginning(
    problem: Problem, limits: Limits, *, k: int, rng: np.random.Generator
) -> NDArray[np.bool_]:
    """The design that search k begins with."""
    if k:
        return random_design(problem.rules, rng)
    return (
        greedy_design(problem, limits) if limits.start is None else limits.start.copy()
    )


def _beats(
    problem: Problem, design: NDArray[np.bool_], other: NDArray[np.bool_]
) -> bool:
    """Whether a design is better than another."""
    first, second = rank(problem, np.array([design, other]))
    return first < second
