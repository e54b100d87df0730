"""Families of variables and constraints, laid one behind the other."""

from __future__ import annotations

import numpy as np
import pytest

from siting.matrix import Columns, Matrix, Rows, Sense, subscripts


def small(sense: Sense = "min") -> Matrix:
    """Three sites, two clients, and a row that holds one number of all."""
    opened = Columns("open", subscripts(3), np.array([5.0, 6, 7]), integer=True)
    served = Columns("served", subscripts(2), 1.0, -1.0, np.array([2.0, np.inf]))
    single = Columns("spare", subscripts(), 0.5, upper=9.0)
    count = Rows(
        "open_two", subscripts(), np.array([0, 3]), np.arange(3), 1.0, 2.0, 2.0
    )
    reach = Rows(
        "reach",
        np.array([[1, 0], [0, 2]]),
        np.array([0, 2, 3]),
        np.array([3, 0, 4]),
        np.array([1.0, -1.0, 4.0]),
        -np.inf,
        np.array([0.0, 8.0]),
    )
    columns = [opened, served, single]
    return Matrix.assemble(sense, columns, [count, reach], offset=3.0)


def test_subscripts_run_row_by_row() -> None:
    """The last one runs fastest, and a single thing has none."""
    assert subscripts(2, 2).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert subscripts(2).tolist() == [[0], [1]]
    assert subscripts().shape == (1, 0)
    assert subscripts(0).shape == (0, 1)


def test_families_lie_one_behind_the_other() -> None:
    """Every number is where it was said to be."""
    matrix = small()
    assert matrix.shape == (3, 6)
    assert matrix.cost.tolist() == [5, 6, 7, 1, 1, 0.5]
    assert matrix.lower.tolist() == [0, 0, 0, -1, -1, 0]
    assert matrix.upper.tolist() == [1, 1, 1, 2, np.inf, 9]
    assert matrix.integer.tolist() == [1, 1, 1, 0, 0, 0]
    assert matrix.start.tolist() == [0, 3, 5, 6]
    assert matrix.column.tolist() == [0, 1, 2, 3, 0, 4]
    assert matrix.value.tolist() == [1, 1, 1, 1, -1, 4]
    assert matrix.row_lower.tolist() == [2, -np.inf, -np.inf]
    assert matrix.row_upper.tolist() == [2, 0, 8]
    assert matrix.offset == 3


def test_names_read_as_in_the_textbook() -> None:
    """Families with subscripts in brackets, single things without."""
    matrix = small()
    assert matrix.column_names() == [
        *("open[0]", "open[1]", "open[2]"),
        *("served[0]", "served[1]", "spare"),
    ]
    assert matrix.row_names() == ["open_two", "reach[1,0]", "reach[0,2]"]


def test_families_are_found_by_name() -> None:
    """Also the ones that are not there, which are empty."""
    matrix = small()
    assert matrix.family("open") == slice(0, 3)
    assert matrix.family("served") == slice(3, 5)
    assert matrix.family("spare") == slice(5, 6)
    assert len(matrix.cost[matrix.family("assign")]) == 0
    assert matrix.subscripts_of("served").tolist() == [[0], [1]]
    assert len(matrix.subscripts_of("assign")) == 0


def test_signs_turn_here_and_nowhere_else() -> None:
    """What is maximised is minimised with its sign turned."""
    assert small("min").minimised.tolist() == [5, 6, 7, 1, 1, 0.5]
    assert small("max").minimised.tolist() == [-5, -6, -7, -1, -1, -0.5]


@pytest.mark.parametrize("design", [[True, False, True], [False, False, False]])
def test_fixing_a_design_fixes_only_the_sites(design: list[bool]) -> None:
    """The rest is the reply, and the matrix it came from stays as it was."""
    matrix = small()
    fixed = matrix.with_design(np.array(design))
    assert fixed.lower[:3].tolist() == fixed.upper[:3].tolist() == design
    assert fixed.lower[3:].tolist() == matrix.lower[3:].tolist()
    assert fixed.upper[3:].tolist() == matrix.upper[3:].tolist()
    assert matrix.upper[:3].tolist() == [1, 1, 1]
