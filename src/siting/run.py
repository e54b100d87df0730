"""The verb `solve`: run a solver, check its answer, look for a contradiction."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting import check, explain
from siting.errors import RefusedError, SolverError, UsageError
from siting.limits import Limits, Watch
from siting.plugins import SOLVERS
from siting.problem import Problem
from siting.search import search_for
from siting.solution import Found, Proof, Solution, answer, with_note
from siting.solver import Solver


def solve(
    problem: Problem,
    solver: Solver | str = "auto",
    *,
    time_limit: float = math.inf,
    gap: float = 0.0,
    seed: int = 0,
    threads: int = 1,
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
    method = SOLVERS.find(solver, Solver)() if isinstance(solver, str) else solver
    refusal = method.refuses(problem)
    if refusal:
        raise RefusedError(refusal)
    limits = Limits(
        time_limit=time_limit,
        gap=gap,
        seed=seed,
        threads=threads,
        start=_design_of(start, problem),
        watch=watch,
    )
    reason = explain.unreachable(problem)
    if reason:
        return answer(
            problem,
            method,
            limits,
            design=None,
            infeasible=True,
            proof=Proof.CERTIFIED,
            reason=reason,
        )
    return examined(method.run(problem, limits))


def examined(solution: Solution) -> Solution:
    """The same answer after the independent check and the search against its bound."""
    wrong = check.faults(solution)
    if wrong:
        raise SolverError(
            f"{solution.solver.name} gave an answer that fails the check: "
            f"{'; '.join(wrong[:3])}. Please report it with the instance."
        )
    if solution.design is not None and solution.proof is Proof.SOLVER_CLAIM:
        problem, bound = solution.problem, solution.bound
        better = beaten_by(problem, solution.design, bound=bound)
        if better is not None:
            return _again(solution, better)
    if solution.solution is Found.INFEASIBLE:
        return _with_reason(solution)
    return _timed(solution)


def beaten_by(
    problem: Problem, design: NDArray[np.bool_], *, bound: float
) -> NDArray[np.bool_] | None:
    """A design near the given one that beats a claimed bound; None in good order.

    One interchange search from the returned sites. It found every false optimum of a
    faulty release of HiGHS (45 of 45) in milliseconds.
    """
    search = search_for(problem)
    search.begin(design)
    search.improve(moves=50)
    values, violation = problem.evaluate(search.design[None, :])
    gain = problem.sign * (bound - float(values[0, 0]))
    small = 1e-6 * max(abs(bound), 1e-9)
    return search.design if violation[0] == 0 and gain > small else None


def _again(solution: Solution, better: NDArray[np.bool_]) -> Solution:
    """Solve a contradicted claim another way; the better design is kept in any case."""
    claim = (
        f"{solution.solver.name} claimed the bound {solution.bound:g}, but a search "
        "around its answer found better"
    )
    other = solution.solver.another_way()
    if other is not None:
        limits = replace(solution.limits, start=better)
        second = other.run(solution.problem, limits)
        if _stands(second):
            return _timed(with_note(second, f"{claim}; solved again another way"))
    value = float(solution.problem.evaluate(better[None, :])[0][0, 0])
    contradicted = replace(
        solution, design=better, objective=value, proof=Proof.CONTRADICTED
    )
    return _timed(with_note(contradicted, f"{claim}; nothing is proved"))


def _stands(solution: Solution) -> bool:
    """Whether a second opinion keeps the rules and is not beaten either."""
    if solution.design is None or check.faults(solution):
        return False
    problem, bound = solution.problem, solution.bound
    return beaten_by(problem, solution.design, bound=bound) is None


def _with_reason(solution: Solution) -> Solution:
    """Say who or what makes it infeasible."""
    left = min(max(solution.limits.left, 1.0), 60.0)
    reason = explain.too_few(solution.problem, time_limit=left)
    return _timed(replace(solution, reason=reason or solution.reason))


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
