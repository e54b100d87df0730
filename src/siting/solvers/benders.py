"""Generic Benders decomposition: any declared model with a continuous reply."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from siting.answering import answer
from siting.benders.work import Work
from siting.limits import Limits, Trace
from siting.memory import too_large
from siting.problem import Problem
from siting.searching.search import is_searchable
from siting.solution import Found, Proof, Solution, Termination
from siting.solver import Solver
from siting.textbook.dear import without_dear
from siting.textbook.outcome import ENDED, NOISE, design_of, typical
from siting.textbook.plain_start import plain_start
from siting.textbook.start import own_start, start_of

BYTES_PER_NONZERO = 600
"""Memory of the split matrix and of the reply's linear program."""


@dataclass(frozen=True)
class Benders(Solver):
    """Whole variables in a master, the continuous reply in a linear program, and cuts.

    HiGHS solves the master of what must be whole (which sites, their sizes) and of what
    each part of the reply costs at least, again and again; multipliers of the reply to
    what it proposes give the next cuts. Parts that share no variable, such as the
    clients of a p-median, have cuts of their own. Each cut is worked out by arithmetic
    of our own from multipliers that HiGHS proposes, so that wrong ones make it weak and
    not false; the bound is the master's, and HiGHS's word.

    The linear relaxation comes first, with cuts on the way from an inner point to the
    master's. Nothing is known of a model but its arrays: this is the reference for
    methods that know more, and what is left where they do not go.

    Benders, J. F. (1962). Partitioning procedures for solving mixed-variables
    programming problems. Numerische Mathematik 4, 238-252. doi:10.1007/BF01386316

    Fischetti, M., Ljubic, I., Sinnl, M. (2017). Redesigning Benders decomposition for
    large-scale facility location. Management Science 63(7), 2146-2162.
    doi:10.1287/mnsc.2016.2461

    Takes
    -----
    Every model whose reply to a design is continuous: shares, amounts, travel. Sizes of
    facilities and the like may be whole; who is served where may not.

    Options
    -------
    own_start
        Whether it begins with an interchange answer, when none is given.
    """

    name = "benders"

    own_start: bool = True

    def refuses(self, problem: Problem) -> str | None:
        """A sentence when the reply is whole, or there is none, or it is too large."""
        large = too_large(
            float(problem.nonzeros) * BYTES_PER_NONZERO,
            what=f"benders on {problem.name}, {problem.instance.name!r},",
            remedy="use interchange or lagrangian",
        )
        if large:
            return large
        asks = problem.asks  # whatever their values, the variables are the same
        told = problem.informed(dict.fromkeys(asks, 0.0), proved=set(asks))
        matrix = told.matrix if asks else problem.matrix
        served = matrix.integer[matrix.family("assign")]
        if served.any():
            return (
                f"benders needs a continuous reply, and {int(served.sum()):,} services "
                f"of {problem.name} are all or nothing here; use highs."
            )
        if matrix.integer.all():
            return (
                "benders parts continuous from whole variables, and there are none of "
                f"the former in {problem.name} here: nothing to part; use highs."
            )
        return None

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Close the gap, or go on until time is up."""
        trace = Trace(limits, sign=problem.sign)
        design, work = limits.start, None
        ended: Termination | None = None
        try:
            design = self._first(problem, limits)
            work = Work(without_dear(problem, design), limits=limits, trace=trace)
            x = start_of(problem, problem.matrix, design, limits=limits)
            if x is not None:
                work.begin(x)
            work.run()
        except KeyboardInterrupt:
            ended = Termination.INTERRUPTED
        if work is None:
            return answer(
                problem, self, limits, design=design,
                termination=Termination.INTERRUPTED,
            )  # fmt: skip
        ended = ended or ENDED.get(work.ended, Termination.ERROR)
        return self._answer(
            problem, limits, trace, work=work, start=design, ended=ended
        )

    def _first(self, problem: Problem, limits: Limits) -> NDArray[np.bool_] | None:
        """A design to begin with: the given one, or of our own."""
        if limits.start is not None or not self.own_start:
            return limits.start
        if is_searchable(problem):
            return own_start(problem, limits)
        return plain_start(problem)

    def _answer(
        self,
        problem: Problem,
        limits: Limits,
        trace: Trace,
        *,
        work: Work,
        start: NDArray[np.bool_] | None,
        ended: Termination,
    ) -> Solution:
        """What was found, on our three axes."""
        matrix = problem.matrix
        design, served = design_of(
            problem, matrix, work.bounds.point,
            known=start, limits=limits, late=ended is Termination.TIME_LIMIT,
        )  # fmt: skip
        infeasible = work.is_infeasible and design is None
        bound = work.bounds.bound
        finished = answer(
            problem,
            self,
            limits,
            design=design,
            served=served,
            bound=work.bounds.told(bound) if math.isfinite(bound) else math.nan,
            proof=Proof.SOLVER_CLAIM,
            termination=ended,
            infeasible=infeasible,
            reason="" if ended is Termination.FINISHED else work.words,
            because=(
                "no further cut was found: HiGHS's tolerances keep the master's bound "
                "and the answer apart"
            ),
            trace=trace.rows,
            noise=_noise(problem, work),
        )
        if infeasible or finished.solution is Found.FEASIBLE:
            return finished
        return replace(finished, proof=Proof.NONE, bound=math.nan)


def _noise(problem: Problem, work: Work) -> float:
    """Rounding of a value: of the matrix, and of the bounds that were added up."""
    bounds = work.bounds
    return max(
        NOISE * max(typical(problem.matrix.cost), problem.magnitude),
        bounds.noise / bounds.split.scale,
    )
