"""Two problems in one matrix: the same open sites, each with its own reply."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.fronts.epsilon import NEAR, Answered, Bools, Ended
from siting.fronts.programs import solved_twice
from siting.limits import Limits
from siting.matrix import Columns, Matrix, Rows
from siting.milp.highs import Options, Result, Status
from siting.problem import Problem
from siting.textbook.start import point


class JointEpsilon:
    """The scalar problems of two declared models, solved by HiGHS.

    Parameters
    ----------
    first, second
        The one that is optimised, and the one that is limited.
    step
        Of the first one's values; 0 where it is not known.
    """

    def __init__(
        self, first: Problem, second: Problem, limits: Limits, *, step: float
    ) -> None:
        self._problems, self._limits = (first, second), limits
        self._parts = (first.matrix, second.matrix)
        self._matrix = joined(*self._parts)
        self._options = Options(
            seed=limits.seed, threads=limits.threads, absolute_gap=NEAR * step
        )

    def solve(
        self, limit: float, *, start: Bools | None, floor: float, seconds: float
    ) -> Answered:
        """The least first objective while the second is at most the limit."""
        matrix = self._limited(limit)
        begin = None if start is None else self._point(start, seconds)
        options = replace(self._options, time_limit=seconds)
        result, x = solved_twice(matrix, options, start=begin)
        if result.status is Status.INFEASIBLE:
            return Answered(Ended.EMPTY, None, math.inf)
        design = None if x is None else x[matrix.family("open")] > 0.5
        bound = floor if math.isnan(result.bound) else max(floor, result.bound)
        return Answered(_ended(result), design, bound)

    def _limited(self, limit: float) -> Matrix:
        """The matrix with the limit in its last row."""
        if not math.isfinite(limit):
            return self._matrix
        upper = self._matrix.row_upper.copy()
        less = self._parts[1].offset * self._problems[1].sign
        upper[-1] = (limit - less) / row_unit(self._parts[1])
        return replace(self._matrix, row_upper=upper)

    def _point(self, design: Bools, seconds: float) -> Floats | None:
        """The point of both matrices for a design."""
        found = []
        for problem, part in zip(self._problems, self._parts, strict=True):
            x = point(problem, part, design, time_limit=0.1 * seconds)
            if x is None:
                return None
            found.append(x)
        m = len(design)
        return np.concatenate([found[0], found[1][m:]])


def _ended(result: Result) -> Ended:
    return Ended.PROVED if result.status is Status.OPTIMAL else Ended.STOPPED


def joined(first: Matrix, second: Matrix) -> Matrix:
    """Both matrices with the same columns of ``open``, which are the first of each.

    It is minimised by the first one's costs; the second one's are the last row, without
    a limit.
    """
    m = first.family("open").stop
    wide = first.shape[1]
    move = _moved(second, m, wide)
    columns = [*_columns(first, first.minimised, 0), *_columns(second, None, m)]
    cost = np.flatnonzero(second.minimised)
    whole = np.concatenate([[0], [len(cost)]])
    rows = [
        *_rows(first, np.arange(wide)),
        *_rows(second, move),
        Rows(
            "second_objective_within_its_limit", np.empty((1, 0), dtype=np.int32),
            whole, move[cost], second.minimised[cost] / row_unit(second), -np.inf,
            np.inf,
        ),
    ]  # fmt: skip
    offset = first.offset if first.sense == "min" else -first.offset
    return Matrix.assemble("min", columns, rows, offset=offset)


def row_unit(matrix: Matrix) -> float:
    """A power of two in which the largest cost is at most about 1000.

    A limit in millions is as near to its neighbours as HiGHS's tolerance of a row.
    """
    largest = float(np.abs(matrix.cost).max(initial=0.0))
    return 2.0 ** math.ceil(math.log2(largest / 1000)) if largest > 1000 else 1.0


def _moved(matrix: Matrix, m: int, wide: int) -> NDArray[np.intp]:
    """Where the columns of a matrix are in the joint one."""
    place = np.arange(matrix.shape[1])
    return np.where(place < m, place, place - m + wide)


def _columns(matrix: Matrix, cost: Floats | None, first: int) -> list[Columns]:
    """The columns of a matrix from one on, as one family each of theirs."""
    found, at = [], 0
    for block in matrix.column_blocks:
        part = slice(at, at + len(block.index))
        at = part.stop
        if part.start < first:
            continue
        found.append(
            Columns(
                block.name, block.index, 0.0 if cost is None else cost[part],
                matrix.lower[part], matrix.upper[part],
                integer=bool(matrix.integer[part].any()),
            )
        )  # fmt: skip
    return found


def _rows(matrix: Matrix, place: NDArray[np.intp]) -> list[Rows]:
    """The rows of a matrix over columns that lie elsewhere."""
    found, at = [], 0
    for block in matrix.row_blocks:
        part = slice(at, at + len(block.index))
        at = part.stop
        begin, end = matrix.start[part.start], matrix.start[part.stop]
        found.append(
            Rows(
                block.name, block.index,
                matrix.start[part.start : part.stop + 1] - begin,
                place[matrix.column[begin:end]], matrix.value[begin:end],
                matrix.row_lower[part], matrix.row_upper[part],
            )
        )  # fmt: skip
    return found
