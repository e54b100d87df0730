"""The point of a matrix for a known answer, without solving anything."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.assignment import Assignment
from siting.cost import Floats
from siting.matrix import Matrix

TOLERANCE = 1e-6
"""Breach of a row or bound, relative to its size, that a start may have."""


def completed(
    matrix: Matrix, design: NDArray[np.bool_], served: Assignment
) -> Floats | None:
    """``open`` and ``assign`` of an answer, and what equations then say of the rest.

    Every other variable must be the only one left in some equation, such as who is
    served nowhere; None when that is not so, or a row or bound is broken.

    Parameters
    ----------
    design : (m,)
        Open sites.
    """
    places = _places(matrix, served)
    if places is None:
        return None
    x, known = np.zeros(matrix.shape[1]), np.zeros(matrix.shape[1], dtype=bool)
    x[matrix.family("open")] = design
    x[places] = served.share
    known[matrix.family("open")] = known[matrix.family("assign")] = True
    table = csr_array((matrix.value, matrix.column, matrix.start), shape=matrix.shape)
    left = (matrix.value != 0) & ~known[matrix.column]
    row_of = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.start))
    alone = np.bincount(row_of[left], minlength=matrix.shape[0]) == 1
    settles = left & (alone & (matrix.row_lower == matrix.row_upper))[row_of]
    row, column = row_of[settles], matrix.column[settles]
    x[column] = (matrix.row_lower - table @ x)[row] / matrix.value[settles]
    known[column] = True
    return x if known.all() and _is_allowed(matrix, table @ x, x) else None


def _places(matrix: Matrix, served: Assignment) -> NDArray[np.intp] | None:
    """Positions of the variables of an assignment; None when some have none."""
    index = matrix.subscripts_of("assign").astype(np.int64)
    asked = np.column_stack([served.client, served.site, served.layer])
    if not len(index) or not len(asked):
        return None if len(asked) else np.empty(0, dtype=np.intp)
    size = np.maximum(index.max(axis=0), asked[:, : index.shape[1]].max(axis=0)) + 1
    keys = np.ravel_multi_index(tuple(index.T), tuple(size))
    wanted = np.ravel_multi_index(tuple(asked[:, : index.shape[1]].T), tuple(size))
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    there = (keys[at] == wanted).all()
    return at + matrix.family("assign").start if there else None


def _is_allowed(matrix: Matrix, value: Floats, x: Floats) -> bool:
    """Whether a point (columns,) with row sums ``value`` keeps all rows and bounds."""
    for lower, true, upper in (
        (matrix.row_lower, value, matrix.row_upper),
        (matrix.lower, x, matrix.upper),
    ):
        slack = TOLERANCE * np.maximum(1.0, np.abs(true))
        if (true < lower - slack).any() or (true > upper + slack).any():
            return False
    return True
