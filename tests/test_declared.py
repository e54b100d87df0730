"""Declared models are read right: what a row and an objective say stays said."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pulp
import pyomo.environ as pyo
import pytest
from sentences import said

from siting.declared import _whole, decoded, matrix_of, reply
from siting.matrix import Matrix


def in_pyomo() -> Any:
    """One of everything that a row, a variable and an objective can be."""
    m = pyo.ConcreteModel()
    m.J = pyo.RangeSet(0, 2)
    m.open = pyo.Var(m.J, domain=pyo.Binary)
    m.x = pyo.Var(m.J, bounds=(-1, 5))
    m.many = pyo.Var(domain=pyo.NonNegativeIntegers, bounds=(0, 7))
    m.free = pyo.Var()
    m.goal = pyo.Objective(
        expr=10 + 3 * m.open[1] + 2 * m.x[0] - m.many + 0 * m.open[0],
        sense=pyo.maximize,
    )
    m.ranged = pyo.Constraint(expr=(1, m.x[0] + m.x[1] + 2, 3))
    m.at_least = pyo.Constraint(m.J, rule=lambda m, j: m.x[j] >= m.open[j] - 1)
    m.at_most = pyo.Constraint(expr=2 * m.x[2] - m.many <= 4 + m.open[2])
    m.equal = pyo.Constraint(expr=m.free + 1 == m.many)
    return m


def in_pulp() -> pulp.LpProblem:
    """The same without a range, which PuLP does not have."""
    problem = pulp.LpProblem("everything", pulp.LpMaximize)
    opened = [problem.add_variable(f"open_{j}", cat=pulp.LpBinary) for j in range(3)]
    x = [problem.add_variable(f"x_{j}", lowBound=-1, upBound=5) for j in range(3)]
    many = problem.add_variable("many", lowBound=0, upBound=7, cat=pulp.LpInteger)
    free = problem.add_variable("free")
    problem += 10 + 3 * opened[1] + 2 * x[0] - many
    for j in range(3):
        problem += x[j] >= opened[j] - 1, f"at_least_{j}"
    problem += 2 * x[2] - many <= 4 + opened[2], "at_most"
    problem += free + 1 == many, "equal"
    return problem


POINTS = [
    dict(zip(("open", "x", "many"), choice, strict=True))
    for choice in product(
        product([0, 1], repeat=3), product([-1, 0, 0.5, 5], repeat=3), [0, 3, 7]
    )
]


def truth(point: dict[str, Any], *, ranged: bool) -> tuple[bool, float]:
    """Whether a point keeps the rows above, worked out by hand, and its value."""
    is_open, x, many = point["open"], point["x"], point["many"]
    kept = all(x[j] >= is_open[j] - 1 for j in range(3))
    kept = kept and 2 * x[2] - many <= 4 + is_open[2]
    kept = kept and (not ranged or 1 <= x[0] + x[1] + 2 <= 3)
    return kept, 10 + 3 * is_open[1] + 2 * x[0] - many


def place(matrix: Matrix, point: dict[str, Any]) -> np.ndarray:
    """The point as columns of the matrix, found by name."""
    value = {f"open[{j}]": point["open"][j] for j in range(3)}
    value |= {f"x[{j}]": point["x"][j] for j in range(3)}
    value |= {"many": point["many"], "free": point["many"] - 1}
    return np.array([float(value[name]) for name in matrix.column_names()])


@pytest.mark.parametrize(
    ("model", "ranged"), [(in_pyomo(), True), (in_pulp(), False)], ids=["pyomo", "pulp"]
)
def test_the_matrix_allows_what_the_declaration_does(model: Any, ranged: bool) -> None:
    """Row by row <=, >=, == and ranges mean the same, and so does the objective."""
    matrix = matrix_of(model)
    kept_by_hand = []
    for point in POINTS:
        x = place(matrix, point)
        rows = np.add.reduceat(matrix.value * x[matrix.column], matrix.start[:-1])
        kept = bool(
            (matrix.row_lower - 1e-9 <= rows).all()
            and (rows <= matrix.row_upper + 1e-9).all()
        )
        wanted, value = truth(point, ranged=ranged)
        assert kept == wanted, point
        assert matrix.cost @ x + matrix.offset == pytest.approx(value)
        kept_by_hand.append(wanted)
    assert 0 < sum(kept_by_hand) < len(POINTS)


@pytest.mark.parametrize("model", [in_pyomo(), in_pulp()], ids=["pyomo", "pulp"])
def test_variables_keep_bounds_kinds_and_sense(model: Any) -> None:
    """Whole ones stay whole, free ones free, and 'open' comes first."""
    matrix = matrix_of(model)
    names = matrix.column_names()
    assert matrix.sense == "max"
    assert matrix.offset == 10
    assert names[:3] == ["open[0]", "open[1]", "open[2]"]
    assert matrix.family("open") == slice(0, 3)
    found = {
        name: (low, high, whole)
        for name, low, high, whole in zip(
            names,
            matrix.lower.tolist(),
            matrix.upper.tolist(),
            matrix.integer.tolist(),
            strict=True,
        )
    }
    assert found == {
        **{f"open[{j}]": (0, 1, 1) for j in range(3)},
        **{f"x[{j}]": (-1, 5, 0) for j in range(3)},
        "many": (0, 7, 1),
        "free": (-np.inf, np.inf, 0),
    }


def test_rows_keep_their_sentences() -> None:
    """A range is two rows of one name; subscripts are kept."""
    names = matrix_of(in_pyomo()).row_names()
    assert sorted(names) == sorted(
        ["ranged", "ranged", "at_most", "equal", *(f"at_least[{j}]" for j in range(3))]
    )
    assert sorted(matrix_of(in_pulp()).row_names()) == sorted(
        ["at_most", "equal", *(f"at_least[{j}]" for j in range(3))]
    )


def test_subscripts_are_sorted_as_numbers() -> None:
    """open_10 comes after open_9, so that columns are the sites in their order."""
    problem = pulp.LpProblem("ten", pulp.LpMinimize)
    opened = [problem.add_variable(f"open_{j}", cat=pulp.LpBinary) for j in range(12)]
    problem += pulp.lpSum((j + 1) * x for j, x in enumerate(opened))
    problem += pulp.lpSum(opened) >= 1, "some"
    matrix = matrix_of(problem)
    assert matrix.subscripts_of("open").ravel().tolist() == list(range(12))
    assert matrix.cost.tolist() == list(range(1, 13))


def hand_model(sense: Any) -> Any:
    """Two sites, two clients: rents 5 and 3, trips of 4 to the other; offset 100."""
    m = pyo.ConcreteModel()
    m.I, m.J = pyo.RangeSet(0, 1), pyo.RangeSet(0, 1)
    m.open = pyo.Var(m.J, domain=pyo.Binary)
    m.assign = pyo.Var(m.I, m.J, bounds=(0, 1))
    rent, trip = [5, 3], [[0, 4], [4, 0]]
    m.goal = pyo.Objective(
        expr=100
        + sum(rent[j] * m.open[j] for j in m.J)
        + sum(trip[i][j] * m.assign[i, j] for i in m.I for j in m.J),
        sense=sense,
    )
    m.once = pyo.Constraint(m.I, rule=lambda m, i: sum(m.assign[i, :]) == 1)
    m.only_open = pyo.Constraint(
        m.I, m.J, rule=lambda m, i, j: m.assign[i, j] <= m.open[j]
    )
    return m


@pytest.mark.parametrize(
    ("sense", "design", "value", "pairs"),
    [
        (pyo.minimize, [True, True], 108, {(0, 0), (1, 1)}),
        (pyo.minimize, [False, True], 107, {(0, 1), (1, 1)}),
        (pyo.minimize, [True, False], 109, {(0, 0), (1, 0)}),
        (pyo.maximize, [True, True], 116, {(0, 1), (1, 0)}),
    ],
)
def test_the_reply_to_a_design_is_the_best_one(
    sense: Any, design: list[bool], value: float, pairs: set[tuple[int, int]]
) -> None:
    """Worked out by hand for two sites and two clients."""
    matrix = matrix_of(hand_model(sense))
    found = reply(matrix, np.array(design))
    assert found is not None
    assert found.objective == pytest.approx(value)
    served = decoded(matrix, found.x)
    got = set(zip(served.client.tolist(), served.site.tolist(), strict=True))
    assert got == pairs
    assert served.share.tolist() == [1, 1]


def test_a_design_without_a_reply_has_none() -> None:
    """Nobody can be served by nothing."""
    assert reply(matrix_of(hand_model(pyo.minimize)), np.zeros(2, dtype=bool)) is None


def test_a_reply_keeps_its_bounds_to_the_last_digit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """HiGHS leaves -1e-15, and 0 would be less than nothing: no check would pass."""
    from siting.milp import highs

    true_solve = highs.solve

    def below(matrix: Matrix, options: highs.Options) -> highs.Result:
        found = true_solve(matrix, options)
        assert found.x is not None
        return replace(found, x=found.x - 1e-9)

    monkeypatch.setattr(highs, "solve", below)
    matrix = matrix_of(hand_model(pyo.minimize))
    found = reply(matrix, np.array([True, True]))
    assert found is not None
    assert found.x.min() == 0


def without_objective() -> Any:
    """A Pyomo model that wants nothing."""
    m = pyo.ConcreteModel()
    m.open = pyo.Var([0], domain=pyo.Binary)
    m.some = pyo.Constraint(expr=m.open[0] >= 1)
    return m


@pytest.mark.parametrize("model", [without_objective(), pulp.LpProblem("nothing")])
def test_a_model_without_objective_is_refused(model: Any) -> None:
    """It is the author of a model who reads this."""
    assert said(lambda: matrix_of(model)) == (
        "ProblemError: the declared model has no objective; add one."
    )


def test_families_of_mixed_kind_are_refused() -> None:
    """Whole and fractional variables of one name would lose their kind."""
    problem = pulp.LpProblem("mixed", pulp.LpMinimize)
    x = problem.add_variable("x_0", cat=pulp.LpBinary)
    y = problem.add_variable("x_1", lowBound=0)
    problem += x + y
    problem += x + y >= 1, "some"
    assert said(lambda: matrix_of(problem)) == (
        "ProblemError: a family of variables mixes whole and fractional ones; give "
        "each its name."
    )


def test_parts_that_nearly_make_one_make_one() -> None:
    """HiGHS keeps rows to 1e-7; who is served 0.999999994 times is served once."""
    part = np.array([0.8, 0.199999994, 0.3, 0.3, 1.0])
    whole = _whole(part, np.array([0, 0, 1, 1, 2]))
    assert whole[:2].sum() == pytest.approx(1.0, abs=1e-12)
    assert whole[2:].tolist() == [0.3, 0.3, 1.0]
