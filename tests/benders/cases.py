"""Tiny mixed-integer models with all that goes wrong, and their replies by scipy."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from functools import cache

import numpy as np
from scipy.optimize import linprog

from siting.benders.split import Split
from siting.cost import Floats
from siting.matrix import Columns, Matrix, Rows, Sense, subscripts

WHOLE, REST, ROWS = 3, 5, 6


def tiny_matrix(seed: int) -> Matrix:
    """Three whole variables, five continuous ones, free or bounded, rows of all kinds.

    Coefficients are small whole numbers, many of them 0, so that the reply falls into
    parts now and then, and rows have one continuous variable or none.
    """
    rng = np.random.default_rng(seed)
    table = rng.integers(-3, 4, (ROWS, WHOLE + REST)).astype(float)
    table[rng.random(table.shape) < 0.5] = 0.0
    lower = rng.integers(-4, 3, ROWS).astype(float)
    upper = lower + rng.choice([0.0, 3.0, np.inf], ROWS, p=[0.25, 0.25, 0.5])
    lower[np.isinf(upper) & (rng.random(ROWS) < 0.3)] = -np.inf
    most = rng.choice([1.0, 1.0, 2.0], WHOLE)
    low = rng.choice([0.0, -1.0, -np.inf], REST, p=[0.6, 0.2, 0.2])
    high = rng.choice([1.0, 4.0, np.inf], REST, p=[0.4, 0.2, 0.4])
    cost = rng.integers(-1, 5, WHOLE + REST).astype(float)
    cost[WHOLE:][np.isinf(low)] = 0.0
    row, column = np.nonzero(table)
    start = np.searchsorted(row, np.arange(ROWS + 1))
    sense: Sense = "min" if rng.random() < 0.5 else "max"
    sign = 1.0 if sense == "min" else -1.0
    return Matrix.assemble(
        sense,
        [
            Columns("open", subscripts(WHOLE), sign * cost[:WHOLE], 0.0, most, True),
            Columns("assign", subscripts(REST), sign * cost[WHOLE:], low, high),
        ],
        [Rows("r", subscripts(ROWS), start, column, table[row, column], lower, upper)],
    )


def whole_points(split: Split) -> Iterator[Floats]:
    """All points of the whole variables within their bounds."""
    ends = zip(split.whole_lower, split.whole_upper, strict=True)
    ranges = [np.arange(a, b + 1) for a, b in ends]
    for point in itertools.product(*ranges):
        yield np.array(point, dtype=float)


def worth(split: Split, whole: Floats, part: int) -> float:
    """What one part of the reply costs: inf when it has none, -inf without an end."""
    rows, columns = split.row_part == part, split.rest_part == part
    table = split.replies.toarray()[rows][:, columns]
    shift = (split.links @ whole)[rows]
    low, high = split.row_lower[rows] - shift, split.row_upper[rows] - shift
    below, above = np.isfinite(low), np.isfinite(high)
    ends = zip(split.rest_lower[columns], split.rest_upper[columns], strict=True)
    found = linprog(
        split.rest_cost[columns],
        A_ub=np.vstack([table[above], -table[below]]),
        b_ub=np.concatenate([high[above], -low[below]]),
        bounds=[(a, b) for a, b in ends],
    )
    if found.status == 2:
        return np.inf
    return float(found.fun) if found.status == 0 else -np.inf


@cache
def case(seed: int) -> tuple[Split, dict[bytes, Floats]]:
    """A tiny model taken apart, and what each part costs (parts,) at whole points."""
    split = Split.of(tiny_matrix(seed))
    return split, {
        whole.tobytes(): np.array([worth(split, whole, k) for k in range(split.parts)])
        for whole in whole_points(split)
    }
