"""Small published fronts, point for point; left out without the benchmark files."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from siting import solve
from siting.cost import Floats
from siting.fronts.epsilon import Bools
from siting.fronts.exploration import Exploration
from siting.fronts.narrowing import narrowed
from siting.fronts.rows import RowsScalar, Several
from siting.fronts.timed import Timed
from siting.instance import Instance
from siting.limits import Limits
from siting.matrix import Columns, Matrix, Rows, subscripts
from siting.models import SSCFLP
from siting.problem import Problem
from siting.solution import Solution

Points = set[tuple[float, ...]]


def published(table: Path, name: str, *, columns: slice) -> Points:
    """Points of an instance."""
    with table.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.reader(file) if line[0] == name]
    return {tuple(float(cell) for cell in line[columns] if cell) for line in lines}


def numbers(path: Path) -> tuple[list[str], Floats]:
    """The words of a file, and its numbers."""
    words = path.read_text(encoding="utf-8").split()
    return words, np.array([word for word in words if word[-1].isdigit()], dtype=float)


def front_of(several: Several) -> Points:
    """By the search region."""
    limits, (q, wide) = Limits(), several.costs.shape
    work = Exploration(
        RowsScalar(several, limits), sites=wide, hard=np.zeros(q, dtype=bool),
        heard=lambda _: None,
    )  # fmt: skip
    work.run(lambda: limits.left)
    assert work.is_done
    assert work.proven.all()
    return set(map(tuple, work.archive.values.tolist()))


def one_assignment(cost: Floats, opening: Floats) -> Several:
    """Uncapacitated location with several costs (q, n, m) of one assignment."""
    q, n, m = cost.shape
    assign = m + np.arange(n * m)
    columns = [
        Columns("open", subscripts(m), integer=True),
        Columns("assign", subscripts(n, m), integer=True),
    ]
    linked = np.column_stack([assign, np.tile(np.arange(m), n)]).ravel()
    rows = [
        Rows("every_client_once", subscripts(n), m * np.arange(n + 1), assign, 1.0, 1.0,
             1.0),
        Rows("only_open_sites", subscripts(n * m), 2 * np.arange(n * m + 1), linked,
             np.tile([1.0, -1.0], n * m), -np.inf, 0.0),
    ]  # fmt: skip
    matrix = Matrix.assemble("min", columns, rows)
    return Several(matrix, np.concatenate([opening, cost.reshape(q, -1)], axis=1))


def test_two_costs_of_one_assignment(data_folder: Path) -> None:
    """vOptLib's didactic2, where the nearest site is not the best in both costs."""
    place = data_folder / "multiobjective" / "voptlib_biUFLP"
    _, given = numbers(place / "didactic2.txt")
    n, m = map(int, given[:2])
    cost = given[2 : 2 + 2 * n * m].reshape(2, n, m)
    opening = given[2 + 2 * n * m :].reshape(2, m)
    table = place / "fronts_computed.csv"
    expected = published(table, "didactic2", columns=slice(1, 3))
    assert front_of(one_assignment(cost, opening)) == expected


@pytest.mark.slow
def test_five_costs_of_one_assignment(data_folder: Path) -> None:
    """Forget's smallest, whose columns are assign, by clients, and then open."""
    place = data_folder / "multiobjective" / "forget21_uflp"
    name = "Forget21-UFLP_3_5_1-1000_1-100_spheredown_1_1"
    _, given = numbers(place / f"{name}.fgt")
    costs = given[3 : 3 + 5 * 12].reshape(5, 12)
    several = one_assignment(costs[:, :9].reshape(5, 3, 3), costs[:, 9:])
    expected = published(place / "fronts.csv", name, columns=slice(1, 6))
    assert len(expected) == 25
    assert front_of(several) == expected


def test_cost_and_longest_time_under_capacity(data_folder: Path) -> None:
    """Gadegaard's times on Holmberg's p5, each client at one site."""
    place = data_folder / "multiobjective" / "gadegaard16"
    name = "Gadegaard16_SSCFLP_Holmberg_p05_1.raw"
    _, given = numbers(place / "SSCFLP" / name)
    m, n = map(int, given[:2])
    capacity, opening = given[2 : 2 + 2 * m].reshape(m, 2).T
    demand = given[2 + 2 * m : 2 + 2 * m + n]
    cost, time = given[2 + 2 * m + n :].reshape(2, m, n)
    town = Instance.from_matrix((cost / demand).T, demand=demand)
    town = replace(town, opening=opening, capacity=capacity)

    def ask(problem: Problem, start: Bools | None, seconds: float) -> Solution:
        del start
        return solve(problem, time_limit=seconds)

    found = narrowed(Timed(SSCFLP(town), time.T), ask, Limits())
    assert found.complete
    expected = published(place / "fronts.csv", name, columns=slice(2, 4))
    assert {(round(a, 6), b) for (a, b), _ in found.points} == expected
