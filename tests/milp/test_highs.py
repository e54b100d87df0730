"""A matrix in HiGHS, in this process or in a child: what comes back."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from matrices import feasible, hard, knapsack
from sentences import said

from siting.instance import Instance
from siting.matrix import Columns, Matrix, Rows, Sense, subscripts
from siting.milp import child, highs
from siting.milp.highs import Options, Result, Status
from siting.models.sscflp import SSCFLP

Solve = Callable[..., Result]


def in_child(matrix: Matrix, options: Options, **more: Any) -> Result:
    """The result of a child, without its design."""
    return child.solve(matrix, options, **more)[0]


WAYS = pytest.mark.parametrize("solve", [highs.solve, in_child], ids=["here", "child"])


def relaxed(matrix: Matrix) -> Matrix:
    """The same with fractional variables."""
    return replace(matrix, integer=np.zeros_like(matrix.integer))


@WAYS
@pytest.mark.parametrize("scale", [1.0, 1e9, 1e-9, 12345.678])
@pytest.mark.parametrize("offset", [0.0, -7e8, 1e-8])
@pytest.mark.parametrize(("sense", "best"), [("max", 8), ("min", 7)])
def test_value_and_bound_are_in_the_users_sense_and_unit(
    solve: Solve, scale: float, offset: float, sense: Sense, best: float
) -> None:
    """However large or small the costs are, and whatever is added to them."""
    matrix = knapsack(sense, scale=scale, offset=offset)
    result = solve(matrix, Options())
    assert result.status is Status.OPTIMAL
    assert result.x is not None
    value = matrix.cost @ result.x + offset
    close = 1e-6 * scale + 1e-12 * abs(offset)
    assert value == pytest.approx(best * scale + offset, abs=close)
    assert result.bound == pytest.approx(best * scale + offset, abs=close)


@WAYS
@pytest.mark.parametrize("scale", [1.0, 1e9, 1e-9])
@pytest.mark.parametrize(
    ("sense", "best"), [("max", 5 + 3 + 4 / 3), ("min", 4 + 5 / 2)]
)
def test_fractional_models_have_their_value_as_bound(
    solve: Solve, scale: float, sense: Sense, best: float
) -> None:
    """By hand: one and three and a third of two; all of two and half of one."""
    matrix = relaxed(knapsack(sense, scale=scale, offset=2 * scale))
    result = solve(matrix, Options())
    assert result.x is not None
    wanted = pytest.approx((best + 2) * scale)
    assert result.bound == wanted
    assert matrix.cost @ result.x + 2 * scale == wanted


@WAYS
def test_infeasible_is_said_and_has_no_point(solve: Solve) -> None:
    """Four of three cannot be had."""
    matrix = replace(knapsack("min"), row_lower=np.array([7.0]))
    result = solve(matrix, Options())
    assert result.status is Status.INFEASIBLE
    assert result.x is None
    assert math.isnan(result.bound)


@WAYS
@pytest.mark.parametrize("whole", [True, False])
def test_unbounded_is_told_from_infeasible(solve: Solve, whole: bool) -> None:
    """HiGHS's 'unbounded or infeasible' is not passed on."""
    matrix = replace(
        knapsack("max"),
        upper=np.full(3, np.inf),
        row_upper=np.array([np.inf]),
        row_lower=np.array([1.0]),
    )
    result = solve(matrix if whole else relaxed(matrix), Options())
    assert result.status is Status.UNBOUNDED
    assert math.isnan(result.bound)


@WAYS
def test_infeasible_stays_so_when_it_would_be_unbounded(solve: Solve) -> None:
    """Presolve may not say which; without it HiGHS does."""
    x = Columns("x", subscripts(2), np.array([-1.0, -1]), -np.inf, np.inf)
    up = Rows(
        "up",
        subscripts(2),
        np.array([0, 2, 4]),
        np.array([0, 1, 0, 1]),
        np.array([1.0, -1, 1, -1]),
        np.array([1.0, -np.inf]),
        np.array([np.inf, 0.0]),
    )
    result = solve(Matrix.assemble("min", [x], [up]), Options())
    assert result.status is Status.INFEASIBLE


@WAYS
def test_the_gap_that_is_asked_for_is_enough(solve: Solve) -> None:
    """A run that may stop early stops with a bound that holds."""
    result = solve(knapsack("max"), Options(gap=10.0))
    assert result.status is Status.OPTIMAL
    assert result.bound >= 8 - 1e-9


FINITE = "that is not a finite number; check the data."


@WAYS
@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("cost", np.nan, f"the model has a cost {FINITE}"),
        ("cost", np.inf, f"the model has a cost {FINITE}"),
        ("value", np.nan, f"the model has a coefficient {FINITE}"),
        ("value", -np.inf, f"the model has a coefficient {FINITE}"),
        ("lower", np.nan, "the model has a bound that is NaN; check the data."),
        ("upper", np.nan, "the model has a bound that is NaN; check the data."),
        ("row_lower", np.nan, "the model has a bound that is NaN; check the data."),
        ("row_upper", np.nan, "the model has a bound that is NaN; check the data."),
        (
            "value",
            -1e-9,
            "the model has a coefficient of -1e-09, which HiGHS would drop; choose "
            "units so that none is below 1e-09.",
        ),
    ],
)
def test_numbers_that_highs_would_misread_are_refused(
    solve: Solve, field: str, value: float, sentence: str
) -> None:
    """HiGHS takes NaN and drops what is tiny without a word; we do not."""
    matrix = knapsack()
    array = getattr(matrix, field).copy()
    array[0] = value
    bad = replace(matrix, **{field: array})
    assert said(lambda: solve(bad, Options())) == f"ProblemError: {sentence}"


