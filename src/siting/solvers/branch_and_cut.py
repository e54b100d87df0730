"""Branch-and-cut for medians: Lagrangian bounds, Benders cuts, our own tree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.answering import answer
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.listed.lists import enough
from siting.medians.work import FEW, Work
from siting.memory import too_large
from siting.problem import Problem
from siting.solution import Proof, Solution, Termination
from siting.solver import Solver
from siting.solvers.lagrangian import no_median

Bools = NDArray[np.bool_]

REST = (
    "all parts of the designs were looked at, and what is left of the gap is rounding, "
    "or a linear program that HiGHS did not finish"
)
"""Why a run ends by itself without a proof."""


@dataclass(frozen=True)
class BranchAndCut(Solver):
    """Bound by multipliers, fix what they decide, cut and branch on what is left.

    Sorted lists of near sites; interchange with kicks for good designs; the Lagrangian
    dual; sites closed or opened for good by it; Benders cuts on one linear program that
    is solved again and again by HiGHS; branch and bound over it, or over multipliers
    alone where few sites are left. Every bound is worked
    out from multipliers by arithmetic of our own: HiGHS proposes, and proves nothing.

    Duran-Mateluna, C., Ales, Z., Elloumi, S. (2023). An efficient Benders decomposition
    for the p-median problem. European Journal of Operational Research 308(1), 84-96.
    doi:10.1016/j.ejor.2022.11.033

    Takes
    -----
    Medians: p-median and uncapacitated fixed charge, with required and forbidden sites.

    Options
    -------
    listed
        Sites that are listed for each client at first; 0 for as many as seem enough.
    few
        Free sites up to which branching uses multipliers alone, which is quicker where
        few are left, and no linear program.
    """

    name = "branch-and-cut"

    listed: int = 0
    few: int = FEW

    def refuses(self, problem: Problem) -> str | None:
        """A sentence unless the model is a median with counts alone."""
        form = problem.form
        if isinstance(form, MedianForm):
            return too_large(
                form.listed_bytes(self._length(form)),
                what=f"branch-and-cut on {problem.name}, {problem.instance.name!r},",
                remedy="use interchange, or list fewer sites for each client",
            )
        return no_median(problem, method=self.name)

    def _length(self, form: MedianForm) -> int:
        """Sites that are listed for each client at first."""
        return min(self.listed, form.rules.m) if self.listed else enough(form)

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Prove the optimum, or go on until time is up."""
        form = problem.form
        assert isinstance(form, MedianForm)  # refuses() has looked
        trace = Trace(limits, sign=1.0)
        work: Work | None = None
        ended = Termination.FINISHED
        length = self._length(form)
        try:
            work = Work(problem, form, limits=limits, trace=trace, few=self.few)
            while not work.run(length):
                if limits.left <= 0:
                    ended = Termination.TIME_LIMIT
                    break
                if length >= problem.instance.m or work.notes:
                    break
                length *= 4  # a tie of the lists' ends kept it from being proved
        except KeyboardInterrupt:
            ended = Termination.INTERRUPTED
        if work is None:
            return answer(
                problem, self, limits, design=limits.start, termination=ended
            )  # fmt: skip
        proof = Proof.CERTIFIED if work.is_certified else Proof.SOLVER_CLAIM
        return answer(
            problem,
            self,
            limits,
            design=limits.start if work.best.design is None else work.best.design,
            bound=trace.bound,
            proof=proof,
            infeasible=work.is_infeasible,
            termination=ended,
            because="" if work.notes else REST,
            notes=work.notes,
            trace=trace.rows,
        )
