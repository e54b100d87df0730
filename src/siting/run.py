"""The verb `solve`: run a solver, check its answer, look for a contradiction."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting import check, contradiction, explain
from siting.answering import answer
from siting.asking import Informed, informed
from siting.bounding import bounded, first_half
from siting.claim import Service
from siting.errors import RefusedError, SolverError, UsageError
from siting.levels import level_by_level
from siting.limits import Limits, Watch
from siting.plugins import SOLVERS
from siting.problem import Problem
from siting.searching.search import is_searchable
from siting.solution import Found, Proof, Solution, Termination, with_note
from siting.solver import Solver

NO_ROOM = (
    "this needs more memory than there is; try another solver, or fewer sites or "
    "clients"
)
"""Why there is no answer where the memory ran out, and what may help."""


def solve(
    problem: Problem,
    solver: Solver | str = "auto",
    *,
    time_limit: float = math.inf,
    gap: float = 0.0,
    seed: int = 0,
    threads: int = 1,
    evaluations: int | None = None,
    bound: bool = False,
    start: Solution | None = None,
    watch: Watch | None = None,
) -> Solution:
    """Answer a problem, checked by arithmetic that trusts no solver.

    Parameters
    ----------
    solver
        A solver, or the name of one with its default options.
    time_limit
        Seconds, building the model included.
    gap
        Relative gap at which the run may stop; 0 asks for the optimum.
    seed
        For everything that is left to chance.
    evaluations
        Designs that a heuristic may learn the value of; None: as many as time allows.
    bound
        Whether an answer that comes without a bound is given one: half the time goes
        to the method, and half to that.
    start
        A solution of the same sites to begin from.
    watch
        Called with `siting.limits.Progress` while the solver runs.

    Raises
    ------
    RefusedError
        When the solver does not take the problem.
    SolverError
        When its answer fails the check.
    """
    method = solver_called(solver)
    refuse(method, problem)
    limits = Limits(
        time_limit=time_limit,
        gap=gap,
        seed=seed,
        threads=threads,
        evaluations=evaluations,
        watch=watch,
    )
    reason = explain.beforehand(problem, time_limit=_to_explain(limits))
    if reason:
        return _impossible(problem, method, limits, reason)
    known = asked(problem, limits)
    if known.failed is not None:
        return _unanswered(known.failed, problem, method, limits)
    problem = known.problem
    given = known.start if start is None else _design_of(start, problem)
    limits = replace(limits, start=given)
    try:
        found = method.run(problem, first_half(limits, bound=bound))
        solution = examined(bounded(found, limits) if bound else found)
        whole = level_by_level(solution, examined=examined)
        return resting_on(whole, known)
    except MemoryError:
        return _out_of_memory(problem, method, limits)


def _impossible(
    problem: Problem, method: Solver, limits: Limits, reason: str
) -> Solution:
    """No answer, which is plain before any method runs."""
    return answer(
        problem,
        method,
        limits,
        design=None,
        infeasible=True,
        proof=Proof.CERTIFIED,
        reason=reason,
    )


def _out_of_memory(problem: Problem, method: Solver, limits: Limits) -> Solution:
    """No answer, because there was no room for one."""
    return answer(
        problem,
        method,
        limits,
        design=None,
        termination=Termination.MEMORY,
        reason=NO_ROOM,
    )


def asked(problem: Problem, limits: Limits) -> Informed:
    """The problem with the values of what it asks beforehand, found by 'auto'."""

    def ask(question: Problem, seconds: float) -> Solution:
        return solve(question, time_limit=seconds, threads=limits.threads)

    return informed(problem, limits, solve=ask)


def _unanswered(
    failed: Solution, problem: Problem, method: Solver, limits: Limits
) -> Solution:
    """No answer, because a question that comes first has none."""
    reason, asks = failed.reason, problem.asks
    if failed.solution is Found.INFEASIBLE:  # whatever the answers might have been
        told = problem.informed(dict.fromkeys(asks, 0.0), proved=set(asks))
        reason = explain.unanswerable(told, time_limit=_to_explain(limits)) or reason
    return answer(
        problem,
        method,
        limits,
        design=None,
        infeasible=failed.solution is Found.INFEASIBLE,
        termination=failed.termination,
        proof=failed.proof,
        reason=reason,
    )


def _to_explain(limits: Limits) -> float:
    """Seconds in which it may be found why there is no answer."""
    return min(max(limits.left, 1.0), 60.0)


def resting_on(solution: Solution, known: Informed) -> Solution:
    """The answer with what is not proved of what it was told; then nor is it."""
    noted = replace(solution, notes=(*solution.notes, *known.notes))
    if known.is_proved:
        return noted
    return replace(noted, proof=Proof.NONE, bound=math.nan)


def solver_called(solver: Solver | str) -> Solver:
    """The solver itself, or the one of that name with its default options."""
    return SOLVERS.find(solver, Solver)() if isinstance(solver, str) else solver


def refuse(solver: Solver, problem: Problem) -> None:
    """Raise the sentence of a solver that does not take a problem."""
    refusal = solver.refuses(problem)
    if refusal:
        raise RefusedError(refusal)


def examined(solution: Solution) -> Solution:
    """The same answer after the independent check and the search against its claim."""
    try:
        return _timed(_remarked(_examined(solution)))
    except KeyboardInterrupt:
        stopped = Termination.INTERRUPTED
        if solution.proof is Proof.CERTIFIED or solution.design is None:
            return _timed(replace(solution, termination=stopped))
        return _timed(
            replace(solution, termination=stopped, proof=Proof.NONE, bound=math.nan)
        )


def _examined(solution: Solution) -> Solution:
    wrong = check.faults(solution)
    if wrong:
        raise SolverError(
            f"{solution.solver.name} gave an answer that fails the check: "
            f"{'; '.join(wrong[:3])}. Please report it with the instance."
        )
    better = contradiction.against(solution)
    if better is not None:
        return contradiction.second_opinion(solution, better)
    if solution.solution is Found.INFEASIBLE:
        left = _to_explain(solution.limits)
        reason = explain.unanswerable(solution.problem, time_limit=left)
        return replace(solution, reason=reason or solution.reason)
    if (
        solution.proof is Proof.SOLVER_CLAIM
        and solution.design is not None
        and not is_searchable(solution.problem)
    ):
        return with_note(solution, "too large to search around the answer for better")
    return solution


def _remarked(solution: Solution) -> Solution:
    """The answer with what its model says of it."""
    if solution.design is None:
        return solution
    problem, said = solution.problem, solution.problem.remarks(solution.design)
    if problem.reply_is_hard and solution.allocation is not None:
        served = solution.allocation
        service = Service.of(problem.instance, solution.design, served)
        said += problem.comments(service)
    return replace(solution, notes=(*solution.notes, *said))


def _timed(solution: Solution) -> Solution:
    """The seconds of the whole, check included."""
    return replace(solution, seconds=solution.limits.elapsed)


def _design_of(start: Solution | None, problem: Problem) -> NDArray[np.bool_] | None:
    """Design of a start, which must be for the same sites and keep the rules."""
    if start is None:
        return None
    if start.design is None or start.problem.instance.sites != problem.instance.sites:
        raise UsageError(
            "the start has no open sites, or sites of another instance; "
            "give a solution of the same sites."
        )
    if problem.evaluate(start.design[None, :])[1][0] > 0:
        raise UsageError(
            f"the start opens {len(start.open)} sites in a way that {problem.name} "
            "does not allow; check p, required and forbidden sites."
        )
    return start.design.copy()