OPTIONS = [
    ("nonsense=1", "HiGHS has no option 'nonsense'; see its list of options."),
    ("mip_rel_gap=much", "HiGHS option mip_rel_gap is 'much'; expected double."),
    ("mip_max_nodes=1.5", "HiGHS option mip_max_nodes is '1.5'; expected int."),
    ("log_to_console=2", "HiGHS option log_to_console is '2'; expected bool."),
    (
        "mip_rel_gap=-1",
        "HiGHS does not take the option mip_rel_gap=-1.0; see its list of options for "
        "names and ranges.",
    ),
    (
        "presolve=perhaps",
        "HiGHS does not take the option presolve='perhaps'; see its list of options "
        "for names and ranges.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), OPTIONS)
def test_options_that_highs_does_not_know_are_refused(
    text: str, sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """Unknown names and wrong types are told in a sentence, and nothing is printed."""
    options = Options(extra=(text,))
    assert said(lambda: highs.solve(knapsack(), options)) == f"UsageError: {sentence}"
    assert capfd.readouterr().out == ""


@WAYS
def test_options_reach_highs(solve: Solve) -> None:
    """A limit of no nodes and no heuristics stops a hard model at once."""
    extra = ("mip_max_nodes=0", "mip_heuristic_effort=0", "presolve=off")
    matrix = hard(30, 3)
    result = solve(matrix, Options(extra=extra))
    assert result.status is Status.NODE_LIMIT
    assert solve(matrix, Options()).status is Status.OPTIMAL


@WAYS
def test_a_start_is_accepted(solve: Solve) -> None:
    """A feasible point is an incumbent from the first moment."""
    matrix, heard = hard(30, 3), []
    start = feasible(matrix, n=30, p=3)
    value = float(matrix.cost @ start)
    solve(matrix, Options(), start=start, heard=lambda z, *_: heard.append(z))
    assert heard[0] == pytest.approx(value)
    assert heard == sorted(heard, reverse=True)


@WAYS
def test_a_start_that_breaks_the_rules_does_no_harm(solve: Solve) -> None:
    """It is a help, not a condition."""
    result = solve(knapsack(), Options(), start=np.ones(3))
    assert result.status is Status.OPTIMAL
    assert result.bound == pytest.approx(8)


@WAYS
def test_incumbents_are_heard_in_the_users_sense(solve: Solve) -> None:
    """Better and better, until the last is the answer."""
    matrix, heard = hard(30, 3), []
    result = solve(matrix, Options(), heard=lambda z, x, b: heard.append((z, x, b)))
    assert result.x is not None
    values = [z for z, _, _ in heard]
    assert values == sorted(values, reverse=True)
    assert values[-1] == pytest.approx(matrix.cost @ result.x)
    assert all(x[:30].sum() == pytest.approx(3) for _, x, _ in heard)


def test_a_model_without_coefficients_is_solved() -> None:
    """Empty arrays travel: three sites, no rows that hold any."""
    matrix = knapsack()
    empty = np.empty(0, dtype=np.int32)
    bare = replace(
        matrix,
        start=np.zeros(2, dtype=np.int32),
        column=empty,
        value=np.empty(0),
    )
    assert in_child(bare, Options()).bound == pytest.approx(12)


@WAYS
def test_a_point_that_breaks_rows_is_not_believed(solve: Solve) -> None:
    """HiGHS 1.15.1 solves this in presolve, and its point leaves clients unserved.

    It then ends with 'Solve error'; without presolve it finds the optimum.
    """
    cost = np.array(
        [
            [6806765.81663452, 64170809.0084056, 49214062.12205876],
            [36233939.13210467, 76809985.37907967, 76343556.17063452],
            [32499930.04091451, 53066633.73632826, 38192330.30059315],
            [34800987.61979888, 75834708.88243836, 75047435.8759682],
            [65414957.37626746, 21977394.48092413, 83264014.34556867],
        ]
    )
    town = replace(
        Instance.from_matrix(cost, demand=[1, 4, 5, 1, 5]),
        capacity=[16, 12, 8],
        opening=[29.23, 220.07, 110.6],
    )
    matrix = SSCFLP(town, closest=True).matrix
    points = []
    result = solve(matrix, Options(), heard=lambda _, x, __: points.append(x))
    assert result.status is Status.OPTIMAL
    assert result.x is not None
    assert matrix.holds(result.x)
    assert all(matrix.holds(x) for x in points)
    assert result.bound == pytest.approx(458930381.87404525)


def test_a_point_holds_when_it_keeps_rows_and_bounds() -> None:
    """Up to rounding: 3 of 3 fit, 4 do not, and nothing is beyond its bounds."""
    matrix = knapsack("max")
    fits = np.zeros(3)
    assert matrix.holds(fits)
    assert not matrix.holds(np.ones(3) * 2)
    assert not matrix.holds(fits - 0.5)
    row = matrix.value[matrix.start[0] : matrix.start[1]] @ np.ones(3)
    assert matrix.holds(np.ones(3)) == (row <= matrix.row_upper[0])
