"""Several rows of costs over one matrix, against every 0-1 point."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from siting.cost import Floats
from siting.errors import ProblemError, UsageError
from siting.fronts import rows
from siting.fronts.epsilon import Answered, Bools, Ended
from siting.fronts.pairs import pairs
from siting.fronts.programs import Found
from siting.fronts.rows import RowsScalar, Several
from siting.limits import Limits
from siting.matrix import Columns, Matrix, Rows, subscripts
from siting.milp.highs import Options, Result, Status

FREE = np.inf


def matrix_of(
    table: Floats, low: Floats, high: Floats, *, integer: bool = True
) -> Matrix:
    """0-1 variables under the rows of a dense table."""
    row, column = np.nonzero(table)
    start = np.searchsorted(row, np.arange(len(table) + 1))
    x = Columns("x", subscripts(table.shape[1]), integer=integer)
    part = Rows(
        "row", subscripts(len(table)), start, column, table[row, column], low, high
    )
    return Matrix.assemble("min", [x], [part])


def drawn(rng: np.random.Generator, q: int) -> Several:
    """A small question with whole costs, some negative, which may have no answer."""
    n, tall = int(rng.integers(3, 9)), int(rng.integers(1, 4))
    table = rng.integers(-3, 8, (tall, n)).astype(float)
    table[:, 0] = 1.0  # no row is empty
    low = rng.integers(0, 9, tall).astype(float)
    size = 10.0 ** rng.integers(0, 7)
    costs = size * rng.integers(-4, 10, (q, n))
    return Several(matrix_of(table, low, low + rng.integers(0, 12, tall)), costs)


def points_of(several: Several) -> list[tuple[float, ...]]:
    """Values of all points that keep the rows, by plain sums."""
    matrix, found = several.matrix, []
    for chosen in product((0, 1), repeat=matrix.shape[1]):
        sums = np.zeros(matrix.shape[0])
        for r in range(len(sums)):
            for e in range(matrix.start[r], matrix.start[r + 1]):
                sums[r] += matrix.value[e] * chosen[matrix.column[e]]
        if ((sums >= matrix.row_lower) & (sums <= matrix.row_upper)).all():
            found.append(
                tuple(
                    float(sum(c * x for c, x in zip(row, chosen, strict=True)))
                    for row in several.costs.tolist()
                )
            )
    return found


def best_of(points: list[tuple[float, ...]]) -> set[tuple[float, ...]]:
    """Those that no other is at most in everything."""
    return {
        p
        for p in points
        if not any(
            o != p and all(a <= b for a, b in zip(o, p, strict=True)) for o in points
        )
    }


@pytest.mark.parametrize("seed", range(25))
def test_a_scalar_problem_is_the_best_point_within_its_limits(seed: int) -> None:
    """With any weights and limits, or it is proved that no point keeps them."""
    rng = np.random.default_rng(seed)
    several = drawn(rng, int(rng.integers(2, 5)))
    scalar = RowsScalar(several, Limits())
    points, q = points_of(several), len(several.costs)
    for _ in range(2):
        weights = rng.integers(0, 3, q).astype(float)
        weights[rng.integers(q)] += 1.0
        limits = np.full(q, FREE)
        if points:
            known = np.array(points)
            k = int(rng.integers(q))
            limits[k] = rng.choice(known[:, k]) - rng.integers(0, 2)
        within = [p for p in points if (np.array(p) <= limits).all()]
        found = scalar.solve(weights, limits, start=None, floor=-math.inf, seconds=60.0)
        if not within:
            assert found.ended is Ended.EMPTY
            assert found.design is None
            assert found.bound == FREE
            continue
        least = min(float(weights @ np.array(p)) for p in within)
        assert found.ended is Ended.PROVED
        assert found.design is not None
        values = scalar.values(found.design)
        assert tuple(values.tolist()) in within
        assert weights @ values == least
        assert found.bound <= least


@pytest.mark.parametrize("seed", range(12))
def test_a_front_is_that_of_all_points(seed: int) -> None:
    """Two to four rows of costs, by a loop of the test's own."""
    rng = np.random.default_rng(100 + seed)
    several = drawn(rng, 2 + seed % 3)
    assert front_of(several) == best_of(points_of(several))


def front_of(several: Several) -> set[tuple[float, ...]]:
    """The front, by limits just below each point in each objective in turn."""
    scalar, q = RowsScalar(several, Limits()), len(several.costs)
    found: set[tuple[float, ...]] = set()
    corners = {(FREE,) * q}
    while corners:
        corner = corners.pop()
        asked = scalar.solve(
            np.ones(q), np.array(corner), start=None, floor=-math.inf, seconds=60.0
        )
        if asked.design is None:
            assert asked.ended is Ended.EMPTY
            continue
        point = tuple(scalar.values(asked.design).tolist())
        found.add(point)
        whole = {corner, *corners}
        within = {
            c for c in whole if all(a <= b for a, b in zip(point, c, strict=True))
        }
        below = {
            (*c[:k], point[k] - scalar.steps[k] / 2, *c[k + 1 :])
            for c in within
            for k in range(q)
        }
        whole = (whole - within) | below
        corners = {
            c
            for c in whole
            if not any(
                o != c and all(a <= b for a, b in zip(c, o, strict=True)) for o in whole
            )
        }
    return found


