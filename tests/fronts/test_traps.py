"""Where a sweep went wrong once: each of these was found by a reader's probes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fronts.test_sweep import every_front, in_order

from siting import pareto
from siting.fronts import programs
from siting.instance import Instance
from siting.matrix import Matrix
from siting.milp.highs import Options, Result, Status, solve
from siting.models import LSCP, MCLP, PMedian
from siting.solvers.sweep import Sweep


def test_a_false_optimum_of_presolve_is_not_believed() -> None:
    """HiGHS 1.15.1 claims 4 sites where 3 do, with presolve, for this one limit."""
    cost = 1e5 * np.array(
        [[2, 2, 1, 1, 0], [1, 0, 2, 0, 2], [2, 2, 0, 1, 0], [1, 0, 1, 0, 2]]
    )
    place = Instance.from_matrix(cost, demand=[7000, 1000, 2000, 1000])
    place = replace(place, opening=np.array([0, 14, 5, 2, 14]) * 1e5)
    rules = {"required": ["1"], "forbidden": ["5"], "budget": 3.5e6}
    problems = [
        LSCP(place, radius=120_000, **rules),  # type: ignore[arg-type]
        PMedian(place, max_travel=150_000, **rules),  # type: ignore[arg-type]
    ]
    front = pareto(problems, Sweep(primed=False), time_limit=30)
    assert front.turned.tolist() == [[2.0, 9e8], [3.0, 7e8]]


def test_costs_that_differ_by_rounding_are_no_error() -> None:
    """On a grid many distances are equal but for their last digit."""
    xy = np.array([(i * 0.1, j * 0.1) for i in range(5) for j in range(3)])
    cost = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    place = Instance.from_matrix(cost, demand=np.arange(15) % 4 + 1.0)
    problems = [PMedian(place, p=3), MCLP(place, p=3, radius=0.15)]
    front = pareto(problems, Sweep(primed=False), time_limit=30)
    expected = in_order(every_front(problems))
    np.testing.assert_allclose(in_order(front.turned), expected)


def test_values_above_a_hundred_million_are_proved() -> None:
    """The rounding that is allowed for stays below a step."""
    rng = np.random.default_rng(0)
    cost = rng.integers(100, 9000, (9, 9)).astype(float)
    place = Instance.from_matrix(cost, demand=rng.integers(5e4, 9e5, 9).astype(float))
    problems = [PMedian(place, p=3), MCLP(place, p=3, radius=2500)]
    front = pareto(problems, Sweep(primed=False), time_limit=30)
    assert front.complete
    expected = in_order(every_front(problems))
    np.testing.assert_allclose(in_order(front.turned), expected)


def test_nothing_to_pay_is_proved() -> None:
    """A value of 0 has no millionth."""
    cost = np.random.default_rng(1).random((6, 6))
    np.fill_diagonal(cost, 0.0)
    place = Instance.from_matrix(cost, demand=np.full(6, 0.5))
    front = pareto(
        [PMedian(place, p=6), MCLP(place, p=6, radius=0.3)], Sweep(primed=False)
    )
    assert front.turned.tolist() == [[0.0, -3.0]]
    assert front.proven.all()


@pytest.mark.parametrize("size", [1.0, 1e6, 1e9])
def test_an_absolute_gap_is_in_units_of_the_objective(size: float) -> None:
    """However large costs are, which HiGHS sees scaled."""
    rng = np.random.default_rng(2)
    cost = size * rng.integers(1, 100, (25, 25)).astype(float)
    matrix = PMedian(Instance.from_matrix(cost), p=5).matrix
    found = solve(matrix, Options(absolute_gap=0.5 * size))
    assert found.x is not None
    value = float(matrix.cost @ found.x)
    assert value - found.bound <= 0.5 * size * (1 + 1e-6)


def test_a_point_refutes_that_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS 1.15.1 called two of 600 limits empty that are not, with presolve."""
    matrix = PMedian(Instance.from_matrix([[0.0, 4.0], [4.0, 0.0]]), p=1).matrix
    true_solve = programs.child.solve

    def solve(asked: Matrix, options: Options, *, start: object = None) -> object:
        if options.presolve:
            return Result(Status.INFEASIBLE), None
        return true_solve(asked, options, start=start)  # type: ignore[arg-type]

    monkeypatch.setattr(programs.child, "solve", solve)
    result, x = programs.solved_twice(matrix, Options())
    assert result.status is Status.OPTIMAL
    assert x is not None
    assert float(matrix.cost @ x) == 4.0 == result.bound
