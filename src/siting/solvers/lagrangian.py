"""Lagrangian relaxation: a bound of our own arithmetic and good designs together."""

from __future__ import annotations

from dataclasses import dataclass

from siting.answering import answer
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.listed.lists import enough
from siting.medians.work import Work
from siting.memory import too_large
from siting.problem import Problem
from siting.solution import Proof, Solution, Termination
from siting.solver import Solver


@dataclass(frozen=True)
class Lagrangian(Solver):
    """Relax 'every client once', climb the dual, and improve its designs by swaps.

    The first part of branch-and-cut by itself: quick, and without any linear program.
    The bound is certified: it is worked out from the multipliers by arithmetic that
    trusts no solver, rounding included.

    Held, M., Wolfe, P., Crowder, H. P. (1974). Validation of subgradient optimization.
    Mathematical Programming 6, 62-88. doi:10.1007/BF01580223

    Takes
    -----
    Medians: p-median and uncapacitated fixed charge.

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
        if isinstance(form, MedianForm):
            return too_large(
                form.listed_bytes(enough(form)),
                what=f"lagrangian on {problem.name}, {problem.instance.name!r},",
                remedy="use fewer sites or clients",
            )
        return no_median(problem, method=self.name)

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Climb until the gap is closed, the steps are used up or time is."""
        form = problem.form
        assert isinstance(form, MedianForm)  # refuses() has looked
        trace = Trace(limits, sign=1.0)
        work: Work | None = None
        ended = Termination.FINISHED
        try:
            work = Work(problem, form, limits=limits, trace=trace)
            work.climb(enough(form), steps=self.steps)
            if limits.left <= 0:
                ended = Termination.TIME_LIMIT
        except KeyboardInterrupt:
            ended = Termination.INTERRUPTED
        if work is None:
            return answer(
                problem, self, limits, design=limits.start, termination=ended
            )  # fmt: skip
        return answer(
            problem,
            self,
            limits,
            design=limits.start if work.best.design is None else work.best.design,
            bound=trace.bound,
            proof=Proof.CERTIFIED,
            termination=ended,
            because=(
                f"the ascent ended, at step {self.steps:,} at the latest, with bound "
                "and answer apart, and this method does not branch; branch-and-cut does"
            ),
            trace=trace.rows,
        )


def no_median(problem: Problem, *, method: str) -> str:
    """The sentence of a method for medians when the problem is none."""
    if not problem.rules.are_counts:
        return (
            f"{method} takes no budget, quotas or separation; use highs, greedy or "
            "interchange."
        )
    return (
        f"{method} takes medians (p-median, uflp), and {problem.name} is none; use "
        "highs, greedy or interchange."
    )
