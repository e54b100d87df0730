"""HiGHS on the whole model."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from siting.answering import answer
from siting.assignment import Assignment
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.matrix import Matrix
from siting.memory import too_large
from siting.milp import child
from siting.milp.highs import BYTES_PER_NONZERO, Options, Result, Status
from siting.problem import Problem
from siting.searching.search import is_quick, is_searchable
from siting.solution import Found, Proof, Solution, Termination
from siting.solver import Solver
from siting.textbook.dear import SPREAD, trusted, without_dear
from siting.textbook.outcome import APART, ENDED, NOISE, design_of, noted, typical
from siting.textbook.plain_start import plain_start
from siting.textbook.start import own_start, start_of

SMALL = 50_000
"""Nonzeros up to which HiGHS needs no start from us."""

SMALL_FORMLESS = 5_000
"""The same for models that are no median or cover: centers, markets, dispersion."""


@dataclass(frozen=True)
class Highs(Solver):
    """The model's arrays in HiGHS, in a process of its own, to gap 0.

    Huangfu, Q., Hall, J. A. J. (2018). Parallelizing the dual revised simplex method.
    Mathematical Programming Computation 10, 119-142. doi:10.1007/s12532-017-0130-5

    Takes
    -----
    Every model, as far as its matrix fits in memory.

    Options
    -------
    presolve
        Whether HiGHS simplifies the model first.
    own_start
        Whether large models begin with an interchange answer, when none is given.
    option
        Further options of HiGHS, each as name=value.
    """

    name = "highs"

    presolve: bool = True
    own_start: bool = True
    option: tuple[str, ...] = ()

    def refuses(self, problem: Problem) -> str | None:
        """A sentence when the matrix would not fit in memory."""
        return too_large(
            memory_needed(problem),
            what=f"highs on {problem.name}, {problem.instance.name!r},",
            remedy="use interchange or lagrangian",
        )

    def another_way(self) -> Solver | None:
        """Without presolve, which has been the fault of false optima before."""
        return replace(self, presolve=False) if self.presolve else None

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Build, start, solve; whatever happens, within the time limit."""
        trace = Trace(limits, sign=problem.sign)
        design = limits.start
        try:
            design = self._first(problem, limits)
            gigabytes = memory_needed(problem) / 2**30
            trace.say(
                f"building about {problem.nonzeros:,} nonzeros, for which HiGHS needs "
                f"about {gigabytes:.1f} GiB"
            )
            matrix = without_dear(problem, design)
        except KeyboardInterrupt:
            stopped = Termination.INTERRUPTED
            return answer(problem, self, limits, design=design, termination=stopped)
        start = start_of(problem, matrix, design, limits=limits)
        if start is not None:
            trace.better(objective=float(matrix.cost @ start) + matrix.offset)
        trace.say(f"HiGHS on {matrix.shape[0]:,} rows x {matrix.shape[1]:,} columns")
        result, found = child.solve(
            matrix,
            self._options(limits),
            start=start,
            heard=lambda objective, *_: noted(trace, objective),
        )
        best, served = design_of(
            problem, matrix, start if found is None else found,
            known=design, limits=limits, late=result.status is Status.TIME_LIMIT,
        )  # fmt: skip
        return self._answer(
            problem,
            limits,
            trace,
            matrix=matrix,
            result=result,
            design=best,
            served=served,
        )

    def _first(self, problem: Problem, limits: Limits) -> NDArray[np.bool_] | None:
        """A design to begin with: the given one, or of our own."""
        if limits.start is not None:
            return limits.start
        if self._wants_start(problem):
            return own_start(problem, limits)
        hard = self.own_start and problem.reply_is_hard
        return plain_start(problem) if hard and not is_searchable(problem) else None

    def _options(self, limits: Limits) -> Options:
        return Options(
            time_limit=limits.left,
            gap=limits.gap,
            seed=limits.seed,
            threads=limits.threads,
            presolve=self.presolve,
            extra=self.option,
        )

    def _wants_start(self, problem: Problem) -> bool:
        """Large models, and medians with costs far above the others (see SPREAD)."""
        if not self.own_start or not is_searchable(problem):
            return False
        quick = is_quick(problem) or problem.reply_is_hard
        if problem.nonzeros > (SMALL if quick else SMALL_FORMLESS):
            return True
        cost = problem.matrix.cost
        spread = float(np.abs(cost).max(initial=0.0)) / max(typical(cost), 1e-300)
        return isinstance(problem.form, MedianForm) and spread > SPREAD

    def _answer(
        self,
        problem: Problem,
        limits: Limits,
        trace: Trace,
        *,
        matrix: Matrix,
        result: Result,
        design: NDArray[np.bool_] | None,
        served: Assignment | None,
    ) -> Solution:
        """What HiGHS's words mean on our three axes."""
        infeasible = result.status is Status.INFEASIBLE
        if not math.isnan(result.bound):
            trace.better(bound=result.bound)
        finished = answer(
            problem,
            self,
            limits,
            design=None if infeasible else design,
            served=None if infeasible else served,
            bound=result.bound,
            proof=Proof.SOLVER_CLAIM,
            termination=ENDED.get(result.status, Termination.ERROR),
            infeasible=infeasible,
            reason="" if result.status is Status.OPTIMAL else result.words,
            because=APART,
            trace=trace.rows,
            noise=NOISE * max(typical(matrix.cost), problem.magnitude),
        )
        if infeasible:
            return finished
        if finished.solution is not Found.FEASIBLE:
            return replace(finished, proof=Proof.NONE, bound=math.nan)
        return trusted(finished, matrix)


def memory_needed(problem: Problem) -> float:
    """About how many bytes HiGHS takes for a problem."""
    return float(problem.nonzeros) * BYTES_PER_NONZERO
