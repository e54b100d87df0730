"""How a solver ends: what it found becomes an answer, and pretends nothing."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.certificate import utmost
from siting.limits import Limits
from siting.problem import Problem
from siting.solution import PROVED, Found, Proof, Solution, Termination

if TYPE_CHECKING:
    from siting.solver import Solver


def answer(
    problem: Problem,
    solver: Solver,
    limits: Limits,
    *,
    design: NDArray[np.bool_] | None,
    served: Assignment | None = None,
    bound: float = math.nan,
    proof: Proof = Proof.NONE,
    termination: Termination = Termination.FINISHED,
    infeasible: bool = False,
    reason: str = "",
    because: str = "",
    notes: tuple[str, ...] = (),
    trace: tuple[tuple[float, float, float], ...] = (),
    noise: float = 0.0,
    evaluations: int | None = None,
) -> Solution:
    """Finish what a solver found: its value recomputed, a broken design dropped.

    Parameters
    ----------
    served
        The solver's own reply to the design, for a model whose reply is hard.
    because
        The reason, where a run that ended by itself left a gap.
    noise
        Absolute rounding: a bound that close to the value is the value.
    """
    objective = _value(problem, design, served)
    bound = _held(problem, bound, objective=objective, noise=noise)
    if design is not None and math.isnan(objective):
        design, reason = None, reason or "no design was found that keeps the rules"
    found = Solution(
        problem=problem,
        solver=solver,
        limits=limits,
        termination=termination,
        solution=_found(design, infeasible=infeasible),
        proof=proof if infeasible or not math.isnan(bound) else Proof.NONE,
        design=design,
        served=None if design is None else served,
        objective=objective,
        bound=math.nan if infeasible else bound,
        seconds=limits.elapsed,
        reason=reason,
        notes=(*notes, *problem.cautions, *problem.lacks),
        trace=trace,
        evaluations=evaluations,
    )
    return found if infeasible else _with_reason(found, because)


def _held(problem: Problem, bound: float, *, objective: float, noise: float) -> float:
    """The bound, or what nothing can beat where that says more; near it the value."""
    sign = problem.sign
    held = sign * max(sign * bound, sign * utmost(problem))  # nan stays nan
    return objective if abs(held - objective) <= noise else held


def _found(design: NDArray[np.bool_] | None, *, infeasible: bool) -> Found:
    """What was found: a design, that there is none, or nothing."""
    if design is not None:
        return Found.FEASIBLE
    return Found.INFEASIBLE if infeasible else Found.NONE


def _with_reason(found: Solution, because: str) -> Solution:
    """The same, with a reason where a run that ended by itself left a gap."""
    ended = found.termination is Termination.FINISHED
    left = ended and not found.gap <= max(found.limits.gap, PROVED)
    return replace(found, reason=found.reason or because) if left else found


def _value(
    problem: Problem, design: NDArray[np.bool_] | None, served: Assignment | None
) -> float:
    """What a design is worth; nan where there is none, or it breaks a rule."""
    if design is None:
        return math.nan
    if served is not None:
        return problem.worth(design, served)
    values, violation = problem.evaluate(design[None, :])
    return math.nan if violation[0] > 0 else float(values[0, 0])
