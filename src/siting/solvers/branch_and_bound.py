"""Branch and bound for sites of limited capacity, by Lagrangian bounds."""

from __future__ import annotations

from dataclasses import dataclass

from siting.capacitated.pairs import as_flow
from siting.capacitated.work import Work
from siting.forms import FlowForm, MedianForm
from siting.limits import Limits, Trace
from siting.memory import too_large
from siting.problem import Problem
from siting.solution import Proof, Solution, Termination, answer
from siting.solver import Solver


@dataclass(frozen=True)
class BranchAndBound(Solver):
    """x

    Takes
    -----
    Flows.

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
        return "no"

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Prove the optimum, or go on until time is up."""
        form = problem.form
        assert isinstance(form, FlowForm | MedianForm)  # refuses() has looked
        trace = Trace(limits, sign=1.0)
        work = Work(as_flow(form), limits=limits, trace=trace)
        ended = Termination.FINISHED
        try:
            if not work.run():
                ended = Termination.TIME_LIMIT
        except KeyboardInterrupt:
            ended = Termination.INTERRUPTED
        proof = Proof.CERTIFIED if work.is_certified else Proof.SOLVER_CLAIM
        return answer(
            problem,
            self,
            limits,
            design=work.best.design,
            served=work.best.served,
            bound=trace.bound,
            proof=proof,
            infeasible=work.is_infeasible,
            termination=ended,
            trace=trace.rows,
            notes=(f"nodes {work.nodes}",),
        )
