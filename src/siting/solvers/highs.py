"""HiGHS on the whole model."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from siting import declared
from siting.assignment import Assignment
from siting.completion import completed
from siting.cost import Floats
from siting.forms import MedianForm
from siting.limits import Limits, Trace
from siting.matrix import Matrix
from siting.memory import too_large
from siting.milp import child
from siting.milp.highs import Options, Result, Status
from siting.plain_start import plain_start
from siting.problem import Problem
from siting.search import greedy_design, is_quick, is_searchable, search_for
from siting.solution import Found, Proof, Solution, Termination, answer, with_note
from siting.solver import Solver

SMALL = 50_000
"""Nonzeros up to which HiGHS needs no start from us."""

SMALL_FORMLESS = 5_000
"""The same for models that are no median or cover: centers, markets, dispersion."""

LONGEST_START = 20.0
"""Seconds that a start of our own may take, however long the run may."""

HARD_REPLY = 0.4
"""Part of the time for the first reply, where replies are hard."""

LONGEST_SEARCH = 4.0
"""The same where every design is evaluated from scratch."""

BYTES_PER_NONZERO = 2000
"""Memory of HiGHS on strong location models, measured at n = m = 500."""

NOISE = 1e-12
"""Rounding of HiGHS's objective, relative to a typical cost of a variable."""

SPREAD = 1e6
"""Largest cost over objective beyond which HiGHS's absolute tolerances mislead."""

ENDED = {
    Status.OPTIMAL: Termination.FINISHED,
    Status.INFEASIBLE: Termination.FINISHED,
    Status.TIME_LIMIT: Termination.TIME_LIMIT,
    Status.NODE_LIMIT: Termination.NODE_LIMIT,
    Status.MEMORY: Termination.MEMORY,
    Status.INTERRUPTED: Termination.INTERRUPTED,
    Status.CRASHED: Termination.CRASHED,
}


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
            if design is None and self._wants_start(problem):
                design = own_start(problem, limits)
            elif design is None and self.own_start and problem.reply_is_hard:
                design = None if is_searchable(problem) else plain_start(problem)
            gigabytes = memory_needed(problem) / 2**30
            trace.say(
                f"building about {problem.nonzeros:,} nonzeros, for which HiGHS needs "
                f"about {gigabytes:.1f} GiB"
            )
            matrix = without_dear(problem, design)
        except KeyboardInterrupt:
            stopped = Termination.INTERRUPTED
            return answer(problem, self, limits, design=design, termination=stopped)
        options = Options(
            time_limit=limits.left,
            gap=limits.gap,
            seed=limits.seed,
            threads=limits.threads,
            presolve=self.presolve,
            extra=self.option,
        )

        def heard(objective: float, _: Floats | None, __: float) -> None:
            trace.better(objective=objective)

        start = None
        if design is not None:
            allowed = (HARD_REPLY if problem.reply_is_hard else 0.1) * limits.left
            start = point(problem, matrix, design, time_limit=allowed)
        if start is not None:
            trace.better(objective=float(matrix.cost @ start) + matrix.offset)
        trace.say(f"HiGHS on {matrix.shape[0]:,} rows x {matrix.shape[1]:,} columns")
        result, found = child.solve(matrix, options, start=start, heard=heard)
        served = None
        if problem.reply_is_hard:
            x = found if found is not None else start
            best = None if x is None else x[matrix.family("open")] > 0.5
            served = None if x is None else problem.decoded(matrix, x)
        else:
            place = matrix.family("open")
            best = better_of(
                problem, None if found is None else found[place] > 0.5, design
            )
            if best is None and result.status is Status.TIME_LIMIT:
                best = better_of(problem, greedy_design(problem, limits))
        return self._answer(
            problem,
            limits,
            trace,
            matrix=matrix,
            result=result,
            design=best,
            served=served,
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
            bound=math.nan if infeasible else result.bound,
            proof=Proof.SOLVER_CLAIM,
            termination=ENDED.get(result.status, Termination.ERROR),
            infeasible=infeasible,
            reason="" if result.status is Status.OPTIMAL else result.words,
            trace=trace.rows,
            noise=NOISE * max(typical(matrix.cost), problem.magnitude),
        )
        if infeasible:
            return finished
        if finished.solution is not Found.FEASIBLE:
            return replace(finished, proof=Proof.NONE, bound=math.nan)
        largest = float(np.abs(matrix.cost).max(initial=0.0))
        if largest > SPREAD * abs(finished.objective) > 0:
            note = (
                "some costs are so much larger than the answer that HiGHS's tolerances "
                "cannot be trusted: its bound is left out"
            )
            distrusted = replace(finished, proof=Proof.NONE, bound=math.nan)
            return with_note(distrusted, note)
        return finished


