"""Units in which HiGHS, whose tolerances are absolute, sees a model as it is meant."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from siting.matrix import Matrix


def objective_scale(matrix: Matrix) -> float:
    """Power of two that brings the largest cost to about 1000 when it is far off.

    HiGHS compares reduced costs and objectives with absolute tolerances.
    """
    largest = float(np.abs(matrix.cost).max(initial=0.0))
    if largest == 0 or 1 <= largest <= 1e6:
        return 1.0
    return 2.0 ** -round(math.log2(largest / 1000))


def row_scaled(matrix: Matrix) -> Matrix:
    """The same model, rows of small coefficients times a power of two.

    HiGHS compares rows with absolute tolerances, so that sums of people in units of
    1e-7 would break a capacity as it likes. A row whose coefficients are all below 1
    is brought to a largest one between 1 and 2.
    """
    counts = np.diff(matrix.start)
    there = np.flatnonzero(counts)
    size = np.ones(len(counts))
    size[there] = np.maximum.reduceat(np.abs(matrix.value), matrix.start[:-1][there])
    small = (size < 1) & (size > 0)
    if not small.any():
        return matrix
    scale = np.ones(len(size))
    scale[small] = 2.0 ** -np.floor(np.log2(size[small]))
    return replace(
        matrix,
        value=matrix.value * np.repeat(scale, counts),
        row_lower=matrix.row_lower * scale,
        row_upper=matrix.row_upper * scale,
    )
