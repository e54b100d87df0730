"""Several rows of costs over one matrix: objectives that share all variables."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.cost import Floats
from siting.errors import ProblemError
from siting.fronts.epsilon import NEAR, Answered, Bools, Ended
from siting.fronts.programs import solved, solved_twice
from siting.limits import Limits
from siting.matrix import Block, Matrix
from siting.milp.highs import Options, Status

PLAIN = ("mip_allow_restart=false",)
"""Small programs, one after the other: restarts took a third of the time (2kp50)."""

LARGEST = 2.0**53
"""Whole numbers up to this are exact."""

SLACK = 1e-9
"""Relative rounding that a row may show at a whole point."""


@dataclass(frozen=True, eq=False)
class Several:
    """Minimise several rows of costs over the 0-1 points of one matrix.

    Attributes
    ----------
    matrix
        Its rows and bounds count, its own cost does not.
    costs : (q, columns)
        All to be minimised; turn the sign of what is to be maximised.
    """

    matrix: Matrix
    costs: Floats

    def __post_init__(self) -> None:
        q, wide = self.costs.shape
        if wide != self.matrix.shape[1] or not q:
            raise ProblemError(
                f"the costs of several objectives have shape {self.costs.shape}; "
                f"expected one row for each and {self.matrix.shape[1]} columns, one "
                "for each variable."
            )
        if not np.isfinite(self.costs).all():
            raise ProblemError(
                "the costs of several objectives have a number that is not finite; "
                "forbid what is impossible by an upper bound of 0."
            )
        matrix = self.matrix
        if not (matrix.integer.all() and (matrix.lower >= 0).all()) or (
            (matrix.upper > 1).any()
        ):
            raise ProblemError(
                "a variable is not 0 or 1; write whole numbers in binary digits, and "
                "take models with shares to pareto, where each design has one reply."
            )

    @property
    def steps(self) -> tuple[float, ...]:
        """What all values of each objective (q,) are multiples of; 0 where unknown."""
        return tuple(_divisor(row) for row in self.costs)

    def values(self, point: Bools) -> Floats:
        """Sum of the costs (q,) of what is chosen."""
        return np.asarray(self.costs[:, point].sum(axis=1))

    def allows(self, point: Bools) -> bool:
        """Whether a point (columns,) keeps rows and bounds."""
        matrix, x = self.matrix, point.astype(float)
        if (x < matrix.lower).any() or (x > matrix.upper).any():
            return False
        parts = (matrix.value, matrix.column, matrix.start)
        sums = csr_array(parts, shape=matrix.shape) @ x
        room = SLACK * np.maximum(1.0, np.abs(sums))
        return bool(
            (sums >= matrix.row_lower - room).all()
            and (sums <= matrix.row_upper + room).all()
        )


class RowsScalar:
    """The scalar problems of several rows of costs, solved by HiGHS.

    A design is the whole point (columns,) here. Its values are worked out from the
    choice alone, so that whole costs give whole values.

    Parameters
    ----------
    twice
        Whether each answer must be given with presolve and without.
    """

    def __init__(self, several: Several, limits: Limits, *, twice: bool = True) -> None:
        self._several, self._steps = several, several.steps
        self._twice = twice
        self._units = np.array([row_unit(row) for row in several.costs])
        self._matrix = with_limits(several.matrix, several.costs, self._units)
        self._options = Options(seed=limits.seed, threads=limits.threads, extra=PLAIN)

    @property
    def steps(self) -> tuple[float, ...]:
        """Least difference (q,) of two values of each objective; 0 where not known."""
        return self._steps

    def values(self, design: Bools) -> Floats:
        """What a point is worth (q,)."""
        return self._several.values(design)

    def solve(
        self,
        weights: Floats,
        limits: Floats,
        *,
        start: Bools | None,
        floor: float,
        seconds: float,
    ) -> Answered:
        """The least weighted sum of the objectives while each is at most its limit."""
        options = replace(
            self._options, time_limit=seconds, absolute_gap=NEAR * self._step(weights)
        )
        begin = None if start is None else start.astype(float)
        found = solved_twice if self._twice else solved
        result, x = found(self._asked(weights, limits), options, start=begin)
        point = None if x is None else x > 0.5
        if point is not None and not self._keeps(point, limits):
            return Answered(Ended.STOPPED, start, floor)
        if result.status is Status.INFEASIBLE and start is None:
            return Answered(Ended.EMPTY, None, math.inf)
        bound = floor if math.isnan(result.bound) else max(floor, result.bound)
        if point is None:  # a start refutes that there is none
            return Answered(Ended.STOPPED, start, bound)
        proved = result.status is Status.OPTIMAL
        return Answered(Ended.PROVED if proved else Ended.STOPPED, point, bound)

    def _asked(self, weights: Floats, limits: Floats) -> Matrix:
        """The matrix with its cost and its limits."""
        upper = self._matrix.row_upper.copy()
        upper[-len(limits) :] = self._rounded(limits) / self._units
        return replace(
            self._matrix, cost=weights @ self._several.costs, row_upper=upper
        )

    def _rounded(self, limits: Floats) -> Floats:
        """Limits half a step above the last value that keeps them."""
        found = np.array(limits, dtype=float)
        for k, step in enumerate(self._steps):
            if step and math.isfinite(found[k]):
                found[k] = (math.floor(found[k] / step) + 0.5) * step
        return found

    def _keeps(self, point: Bools, limits: Floats) -> bool:
        """Whether a rounded point is what was asked for."""
        within = bool((self.values(point) <= limits).all())
        return within and self._several.allows(point)

    def _step(self, weights: Floats) -> float:
        """What all weighted sums are multiples of; 0 where unknown."""
        used = np.flatnonzero(weights)
        steps = np.array(self._steps)[used]
        if not steps.all():
            return 0.0
        return float(weights[used[0]] * steps[0]) if len(used) == 1 else _divisor(
            weights[used] * steps
        )  # fmt: skip


def _divisor(row: NDArray[np.float64]) -> float:
    """The greatest common divisor of whole numbers; 0 where they are not whole."""
    size = np.abs(row)
    if (size != np.rint(size)).any() or size.sum() >= LARGEST:
        return 0.0
    return float(np.gcd.reduce(size.astype(np.int64))) or 1.0


def row_unit(row: Floats) -> float:
    """A power of two in which the largest coefficient of a row is at most about 1000.

    A limit in millions is as near to its neighbours as HiGHS's tolerance of a row.
    """
    largest = float(np.abs(row).max(initial=0.0))
    return 2.0 ** math.ceil(math.log2(largest / 1000)) if largest > 1000 else 1.0


def with_limits(matrix: Matrix, costs: Floats, units: Floats) -> Matrix:
    """The matrix with a row for each objective behind its own, without a limit."""
    rows = csr_array(costs / units[:, None])
    start = matrix.start[-1] + rows.indptr[1:]
    q, free = len(costs), np.full(len(costs), np.inf)
    index = np.arange(q, dtype=np.int32)[:, None]
    return replace(
        matrix,
        sense="min",
        offset=0.0,
        start=np.concatenate([matrix.start, start], dtype=np.int32),
        column=np.concatenate([matrix.column, rows.indices], dtype=np.int32),
        value=np.concatenate([matrix.value, rows.data]),
        row_lower=np.concatenate([matrix.row_lower, -free]),
        row_upper=np.concatenate([matrix.row_upper, free]),
        row_blocks=(*matrix.row_blocks, Block("objective_within_its_limit", index)),
    )
