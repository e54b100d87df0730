"""Whether a run has to be repeated with other seeds."""

from __future__ import annotations

import math

from siting.solution import Found, Proof, Solution, Termination
from siting.solver import Solver


def another_seed_may_differ(method: Solver, run: Solution) -> bool:
    """Whether the same method could answer otherwise with another seed.

    A method that draws its answer could. A proved answer cannot be another in value,
    and a method without chance has one answer. What proves bounds but was stopped
    short, by a limit, has broken ties by its seed on the way: it may end elsewhere.
    What was stopped before it had an answer may have been such a method.
    """
    if is_settled(run):
        return False
    stopped = run.design is None and run.termination is not Termination.FINISHED
    return method.uses_seed or stopped or not math.isnan(run.bound)


def is_settled(run: Solution) -> bool:
    """Whether the optimum is proved, or that there is no answer."""
    believed = run.proof in (Proof.SOLVER_CLAIM, Proof.CERTIFIED)
    return run.is_optimal or (believed and run.solution is Found.INFEASIBLE)