def typical(cost: Floats) -> float:
    """Median of the costs that are not 0; 0 when all are."""
    there = np.abs(cost[cost != 0])
    return float(np.median(there)) if len(there) else 0.0


def without_dear(problem: Problem, design: NDArray[np.bool_] | None) -> Matrix:
    """The matrix without services dearer than a whole known answer, which is exact.

    In a median everybody is served whole by one site, so that a service that alone
    costs more than an answer in hand is in no better one. Left in, a single 'no way =
    1e12' drowns all other costs in HiGHS's tolerances.
    """
    matrix = problem.matrix
    if design is None or not isinstance(problem.form, MedianForm):
        return matrix
    values, violation = problem.evaluate(design[None, :])
    dear = matrix.cost > float(values[0, 0]) * (1 + 1e-9)
    dear[matrix.family("open")] = False
    if violation[0] or not dear.any():
        return matrix
    upper = np.where(dear, 0.0, matrix.upper)
    return replace(matrix, cost=np.where(dear, 0.0, matrix.cost), upper=upper)


def own_start(problem: Problem, limits: Limits) -> NDArray[np.bool_] | None:
    """An interchange answer in a part of the time; None when none is allowed."""
    longest = LONGEST_START if is_quick(problem) else LONGEST_SEARCH
    until = limits.elapsed + min(0.1 * limits.left, longest)
    brief = replace(limits, time_limit=until)
    search = search_for(problem, brief)
    search.begin(greedy_design(problem, brief))
    while not search.improve(moves=64) and brief.left > 0:
        pass
    _, violation = problem.evaluate(search.design[None, :])
    return search.design if violation[0] == 0 else None


def point(
    problem: Problem, matrix: Matrix, design: NDArray[np.bool_], *, time_limit: float
) -> Floats | None:
    """A point of the matrix for a design; None when it has none, or not in time."""
    if has_own_reply(problem):
        served = problem.reply(design)
        x = None if served is None else completed(matrix, design, served)
        if x is not None:
            return x
    if problem.reply_is_hard:  # in a process that can be stopped
        fixed = matrix.with_design(design)
        return child.solve(fixed, Options(time_limit=time_limit))[1]
    found = declared.reply(matrix, design, time_limit=time_limit)
    return None if found is None else found.x


def has_own_reply(problem: Problem) -> bool:
    """Whether a model says itself who is served where, without solving anything."""
    if isinstance(problem.form, MedianForm):
        return True
    own = type(problem).reply is not Problem.reply
    return own and not (problem.reply_is_hard or problem.has_capacity)


def better_of(
    problem: Problem, *designs: NDArray[np.bool_] | None
) -> NDArray[np.bool_] | None:
    """The best allowed one of some designs, the first on ties; None without any."""
    best, value = None, math.inf
    for design in designs:
        if design is not None:
            objectives, violation = problem.evaluate(design[None, :])
            worth = problem.sign * float(objectives[0, 0])
            if violation[0] == 0 and worth < value:
                best, value = design, worth
    return best


def memory_needed(problem: Problem) -> float:
    """About how many bytes HiGHS takes for a problem."""
    return float(problem.nonzeros) * BYTES_PER_NONZERO
