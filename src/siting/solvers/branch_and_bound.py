"""Branch and bound for sites of limited capacity, by Lagrangian bounds."""

from __future__ import annotations

from dataclasses import dataclass

from siting.answering import answer
from siting.capacitated.pairs import as_flow
from siting.capacitated.work import Work
from siting.forms import FlowForm, MedianForm
from siting.limits import Limits, Trace
from siting.memory import too_large
from siting.problem import Problem
from siting.solution import Proof, Solution, Termination
from siting.solver import Solver

REST = (
    "all parts of the answers were looked at, and what is left of the gap is rounding"
)
"""Why a run ends by itself without a proof."""

NOBODY = (
    "all parts of the answers were looked at, none was found, and what rounding left "
    "may hold one"
)
"""The same where there is no answer either."""


@dataclass(frozen=True)
class BranchAndBound(Solver):
    """Bound by multipliers, fix what they decide, branch on what is left.

    With multipliers for 'every client once', each site is a knapsack: in shares where
    demand is divisible, of whole clients where it is not. The sites to open are the
    cheapest that have the room that is needed. Answers come from the sites of these
    relaxations: by a transportation problem, or by regret, shifts and exchanges of
    whole clients. Branch and bound decides sites, and for whole clients in which half
    of their sites they are served. Every bound is arithmetic of our own; no linear
    program and no other solver is used.

    Beasley, J. E. (1988). An algorithm for solving large capacitated warehouse location
    problems. European Journal of Operational Research 33(3), 314-325.

    Takes
    -----
    Opening costs and travel under capacity: cflp, sscflp and capacitated-p-median, with
    required and forbidden sites; and medians, which have no capacity. No budget, quotas
    or separation, no closest assignment, no min_load.

    Options
    -------
    None.
    """

    name = "branch-and-bound"

    def refuses(self, problem: Problem) -> str | None:
        """A sentence unless the model is a flow that fits in memory."""
        form = problem.form
        if isinstance(form, FlowForm | MedianForm):
            return too_large(
                as_flow(form).nbytes,
                what=f"{self.name} on {problem.name}, {problem.instance.name!r},",
                remedy="use highs with a time limit, or fewer sites or clients",
            )
        if not problem.rules.are_counts:
            return f"{self.name} takes no budget, quotas or separation; use highs."
        return (
            f"{self.name} takes opening costs and travel, with capacities or without, "
            f"and no min_load, closest assignment or other models; {problem.name} as "
            "asked here has one of these; use highs."
        )

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Prove the optimum, or go on until time is up."""
        form = problem.form
        assert isinstance(form, FlowForm | MedianForm)  # refuses() has looked
        trace = Trace(limits, sign=1.0)
        work: Work | None = None
        ended = Termination.FINISHED
        try:
            work = Work(as_flow(form), limits=limits, trace=trace)
            if not work.run() and limits.left <= 0:
                ended = Termination.TIME_LIMIT
        except KeyboardInterrupt:
            ended = Termination.INTERRUPTED
        if work is None:
            return answer(
                problem, self, limits, design=limits.start, termination=ended
            )  # fmt: skip
        # The nearest open site is the reply of a median, ties and all.
        served = work.best.served if isinstance(form, FlowForm) else None
        proof = Proof.CERTIFIED if work.is_certified else Proof.SOLVER_CLAIM
        return answer(
            problem,
            self,
            limits,
            design=limits.start if work.best.design is None else work.best.design,
            served=served,
            bound=trace.bound,
            proof=proof,
            infeasible=work.is_infeasible,
            termination=ended,
            because=REST if work.best.design is not None else NOBODY,
            trace=trace.rows,
        )
