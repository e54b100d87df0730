"""Coverage: clients collapsed by who covers them, then branch and cut, or HiGHS."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.answering import answer
from siting.covering.compact import matrix_of, point_of
from siting.covering.dual import Descent
from siting.covering.hunt import Hunt
from siting.covering.reduction import Reduced, reduced
from siting.covering.work import Work
from siting.forms import CoverForm, MulticoverForm
from siting.limits import Limits, Trace
from siting.matrix import Matrix
from siting.memory import too_large
from siting.milp import child
from siting.milp.highs import BYTES_PER_NONZERO, Options, Result, Status
from siting.problem import Problem
from siting.searching.construct import greedy_design
from siting.solution import Found, Proof, Solution, Termination
from siting.solver import Solver
from siting.textbook.outcome import APART, ENDED, NOISE, better_of, noted, typical

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Collapse(Solver):
    """One pass over the clients, dominance, then branch and cut on what remains.

    Clients whom the same sites cover are one client of their joint weight, and a site
    that covers no more than another is left out; both change no optimum. The idea of
    aggregating demand goes back to the first exact codes for coverage:

    Church, R. L. (1984). The planar maximal covering location problem. Journal of
    Regional Science 24(2), 185-201.

    Toregas, C., ReVelle, C. (1973). Binary logic solutions to a class of location
    problem. Geographical Analysis 5(2), 145-155.

    Where one cover is all that counts and only the number of sites rules, bounds are by
    our own sums: a Lagrangian dual, and a linear program with cuts of odd sets of
    clients. Other coverage is left to HiGHS.

    Takes
    -----
    Coverage of any kind, once or more often, wanted or needed: mclp, lscp, lscp-backup,
    bclp, mexclp, gradual-cover; with budget, quotas and separation too.

    Options
    -------
    presolve
        Whether HiGHS simplifies what is left first.
    """

    name = "collapse"

    presolve: bool = True

    def refuses(self, problem: Problem) -> str | None:
        """A sentence unless the model is one of coverage whose groups fit in memory."""
        form = form_of(problem)
        if form is None:
            return (
                f"collapse takes coverage (mclp, lscp, bclp, ...), and {problem.name} "
                "is none; use highs, greedy or interchange."
            )
        return too_large(
            float(len(form.client) + len(form.weight)) * BYTES_PER_NONZERO,
            what=f"collapse on {problem.name}, {problem.instance.name!r},",
            remedy="use interchange",
        )

    def another_way(self) -> Solver | None:
        """Without presolve, which has been the fault of false optima before."""
        return replace(self, presolve=False) if self.presolve else None

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Collapse, drop what is dominated, start, solve; within the time limit."""
        trace = Trace(limits, sign=problem.sign)
        try:
            form = form_of(problem)
            assert form is not None  # refuses() has looked
            left = reduced(form)
            trace.say(
                f"{problem.instance.n:,} clients are {len(form.weight):,} groups; "
                f"{len(left.weight):,} groups and {len(left.site):,} sites are left"
            )
            return self._decided(problem, limits, trace, left=left)
        except KeyboardInterrupt:
            stopped, given = Termination.INTERRUPTED, limits.start
            return answer(problem, self, limits, design=given, termination=stopped)

    def _decided(
        self, problem: Problem, limits: Limits, trace: Trace, *, left: Reduced
    ) -> Solution:
        """The answer from what is left."""
        if left.is_impossible:
            return self._nothing(problem, limits, trace)
        if not len(left.site):
            design = left.design(np.empty(0, dtype=bool))
            if problem.evaluate(design[None, :])[1][0] > 0:
                return self._nothing(problem, limits, trace)
            value = float(problem.evaluate(design[None, :])[0][0, 0])
            return self._answer(
                problem, limits, trace, design=design, bound=value,
                proof=Proof.CERTIFIED,
            )  # fmt: skip
        if left.is_plain:
            return self._plainly(problem, limits, trace, left=left)
        return self._by_highs(problem, limits, trace, left=left)

    def _plainly(
        self, problem: Problem, limits: Limits, trace: Trace, *, left: Reduced
    ) -> Solution:
        """Our own branch and cut, where one cover counts and only a number rules."""
        descent = Descent(left, limits, trace, start=limits.start)
        best = descent.best
        try:
            left = descent.run()
            if not best.is_done:
                hunt = Hunt(best, limits)
                Work(left, best, limits=limits, trace=trace, search=hunt).run()
            stopped = Termination.FINISHED if best.is_closed else Termination.TIME_LIMIT
        except KeyboardInterrupt:
            stopped = Termination.INTERRUPTED
        value = float(problem.evaluate(best.design[None, :])[0][0, 0])
        return answer(
            problem, self, limits, design=best.design, bound=max(best.bound, value),
            proof=Proof.CERTIFIED, termination=stopped, trace=trace.rows,
        )  # fmt: skip

    def _by_highs(
        self, problem: Problem, limits: Limits, trace: Trace, *, left: Reduced
    ) -> Solution:
        """HiGHS on the groups and sites that are left."""
        first = limits.start
        if problem.rules.are_counts:
            first = better_of(problem, first, covering(left))
            if first is not None:
                noted(trace, float(problem.evaluate(first[None, :])[0][0, 0]))
        matrix = matrix_of(left)
        result, design = self._solved(
            problem, limits, trace, left=left, matrix=matrix, first=first
        )
        if result.status is Status.INFEASIBLE:
            return self._nothing(problem, limits, trace, proof=Proof.SOLVER_CLAIM)
        return self._answer(
            problem, limits, trace, design=design, bound=result.bound,
            proof=Proof.SOLVER_CLAIM, result=result,
            noise=NOISE * typical(matrix.cost),
        )  # fmt: skip

    def _solved(
        self,
        problem: Problem,
        limits: Limits,
        trace: Trace,
        *,
        left: Reduced,
        matrix: Matrix,
        first: Bools | None,
    ) -> tuple[Result, Bools | None]:
        """What HiGHS says of the matrix, and the better one of its design and ours."""
        options = Options(
            time_limit=limits.left,
            gap=limits.gap,
            seed=limits.seed,
            threads=limits.threads,
            presolve=self.presolve,
        )
        start = None if first is None else point_of(left, first[left.site])
        trace.say(f"HiGHS on {matrix.shape[0]:,} rows x {matrix.shape[1]:,} columns")
        result, found = child.solve(
            matrix, options, start=start,
            heard=lambda objective, *_: noted(trace, objective),
        )  # fmt: skip
        theirs = None
        if found is not None:
            theirs = left.design(found[: len(left.site)] > 0.5)
        design = better_of(problem, theirs, first)
        if design is None and result.status is Status.TIME_LIMIT:
            design = better_of(problem, greedy_design(problem, limits))
        return result, design

    def _nothing(
        self,
        problem: Problem,
        limits: Limits,
        trace: Trace,
        *,
        proof: Proof = Proof.CERTIFIED,
    ) -> Solution:
        """There is no answer."""
        return answer(
            problem, self, limits, design=None, infeasible=True, proof=proof,
            trace=trace.rows,
        )  # fmt: skip

    def _answer(
        self,
        problem: Problem,
        limits: Limits,
        trace: Trace,
        *,
        design: Bools | None,
        bound: float,
        proof: Proof,
        result: Result | None = None,
        noise: float = 0.0,
    ) -> Solution:
        """What was found on our three axes."""
        if not math.isnan(bound):
            trace.better(bound=bound)
        status = Status.OPTIMAL if result is None else result.status
        finished = answer(
            problem,
            self,
            limits,
            design=design,
            bound=bound,
            proof=proof,
            termination=ENDED.get(status, Termination.ERROR),
            reason="" if result is None or status is Status.OPTIMAL else result.words,
            because=APART,
            trace=trace.rows,
            noise=noise,
        )
        if finished.solution is not Found.FEASIBLE:
            return replace(finished, proof=Proof.NONE, bound=math.nan)
        return finished


def covering(left: Reduced) -> Bools | None:
    """Open the site that most groups lack until none does; None beyond the number."""
    opened = np.zeros(len(left.site), dtype=bool)
    lacking = left.form.need - left.base
    by_site = csr_array(left.table.T)
    for _ in range(left.room):
        if not (lacking > 0).any():
            break
        helped = np.where(opened, -1.0, by_site @ (lacking > 0).astype(float))
        best = int(helped.argmax())
        opened[best] = True
        part = slice(by_site.indptr[best], by_site.indptr[best + 1])
        lacking[by_site.indices[part]] -= 1
    return None if (lacking > 0).any() else left.design(opened)


def form_of(problem: Problem) -> MulticoverForm | None:
    """The covering question, whatever its rules; None when it is none."""
    form = problem.shape()
    if isinstance(form, CoverForm):
        return form.as_multicover()
    return form if isinstance(form, MulticoverForm) else None
