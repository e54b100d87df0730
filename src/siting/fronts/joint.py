"""Several problems in one matrix: the same open sites, each with its own reply."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.forms import CenterForm
from siting.fronts.epsilon import NEAR, Answered, Bools, Ended
from siting.fronts.measured import steps_of
from siting.fronts.programs import solved_twice
from siting.fronts.rows import row_unit
from siting.limits import Limits
from siting.matrix import Columns, Matrix, Rows
from siting.memory import too_large
from siting.milp.highs import BYTES_PER_NONZERO, TINY, Options, Result, Status
from siting.problem import Problem
from siting.textbook.start import point
from siting.tradeoff import Tradeoff


class JointScalar:
    """The scalar problems of declared models, solved by HiGHS.

    Parameters
    ----------
    steps : (q,)
        Least difference of two values of each; 0 where it is not known. From the data
        when left out.
    """

    def __init__(
        self,
        tradeoff: Tradeoff,
        limits: Limits,
        *,
        steps: Sequence[float] | None = None,
    ) -> None:
        self._tradeoff, self._limits = tradeoff, limits
        parts = tuple(p.matrix for p in tradeoff.problems)
        self._steps = tuple(map(float, steps or steps_of(tradeoff)))
        self._parts = parts
        self._matrix = joined(parts)
        self._moves = moves(parts)
        self._signs = tradeoff.signs
        self._unit = np.array([row_unit(part.cost) for part in parts])
        self._offset = np.array([part.offset for part in parts]) * self._signs

    @property
    def steps(self) -> tuple[float, ...]:
        """Least difference (q,) of two values of each objective; 0 where not known."""
        return self._steps

    def values(self, design: Bools) -> Floats:
        """What a design is worth (q,); infinite where it is not allowed."""
        values, violation = self._tradeoff.evaluate(design[None, :])
        return np.where(violation[0] > 0, np.inf, values[0])

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
        matrix = self._asked(weights, limits)
        begin = None if start is None else self._point(start, seconds)
        options = Options(
            seed=self._limits.seed, threads=self._limits.threads, time_limit=seconds,
            absolute_gap=NEAR * step_of_sum(weights, self._steps),
        )  # fmt: skip
        result, x = solved_twice(matrix, options, start=begin)
        if result.status is Status.INFEASIBLE:
            if start is None:
                return Answered(Ended.EMPTY, None, math.inf)
            return Answered(Ended.STOPPED, start, floor)  # there is one: it is wrong
        design = None if x is None else x[matrix.family("open")] > 0.5
        bound = floor if math.isnan(result.bound) else max(floor, result.bound)
        return Answered(_ended(result), design, bound)

    def _asked(self, weights: Floats, limits: Floats) -> Matrix:
        """The matrix with such a sum to be minimised, and limits in its last rows."""
        upper = self._matrix.row_upper.copy()
        upper[-len(limits) :] = (limits - self._offset) / self._unit
        cost, most = np.zeros(self._matrix.shape[1]), self._matrix.upper.copy()
        for k, (part, place) in enumerate(zip(self._parts, self._moves, strict=True)):
            cost[place] += weights[k] * part.minimised
            far = beyond(self._tradeoff.problems[k], part, limits[k])
            most[place[far]] = 0.0
        offset = float(weights @ self._offset)
        return replace(
            self._matrix, cost=cost, offset=offset, row_upper=upper, upper=most
        )

    def _point(self, design: Bools, seconds: float) -> Floats | None:
        """The point of the joint matrix for a design."""
        x = np.zeros(self._matrix.shape[1])
        pairs = zip(self._tradeoff.problems, self._parts, self._moves, strict=True)
        for problem, part, place in pairs:
            own = point(problem, part, design, time_limit=0.1 * seconds)
            if own is None:
                return None
            x[place] = own
        return x


def too_wide(name: str, tradeoff: Tradeoff, *, remedy: str = "use nsga2") -> str | None:
    """A sentence when the matrices of all models do not fit into memory together."""
    return too_large(
        sum(float(p.nonzeros) for p in tradeoff.problems) * BYTES_PER_NONZERO,
        what=f"{name} on {tradeoff.name}, {tradeoff.instance.name!r},",
        remedy=remedy,
    )


def step_of_sum(weights: Floats, steps: Sequence[float]) -> float:
    """Least difference of two weighted sums; 0 where it is not known.

    Each term goes in steps of its own; the sum in the least of these, where all others
    are whole multiples of it.
    """
    each = (weights * np.array(steps))[weights > 0]
    least = float(each.min(initial=np.inf))
    if not 0 < least < np.inf:
        return 0.0
    return least if bool((each % least == 0).all()) else 0.0


def _ended(result: Result) -> Ended:
    return Ended.PROVED if result.status is Status.OPTIMAL else Ended.STOPPED


def beyond(problem: Problem, part: Matrix, limit: float) -> NDArray[np.intp]:
    """Columns of a center's matrix that are 0 where its value is at most a limit.

    Nobody is served from a site that is too far; this is what its relaxation does not
    know.
    """
    form = problem.shape()
    if not math.isfinite(limit) or not isinstance(form, CenterForm):
        return np.empty(0, dtype=np.intp)
    pairs, assign = part.subscripts_of("assign"), part.family("assign")
    if pairs.shape[1] != 2:
        return np.empty(0, dtype=np.intp)
    travel = form.weighted(slice(None), slice(None))[pairs[:, 0], pairs[:, 1]]
    return np.asarray(assign.start + np.flatnonzero(travel > limit))


def moves(parts: Sequence[Matrix]) -> tuple[NDArray[np.intp], ...]:
    """Where the columns of each matrix are in the joint one; ``open`` is shared."""
    m, found, wide = parts[0].family("open").stop, [], 0
    for part in parts:
        place = np.arange(part.shape[1])
        found.append(np.where(place < m, place, place - m + max(wide, m)))
        wide = max(wide, m) + part.shape[1] - m
    return tuple(found)


def joined(parts: Sequence[Matrix]) -> Matrix:
    """All matrices with the same columns of ``open``, which are the first of each.

    The last rows are the objectives (q,), to be minimised, each in a unit of its own
    and without a limit; nothing is minimised yet.
    """
    m = parts[0].family("open").stop
    columns = [c for k, part in enumerate(parts) for c in _columns(part, m if k else 0)]
    rows, limits = [], []
    for part, place in zip(parts, moves(parts), strict=True):
        rows += _rows(part, place)
        limits.append(_limit_row(part, place))
    return Matrix.assemble("min", columns, [*rows, *limits])


def _limit_row(part: Matrix, place: NDArray[np.intp]) -> Rows:
    """One objective as a row."""
    value = part.minimised / row_unit(part.cost)
    there = np.flatnonzero(np.abs(value) > TINY)  # HiGHS drops what is less
    return Rows(
        "objective_within_its_limit", np.empty((1, 0), dtype=np.int32),
        np.array([0, len(there)]), place[there], value[there], -np.inf, np.inf,
    )  # fmt: skip


def _columns(matrix: Matrix, first: int) -> list[Columns]:
    """The columns of a matrix from one on, as one family each of theirs."""
    found, at = [], 0
    for block in matrix.column_blocks:
        part = slice(at, at + len(block.index))
        at = part.stop
        if part.start < first:
            continue
        found.append(
            Columns(
                block.name, block.index, 0.0, matrix.lower[part], matrix.upper[part],
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
