"""Exact centers: a few clients decide, and the rest are looked at for one design."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siting.answering import answer
from siting.centers.narrowing import narrowed
from siting.centers.pursuit import Pursuit
from siting.forms import CenterForm
from siting.limits import Limits, Trace
from siting.problem import Problem
from siting.solution import Proof, Solution, Termination
from siting.solver import Solver

LOST = (
    "HiGHS did not finish a linear program, without which branch and bound cannot go on"
)
"""Why a run ends by itself without a proof."""


@dataclass(frozen=True)
class Relaxation(Solver):
    """Cover a few clients within less than t; take in whom the answer leaves out.

    A cover of them that covers everybody is a better answer; when none exists, no
    answer is below t. Covers are found by swaps, and refuted by prices, at once or in
    branch and bound, always in whole-number arithmetic that trusts no solver: the bound
    is certified. No (n, m) table is made: only the few clients have their costs stored.

    Chen, D., Chen, R. (2009). New relaxation-based algorithms for the optimal solution
    of the continuous and discrete p-center problems. Computers & Operations Research
    36(5), 1646-1655. doi:10.1016/j.cor.2008.03.009

    Contardo, C., Iori, M., Kramer, R. (2019). A scalable exact algorithm for the vertex
    p-center problem. Computers & Operations Research 103, 211-220.
    doi:10.1016/j.cor.2018.11.006

    Takes
    -----
    Centers: p-center, weighted or not, with required and forbidden sites, in a table or
    from coordinates.

    Options
    -------
    swaps
        Swaps at a time that look for a cover before it is refuted.
    """

    name = "relaxation"

    swaps: int = 2000

    def refuses(self, problem: Problem) -> str | None:
        """A sentence unless the model is a center."""
        if isinstance(problem.form, CenterForm):
            return None
        if not problem.rules.are_counts:
            return "relaxation takes no budget, quotas or separation; use highs."
        return (
            f"relaxation takes centers (p-center), and {problem.name} is none; use "
            "highs, greedy or interchange."
        )

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Narrow the gap until it is closed or time is up."""
        form = problem.form
        assert isinstance(form, CenterForm)  # refuses() has looked
        trace = Trace(limits, sign=1.0)
        pursuit: Pursuit | None = None
        ended = Termination.FINISHED
        try:
            pursuit = Pursuit(form, limits, trace)
            if not narrowed(pursuit, limits, swaps=self.swaps):
                timely = limits.left > 0
                ended = Termination.ERROR if timely else Termination.TIME_LIMIT
        except KeyboardInterrupt:
            ended = Termination.INTERRUPTED
        if pursuit is None:
            return answer(
                problem, self, limits, design=limits.start, termination=ended
            )  # fmt: skip
        return answer(
            problem,
            self,
            limits,
            design=limits.start if pursuit.design is None else pursuit.design,
            bound=pursuit.bound,
            proof=Proof.CERTIFIED,
            termination=ended,
            reason=LOST if ended is Termination.ERROR else "",
            infeasible=pursuit.bound == np.inf,
            trace=trace.rows,
        )
