"""Heuristics of many designs against proved optima of small towns, model by model."""

from __future__ import annotations

import pytest
from contract.cases import models, random_problems

from siting import solve
from siting.problem import Problem
from siting.solver import Solver
from siting.solvers.grasp import Grasp
from siting.solvers.nsga2 import Nsga2
from siting.solvers.pso import Pso
from siting.solvers.vns import Vns
from siting.solvers.weights import Weights

SLACK = 1e-6
"""Relative difference of values that is rounding."""

EACH = 16
"""Questions of every model: 500 in all."""

QUICK = ("p-median", "mclp", "p-center", "uflp", "lscp", "p-maxian", "gradual-cover")
"""Models of an ordinary run."""

FEW = 3
"""That of an ordinary run."""

Count = tuple[int, int]


def found(solver: Solver, model: type[Problem], each: int) -> Count:
    """Optima found, and questions that have one; nothing may be better."""
    hits = asked = 0
    for problem in random_problems(model, each, seed=77, n=15, m=15):
        best = solve(problem, time_limit=20)
        if solver.refuses(problem) is not None or not best.is_optimal:
            continue
        plan = solve(problem, solver, evaluations=1000, seed=1)
        asked += 1
        if plan.design is None:
            continue
        ahead = problem.sign * (best.objective - plan.objective)
        slack = SLACK * max(1.0, abs(best.objective))
        assert ahead <= slack, f"{problem.parameters}: {plan.objective}"
        hits += ahead >= -slack
    return hits, asked


def counted(solver: Solver, each: int, *, slow: bool = True) -> dict[str, Count]:
    """The same of every model, or of those whose designs are quick to evaluate."""
    chosen = [x for x in models() if slow or x.name in QUICK]
    return {model.name: found(solver, model, each) for model in chosen}


@pytest.mark.parametrize("solver", [Grasp(), Nsga2(), Pso(), Vns()], ids=str)
def test_optima_are_found_and_never_beaten(solver: Solver) -> None:
    """In at least nine of ten questions with at most fifteen sites."""
    counts = counted(solver, FEW, slow=False)
    hits, asked = (sum(x) for x in zip(*counts.values(), strict=True))
    assert asked >= 0.7 * len(counts)
    assert hits >= 0.9 * asked, counts


@pytest.mark.slow
@pytest.mark.parametrize("solver", [Grasp(), Nsga2(), Pso(), Vns(), Weights()], ids=str)
def test_optima_are_found_in_many_questions(solver: Solver) -> None:
    """The same in 500."""
    counts = counted(solver, EACH)
    hits, asked = (sum(x) for x in zip(*counts.values(), strict=True))
    assert hits >= 0.9 * asked, counts
