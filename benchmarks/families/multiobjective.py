"""Published problems of several objectives: MOrepo's fgt files, vOptLib's bi-UFLP."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from families.question import words
from siting.cost import Floats
from siting.fronts.rows import Several
from siting.matrix import Columns, Matrix, Rows, subscripts

LEAST, MOST, EQUAL = 0, 1, 2
"""How a row of an fgt file is bounded: >=, <=, =."""


def fgt(path: Path) -> tuple[Several, Floats]:
    """A problem of MOrepo's fgt format, and the signs (q,) of its objectives.

    ``n rows q``, q words minsum or maxsum, q rows of costs, the rows, ``type rhs`` of
    each row, lower and upper bounds. All variables are whole.
    """
    cells = [cell for line in words(path) for cell in line]
    n, tall, q = map(int, cells[:3])
    signs = np.array([-1.0 if word == "maxsum" else 1.0 for word in cells[3 : 3 + q]])
    numbers = np.array(cells[3 + q :], dtype=float)
    sizes = [q * n, tall * n, 2 * tall, n, n]
    if len(numbers) != sum(sizes):
        raise SystemExit(f"{path}: {len(numbers)} numbers, expected {sum(sizes)}")
    parts = np.split(numbers, np.cumsum(sizes)[:-1])
    costs, table = parts[0].reshape(q, n), parts[1].reshape(tall, n)
    kind, rhs = parts[2].reshape(tall, 2).T
    low, high = (
        np.where(kind == MOST, -np.inf, rhs),
        np.where(kind == LEAST, np.inf, rhs),
    )
    matrix = whole(table, low, high, lower=parts[3], upper=parts[4])
    return Several(matrix, signs[:, None] * costs), signs


def whole(
    table: Floats, low: Floats, high: Floats, *, lower: Floats, upper: Floats
) -> Matrix:
    """A matrix of whole variables from a dense table (rows, n)."""
    row, column = np.nonzero(table)
    start = np.searchsorted(row, np.arange(len(table) + 1))
    variables = Columns("x", subscripts(len(lower)), 0.0, lower, upper, integer=True)
    rows = Rows(
        "row", subscripts(len(table)), start, column, table[row, column], low, high
    )
    return Matrix.assemble("min", [variables], [rows])


def bi_uflp(path: Path) -> Several:
    """vOptLib's uncapacitated location with two costs.

    ``users services``, two tables of costs (users, services), two rows of opening
    costs (services,). Columns: open, then assign by users.
    """
    cells = [cell for line in words(path) for cell in line]
    n, m = map(int, cells[:2])
    numbers = np.array(cells[2:], dtype=float)
    if len(numbers) != 2 * (n * m + m):
        raise SystemExit(f"{path}: {len(numbers)} numbers, expected {2 * (n * m + m)}")
    travel = numbers[: 2 * n * m].reshape(2, n * m)
    opening = numbers[2 * n * m :].reshape(2, m)
    client, site = np.divmod(np.arange(n * m), m)
    assign = m + np.arange(n * m)
    linked = np.column_stack([assign, site]).ravel()
    columns = [
        Columns("open", subscripts(m), integer=True),
        Columns("assign", np.column_stack([client, site]), integer=True),
    ]
    rows = [
        Rows("every_client_once", subscripts(n), m * np.arange(n + 1), assign, 1.0, 1.0,
             1.0),
        Rows("only_open_sites", subscripts(n * m), 2 * np.arange(n * m + 1), linked,
             np.tile([1.0, -1.0], n * m), -np.inf, 0.0),
    ]  # fmt: skip
    return Several(
        Matrix.assemble("min", columns, rows), np.concatenate([opening, travel], axis=1)
    )
