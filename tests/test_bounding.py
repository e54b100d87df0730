from __future__ import annotations

import math

import numpy as np
import pytest
from contract.cases import random_problems

from siting import Instance, solve
from siting.models import CFLP, MCLP, UFLP, PCenter, PMedian
from siting.problem import Problem
from siting.solution import Found, Proof


@pytest.mark.parametrize("solver", ["greedy", "interchange", "vns"])
@pytest.mark.parametrize("model", [PMedian, MCLP, PCenter, UFLP, CFLP])
def test_a_bound_is_valid_and_leaves_the_answer_alone(
    model: type[Problem], solver: str
) -> None:
    """It is on the far side of the proved optimum; the sites are the method's."""
    for problem in random_problems(model, 10, seed=21):
        plain = solve(problem, solver, evaluations=400)
        found = solve(problem, solver, evaluations=400, bound=True)
        assert found.open == plain.open
        if found.solution is not Found.FEASIBLE:
            continue
        best = solve(problem)
        slack = 1e-6 * max(abs(best.objective), 1e-9)
        assert problem.sign * (best.objective - found.bound) >= -slack
        assert found.proof in (Proof.CERTIFIED, Proof.SOLVER_CLAIM)
        assert found.solver.name == solver
        assert any("the bound was worked out afterwards" in x for x in found.notes)


def test_both_keep_within_the_time_limit() -> None:
    """Half each."""
    xy = np.random.default_rng(1).random((300, 2)) * 1000
    problem = PMedian(Instance.from_points(xy, xy), p=12)
    solve(problem, "vns", time_limit=0.5, bound=True)
    found = solve(problem, "vns", time_limit=2.0, bound=True)
    assert found.seconds < 4.0  # the machine may be busy
    assert found.limits.time_limit == 2.0
    assert found.trace[-1][0] < 1.5
    assert found.gap < 0.05


def test_what_is_not_asked_for_is_not_worked_out() -> None:
    """A heuristic proves nothing by itself."""
    xy = np.random.default_rng(1).random((30, 2)) * 1000
    assert math.isnan(solve(PMedian(Instance.from_points(xy, xy), p=3), "vns").bound)
