"""Explicit matrices of TSPLIB: all of it, or a triangle of a symmetric one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from siting.cost import Floats
from siting.errors import InstanceError
from siting.files.textfile import largest_size, numbers, shortened
from siting.instance import LARGEST_STORED

Lines = Iterable[tuple[int, str]]

LAYOUTS = {
    "FULL_MATRIX": "full",
    "UPPER_ROW": "upper",
    "LOWER_COL": "upper",
    "LOWER_ROW": "lower",
    "UPPER_COL": "lower",
    "UPPER_DIAG_ROW": "upper diagonal",
    "LOWER_DIAG_COL": "upper diagonal",
    "LOWER_DIAG_ROW": "lower diagonal",
    "UPPER_DIAG_COL": "lower diagonal",
}
"""Part of a matrix, row by row, for every EDGE_WEIGHT_FORMAT; it is symmetric."""


def weight_matrix(lines: Lines, *, layout: str, n: int, path: Path) -> Floats:
    """The matrix (n, n) that the lines of an EDGE_WEIGHT_SECTION hold.

    The diagonal, where TSPLIB writes 9999 against loops, is 0: travel to oneself.
    """
    part = LAYOUTS.get(layout)
    if part is None:
        raise InstanceError(
            f"{path}: EDGE_WEIGHT_FORMAT is {shortened(layout)}; expected one of "
            f"{', '.join(LAYOUTS)}."
        )
    count = _pairs(part, n=n)
    room = largest_size(path)
    if 2 * count - 1 > room or 8 * n * n > LARGEST_STORED:
        raise InstanceError(
            f"{path}: DIMENSION is {n:,}, but neither its {path.stat().st_size:,} "
            "bytes nor memory can hold such a matrix; fetch the file again."
        )
    values = _weights(lines, count=count, path=path)
    if part == "full":
        matrix = values.reshape(n, n)
    else:
        matrix = np.zeros((n, n))
        places = np.triu_indices if part.startswith("upper") else np.tril_indices
        shift = 0 if part.endswith("diagonal") else 1
        rows, columns = places(n, shift if places is np.triu_indices else -shift)
        matrix[rows, columns] = matrix[columns, rows] = values
    np.fill_diagonal(matrix, 0)
    return matrix


def _pairs(part: str, *, n: int) -> int:
    """How many numbers a part of a matrix has."""
    if part == "full":
        return n * n
    return n * (n + 1) // 2 if part.endswith("diagonal") else n * (n - 1) // 2


def _weights(lines: Lines, *, count: int, path: Path) -> Floats:
    """All numbers of a section, however they are broken into lines."""
    blocks, got = [np.empty(0)], 0
    for number, text in lines:
        block = numbers(text.split(), where=f"{path}, line {number}")
        if (block < 0).any():
            raise InstanceError(
                f"{path}, line {number}: a weight is {block.min():g}; expected numbers "
                ">= 0."
            )
        blocks.append(block)
        got += len(block)
        if got > count:
            break
    if got != count:
        raise InstanceError(
            f"{path}: expected {count} weights by DIMENSION and EDGE_WEIGHT_FORMAT, "
            f"but there are {'more' if got > count else f'only {got}'}; fetch the file "
            "again or correct its header."
        )
    return np.concatenate(blocks)