def test_steps_are_what_all_values_are_multiples_of() -> None:
    """The greatest common divisor of whole costs; unknown for others."""
    matrix = matrix_of(np.ones((1, 3)), np.zeros(1), np.full(1, 3.0))
    costs = np.array([[4.0, -6.0, 0.0], [0.5, 1.0, 1.0], [0.0, 0.0, 0.0]])
    assert Several(matrix, costs).steps == (2.0, 0.0, 1.0)


def test_large_whole_values_are_told_apart() -> None:
    """Two points a unit apart in values above 1e9 are both found."""
    table = np.ones((1, 3))
    matrix = matrix_of(table, np.ones(1), np.ones(1))
    base = 2_000_000_000.0
    costs = np.array([[base, base + 1, base + 2], [base + 1, base, base - 1]])
    assert front_of(Several(matrix, costs)) == set(map(tuple, costs.T.tolist()))


def choice() -> tuple[Several, Bools]:
    """One of two, and the first of them."""
    matrix = matrix_of(np.ones((1, 2)), np.ones(1), np.ones(1))
    several = Several(matrix, np.array([[1.0, 2.0], [2.0, 1.0]]))
    return several, np.array([True, False])


def test_a_start_refutes_that_there_is_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A solver that says 'infeasible' of a question with a known point is wrong."""
    several, point = choice()

    def wrong(matrix: Matrix, options: Options, *, start: Floats | None) -> Found:
        del matrix, options, start
        return Result(Status.INFEASIBLE), None

    monkeypatch.setattr(rows, "solved_twice", wrong)
    scalar = RowsScalar(several, Limits())
    limits, weights = np.full(2, FREE), np.ones(2)
    found = scalar.solve(weights, limits, start=point, floor=-9.0, seconds=9.0)
    assert found.ended is Ended.STOPPED
    assert found.design is point
    assert found.bound == -9.0


@pytest.mark.parametrize("x", [[0.0, 0.0], [0.0, 1.0]])
def test_a_point_that_breaks_a_row_or_a_limit_is_not_believed(
    monkeypatch: pytest.MonkeyPatch, x: list[float]
) -> None:
    """Whatever a solver says, rounding is followed by a check."""
    several, _ = choice()

    def broken(matrix: Matrix, options: Options, *, start: Floats | None) -> Found:
        del matrix, options, start
        return Result(Status.OPTIMAL, bound=0.0), np.array(x)

    monkeypatch.setattr(rows, "solved_twice", broken)
    limits = np.array([1.0, FREE])
    found = RowsScalar(several, Limits()).solve(
        np.ones(2), limits, start=None, floor=-9.0, seconds=9.0
    )
    assert found.ended is Ended.STOPPED
    assert found.design is None
    assert found.bound == -9.0


def test_what_is_no_choice_of_0_or_1_is_refused() -> None:
    """Shares, whole numbers above 1 and costs without a number."""
    matrix = matrix_of(np.ones((1, 2)), np.ones(1), np.ones(1))
    costs = np.ones((2, 2))
    shares = matrix_of(np.ones((1, 2)), np.ones(1), np.ones(1), integer=False)
    for wrong in (shares, replace(matrix, upper=np.array([1.0, 2.0]))):
        with pytest.raises(ProblemError, match="a variable is not 0 or 1; write"):
            Several(wrong, costs)
    with pytest.raises(ProblemError, match=r"shape \(2, 3\); expected .* 2 columns"):
        Several(matrix, np.ones((2, 3)))
    with pytest.raises(ProblemError, match="not finite; forbid"):
        Several(matrix, np.array([[1.0, np.inf]]))


@pytest.mark.parametrize("seed", range(12))
def test_a_sweep_finds_all_pairs(seed: int) -> None:
    """Each once, sorted by the first, with a point that is worth it."""
    rng = np.random.default_rng(200 + seed)
    several = drawn(rng, 2)
    found = pairs(RowsScalar(several, Limits(), twice=bool(seed % 2)), Limits())
    assert found.complete
    expected = sorted(best_of(points_of(several)))
    assert [tuple(v) for v in found.values.tolist()] == expected
    assert found.programs >= len(expected) + 1
    worth = [tuple(several.values(d).tolist()) for d in found.designs]
    assert worth == expected


def test_a_sweep_that_is_stopped_leaves_out_what_may_be_dominated() -> None:
    """The last point, and nothing is called complete."""
    several, point = choice()
    asked: list[float] = []

    class Slow(RowsScalar):
        def solve(self, weights: Floats, limits: Floats, **rest: Any) -> Answered:
            asked.append(float(limits[1]))
            if len(asked) > 2:
                return Answered(Ended.STOPPED, None, -math.inf)
            return super().solve(weights, limits, **rest)

    found = pairs(Slow(several, Limits()), Limits())
    assert asked == [FREE, 1.5, 0.5]
    assert not found.complete
    assert found.programs == 3
    assert found.values.tolist() == [[1.0, 2.0]]
    assert found.designs[0].tolist() == point.tolist()


def test_a_sweep_without_a_step_is_refused() -> None:
    """Half a step below the last value is not known then."""
    several, _ = choice()
    scalar = RowsScalar(replace(several, costs=several.costs / 7), Limits())
    with pytest.raises(
        UsageError, match="expected two, and whole values of the second"
    ):
        pairs(scalar, Limits())
