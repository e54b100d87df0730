from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from siting import compare, solve
from siting.comparison import best_bound
from siting.errors import RefusedError, UsageError
from siting.instance import Instance
from siting.models import MCLP, PMedian
from siting.solvers.lagrangian import Lagrangian


def town(seed: int = 0) -> Instance:
    """Random villages."""
    rng = np.random.default_rng(seed)
    xy = rng.random((40, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(1, 9, 40).astype(float))


def test_every_run_stands_beside_the_best_bound() -> None:
    """A heuristic's gap is to the optimum that the exact solver proved."""
    problem = PMedian(town(), p=5)
    table = compare([problem], ["highs", "greedy", "interchange"])
    exact, *others = table.rows
    assert exact.solution.is_optimal
    for row in others:
        assert row.best_bound == exact.solution.bound
        assert math.isnan(row.solution.bound)
        excess = row.solution.objective / exact.solution.objective - 1
        assert row.gap == pytest.approx(excess / (1 + excess), rel=1e-9)
    assert table.best is exact.solution


def test_without_any_bound_the_gap_is_unknown() -> None:
    """No bound is not a gap of 0."""
    table = compare([MCLP(town(), p=3, radius=10)], ["greedy"], reference=None)
    assert math.isnan(table.rows[0].gap)
    assert table.to_dict()["rows"][0]["gap"] is None


def test_a_row_for_every_problem_solver_and_seed() -> None:
    """Rows come in the order of problems, solvers, seeds."""
    problems = [PMedian(town(k), p=3) for k in (1, 2)]
    table = compare(problems, ["greedy", "interchange"], seeds=range(3))
    found = [
        (r.solution.problem, r.solution.solver.name, r.solution.limits.seed)
        for r in table.rows
    ]
    assert found == [
        (p, s, k) for p in problems for s in ("greedy", "interchange") for k in range(3)
    ]


def test_bounds_of_one_problem_are_not_used_for_another() -> None:
    """Each problem has its own best bound."""
    problems = [PMedian(town(), p=p) for p in (3, 4)]
    table = compare(problems, ["highs", "greedy"])
    bounds = [row.best_bound for row in table.rows]
    assert bounds[0] == bounds[1] != bounds[2] == bounds[3]


def test_nothing_to_compare_is_refused() -> None:
    """At least one problem, solver and seed."""
    with pytest.raises(UsageError) as caught:
        compare([PMedian(town(), p=3)], [])
    assert str(caught.value) == (
        "compare has 1 problem, 0 solvers and 1 seed; give at least one of each."
    )


def test_the_tightest_bound_counts_whoever_proved_it() -> None:
    """A weak bound in the table does not widen the gaps of the others."""
    problem = PMedian(town(), p=5)
    weak = Lagrangian(steps=1)
    table = compare([problem], [weak, "highs", "greedy"])
    loose, tight = table.rows[0].solution.bound, table.rows[1].solution.bound
    assert loose < tight
    assert {row.best_bound for row in table.rows} == {tight}
    most = MCLP(town(), p=5, radius=15)
    runs = [solve(most, "highs"), replace(solve(most, "highs"), bound=1e6)]
    assert best_bound(runs) == runs[0].bound


def test_what_a_solver_refuses_is_said_before_any_run() -> None:
    """An hour of HiGHS is not thrown away for a name at the end of the list."""
    heard: list[object] = []
    with pytest.raises(RefusedError, match="lagrangian takes medians"):
        compare(
            [MCLP(town(), p=3, radius=10)],
            ["highs", "lagrangian"],
            watch=heard.append,
        )
    with pytest.raises(UsageError, match="No solver is called 'higs'"):
        compare([PMedian(town(), p=3)], ["greedy", "higs"], watch=heard.append)
    assert heard == []
