"""The verb `pareto`: several objectives over one design, checked point by point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting import check, explain
from siting.answering import answer
from siting.errors import RefusedError, SolverError, UsageError
from siting.front import Front
from siting.limits import Limits, Watch
from siting.problem import Problem
from siting.run import NO_ROOM, solve, solver_called
from siting.solution import Found, Solution, Termination
from siting.solver import FrontSolver, Solver
from siting.stakes import beyond_room
from siting.tradeoff import Tradeoff

ANY = 1.0
"""A gap with which any answer will do."""

ONE_ASSIGNMENT = (
    "all objectives are measured on one assignment of people to sites; where several "
    "are equal in every objective it is the one that was found first"
)
"""Which assignment belongs to a point, where a design has many."""


def pareto(
    problems: Sequence[Problem],
    solver: Solver | str = "auto",
    *,
    time_limit: float = math.inf,
    seed: int = 0,
    threads: int = 1,
    evaluations: int | None = None,
    start: Solution | None = None,
    watch: Watch | None = None,
) -> Front:
    """Find designs of which none is worse than another in everything.

    Each objective has its own reply to a design. Where a problem limits what sites take
    all are measured on one assignment of people to sites, which is found with the sites
    (`Front.served`): one design may then be several points. It keeps what every problem
    asks; coverage counts who is sent to a site within the radius, and who is not takes
    room all the same. Clients in parts are taken where all objectives want the same of
    the parts, as else mixtures of two plans are plans.

    Parameters
    ----------
    problems
        Two to four on one instance. Rules of the design (p, required sites, budget,
        ...) given in several must agree; given in one they hold for all.
    solver
        One that takes several objectives, or its name; 'auto' is exact unless
        that is out of reach, and says what it picked.
    time_limit
        Seconds.
    evaluations
        Designs that a heuristic may learn the value of; None: as many as time allows.
    start
        A solution of the same sites to begin from.
    watch
        Called with `siting.limits.Progress` while the solver runs.
    """
    tradeoff = Tradeoff.of(problems)
    method = solver_called(solver)
    if not isinstance(method, FrontSolver):
        raise UsageError(
            f"{method.name} answers one objective; for {tradeoff.name} choose a solver "
            "for several, such as nsga2."
        )
    refusal = method.refuses_front(tradeoff)
    if refusal:
        raise RefusedError(refusal)
    limits = Limits(
        time_limit=time_limit,
        seed=seed,
        threads=threads,
        evaluations=evaluations,
        watch=watch,
    )
    for problem in tradeoff.problems:
        reason = explain.beforehand(problem, time_limit=_to_explain(limits))
        if reason:
            none = _empty(tradeoff, method, limits, reason=reason)
            return replace(none, complete=True, infeasible=True)
    limits = replace(limits, start=_design_of(start, tradeoff))
    try:
        found = method.front(tradeoff, limits)
        return _explained(found) if found.infeasible else _checked(found)
    except MemoryError:
        none = _empty(tradeoff, method, limits, reason=NO_ROOM)
        return replace(none, termination=Termination.MEMORY)


def _to_explain(limits: Limits) -> float:
    """Seconds that a reason may take."""
    return min(max(limits.left, 1.0), 60.0)


def _explained(front: Front) -> Front:
    """A front without points because there are none: whole, and with the reason."""
    reason, alone = front.reason, []
    for problem in front.tradeoff.problems:
        found = solve(problem, time_limit=_to_explain(front.limits), gap=ANY)
        alone.append(found.solution)
        if found.solution is Found.INFEASIBLE:
            reason = found.reason
            break
    if all(each is Found.FEASIBLE for each in alone):
        what = "design" if front.tradeoff.stake is None else "plan"
        reason = (
            f"each objective alone has an answer, but no {what} answers all of them"
        )
    whole = replace(front, complete=True, reason=reason)
    return replace(whole, seconds=front.limits.elapsed)


def _empty(tradeoff: Tradeoff, method: Solver, limits: Limits, *, reason: str) -> Front:
    """No point, and why."""
    return Front(
        tradeoff=tradeoff,
        solver=method,
        limits=limits,
        termination=Termination.FINISHED,
        designs=np.empty((0, tradeoff.rules.m), dtype=bool),
        values=np.empty((0, len(tradeoff.problems))),
        proven=np.empty(0, dtype=bool),
        seconds=limits.elapsed,
        reason=reason,
    )


def _design_of(start: Solution | None, tradeoff: Tradeoff) -> NDArray[np.bool_] | None:
    """Design of a start, which must be for the same sites and keep the rules."""
    if start is None:
        return None
    design = start.design
    if design is None or start.problem.instance.sites != tradeoff.instance.sites:
        raise UsageError(
            "the start has no open sites, or sites of another instance; "
            "give a solution of the same sites."
        )
    if _violation(tradeoff, design) > 0:
        raise UsageError(
            f"the start opens {len(start.open)} sites in a way that {tradeoff.name} "
            "does not allow; check p, required and forbidden sites."
        )
    return design.copy()


def _violation(tradeoff: Tradeoff, design: NDArray[np.bool_]) -> float:
    """How far from allowed a design is; of one assignment only sites are looked at."""
    if tradeoff.stake is not None:
        return float(tradeoff.rules.violation(design[None, :])[0])
    return float(tradeoff.evaluate(design[None, :])[1][0])


def _checked(front: Front) -> Front:
    """The same front after the independent check of every point."""
    for k, (design, values) in enumerate(zip(front.designs, front.values, strict=True)):
        for problem, value in zip(front.tradeoff.problems, values, strict=True):
            found = answer(
                problem, front.solver, front.limits, design=design,
                served=front.counted_at(k, problem),
            )  # fmt: skip
            wrong = check.faults(found)
            if front.served is not None:
                wrong += beyond_room(problem, design, front.served[k])
            if found.design is None or found.objective != value:
                wrong = [*wrong, f"its {problem.measure} is {found.objective}"]
            if wrong:
                raise SolverError(
                    f"{front.solver.name} gave a point {values.tolist()} that fails "
                    f"the check: {'; '.join(wrong[:3])}. Please report it with the "
                    "instance."
                )
    notes = front.notes if front.served is None else (*front.notes, ONE_ASSIGNMENT)
    return replace(front, notes=notes, seconds=front.limits.elapsed)
