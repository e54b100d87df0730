"""Every answer of a solver against enumeration of all designs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from contract.cases import random_problems
from contract.oracles import best

from siting import solve
from siting.problem import Problem
from siting.run import solver_called
from siting.solution import Found, Proof, Solution
from siting.solver import Solver


@dataclass(frozen=True)
class Mismatch:
    """A wrong answer, with all that is needed to see it again."""

    model: str
    solver: str
    number: int
    seed: int
    kind: str
    got: str
    expected: str


def complaint(solution: Solution, optimum: float | None, *, exact: bool) -> str | None:
    """What is wrong with an answer when the optimum is known; None when nothing is."""
    if optimum is None:
        wrong = solution.solution is Found.FEASIBLE
        silent = exact and (solution.solution is not Found.INFEASIBLE)
        return "an infeasible problem was answered" if wrong or silent else None
    slack = 1e-6 * max(1.0, abs(optimum))
    sign = solution.problem.sign
    if solution.solution is not Found.FEASIBLE:
        return f"{solution.solution.value}: {solution.reason}" if exact else None
    if sign * (solution.objective - optimum) < -slack:
        return "better than the optimum"
    if not math.isnan(solution.bound) and sign * (solution.bound - optimum) > slack:
        return "the bound is beyond the optimum"
    if exact and not (solution.is_optimal and solution.gap <= 1e-6):
        return f"not proved: {solution.termination.value}, {solution.proof.value}"
    if exact and abs(solution.objective - optimum) > slack:
        return "worse than the optimum"
    if solution.proof is Proof.CONTRADICTED:
        return "contradicted"
    return None


def mismatches(
    model: type[Problem],
    solver: Solver | str,
    count: int,
    *,
    seed: int,
    exact: bool,
) -> list[Mismatch]:
    """Wrong answers among so many random problems of a model."""
    found = []
    method = solver_called(solver)
    for number, problem in enumerate(random_problems(model, count, seed=seed)):
        if method.refuses(problem):
            continue
        optimum = best(problem)
        solution = solve(problem, method)
        text = complaint(solution, optimum, exact=exact)
        if text:
            name = solution.solver.name
            kind = f"{problem.instance.name} {problem.parameters}: {text}"
            got, want = repr(solution.objective), repr(optimum)
            found.append(Mismatch(model.name, name, number, seed, kind, got, want))
    return found
