"""One linear program that grows and is solved again from where it stood.

HiGHS without presolve keeps its basis when rows come and go and bounds change, so that
solving again takes a few pivots. What it says is a hint: whoever proves something with
the multipliers works the bound out by arithmetic of his own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.errors import SolverError

MANY = 2**31 - 1
"""More pivots than any solve takes."""

DEVEX = 1
"""HiGHS's number for dual pricing by guessed steepest edges."""

SLICE = 1.0
"""Seconds that HiGHS works at a time; between them an interrupt is heard."""


class LPStatus(StrEnum):
    """How one solve ended; all but the last are answers."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    STOPPED = "stopped"


@dataclass(frozen=True, eq=False)
class LPPoint:
    """An optimal point.

    Attributes
    ----------
    x, reduced_cost : (columns,)
    dual : (rows,)
        What one more of each row's bound costs; >= 0 for rows with a lower bound.
    """

    value: float
    x: Floats
    reduced_cost: Floats
    dual: Floats


class HotLP:
    """A linear program in HiGHS, minimised.

    Parameters
    ----------
    cost, lower, upper : (columns,)

    Attributes
    ----------
    work
        Pivots so far, each times the rows that there were.
    """

    def __init__(self, cost: Floats, lower: Floats, upper: Floats) -> None:
        self.work = 0
        self._highs = _made()
        self._trial: Any = None
        none = np.empty(0)
        _ok(
            self._highs.addCols(
                len(cost), cost, lower, upper, 0,
                np.zeros(len(cost), dtype=np.int32), none.astype(np.int32), none,
            ),
            "columns",
        )  # fmt: skip

    @property
    def rows(self) -> int:
        """Number of rows."""
        return int(self._highs.getNumRow())

    def add_rows(
        self,
        start: NDArray[Any],
        column: NDArray[Any],
        value: Floats,
        *,
        lower: Floats,
        upper: Floats,
    ) -> None:
        """Add rows; row r is column[start[r]:start[r + 1]] with its values."""
        _ok(
            self._highs.addRows(
                len(lower), lower, upper, len(column), start[:-1].astype(np.int32),
                column.astype(np.int32), value,
            ),
            "rows",
        )  # fmt: skip

    def delete_rows(self, rows: NDArray[Any]) -> None:
        """Take rows out; the others move up."""
        if len(rows):
            _ok(self._highs.deleteRows(len(rows), rows.astype(np.int32)), "rows")

    def set_bounds(self, columns: NDArray[Any], lower: Floats, upper: Floats) -> None:
        """Change the bounds of some columns."""
        if len(columns):
            index = columns.astype(np.int32)
            status = self._highs.changeColsBounds(len(index), index, lower, upper)
            _ok(status, "bounds")

    def set_sides(self, lower: Floats, upper: Floats) -> None:
        """Change the bounds (rows,) of all rows."""
        if len(lower):
            index = np.arange(len(lower), dtype=np.int32)
            status = self._highs.changeRowsBounds(len(index), index, lower, upper)
            _ok(status, "sides")

    def set_row_bounds(self, rows: NDArray[Any], lower: Floats, upper: Floats) -> None:
        """Change the bounds of some rows."""
        index = rows.astype(np.int32)
        status = self._highs.changeRowsBounds(len(index), index, lower, upper)
        _ok(status, "sides")

    def set_costs(self, cost: Floats) -> None:
        """Change the costs (columns,) of all columns."""
        if len(cost):
            index = np.arange(len(cost), dtype=np.int32)
            _ok(self._highs.changeColsCost(len(index), index, cost), "costs")

    def basis(self) -> Any:
        """Where the simplex method stands, to come back to."""
        return self._highs.getBasis()

    def set_basis(self, basis: Any) -> None:
        """Go back to where it stood with the same rows."""
        self._highs.setBasis(basis)

    def begin_at(
        self,
        *,
        basic: NDArray[np.bool_],
        at_upper: NDArray[np.bool_],
        tight: NDArray[np.bool_],
    ) -> None:
        """Begin where some columns are basic, some at their upper bound.

        Parameters
        ----------
        basic, at_upper : (columns,)
        tight : (rows,)
            Rows at their (lower) bound: as many as columns are basic.
        """
        import highspy

        status = highspy.HighsBasisStatus
        kinds = (status.kLower, status.kBasic, status.kUpper)
        basis = highspy.HighsBasis()
        basis.col_status = [kinds[k] for k in np.where(basic, 1, 2 * at_upper)]
        basis.row_status = [kinds[k] for k in np.where(tight, 0, 1)]
        basis.valid = True
        self._highs.setBasis(basis)

    def solve(self, *, seconds: float, pivots: int | None = None) -> LPStatus:
        """Solve from the present basis, for so long or so many pivots at most."""
        status, made = _solved(self._highs, seconds=seconds, pivots=pivots)
        self.work += self.rows * made
        return status

    def probe(
        self, columns: NDArray[Any], lower: Floats, upper: Floats, *, pivots: int,
        seconds: float,
    ) -> Floats:  # fmt: skip
        """About how much the value rises (k, 2) with each column at 0, and at 1.

        On a copy, whose steepest edges are guessed: for a few pivots it is not worth
        working them out, nor are those of the program itself lost.

        Parameters
        ----------
        columns, lower, upper : (k,)
            The columns and their present bounds, which they get back.
        pivots
            That each solve may take at most.
        """
        rise = np.zeros((len(columns), 2))
        basis, value = self.basis(), self.value
        if self._trial is None:
            self._trial = _made(simplex_dual_edge_weight_strategy=DEVEX)
        trial = self._trial
        _ok(trial.passModel(self._highs.getLp()), "copy")
        for r, column in enumerate(columns.astype(np.int32)):
            for k in (0, 1):
                trial.changeColBounds(column, float(k), float(k))
                trial.setBasis(basis)
                status, made = _solved(trial, seconds=seconds, pivots=pivots)
                self.work += self.rows * made
                rise[r, k] = max(_value(trial) - value, 0.0)
                if status is LPStatus.INFEASIBLE:
                    rise[r, k] = np.inf
            trial.changeColBounds(column, lower[r], upper[r])
        return rise

    def begin_inside(self, *, seconds: float) -> LPStatus:
        """Solve anew by an interior point method, down to a basis to go on from.

        It cannot be stopped and gone on with, so that an interrupt is heard when it is
        done: with ten thousand rows that is some seconds.
        """
        for name, value in (("presolve", "choose"), ("solver", "ipm")):
            self._highs.setOptionValue(name, value)
        until = self._highs.getRunTime() + min(seconds, 1e9)
        self._highs.setOptionValue("time_limit", until)
        self._highs.setOptionValue("simplex_iteration_limit", MANY)
        self._highs.run()
        self.work += self.rows * self.rows  # as of so many pivots, about
        for name, value in (("presolve", "off"), ("solver", "simplex")):
            self._highs.setOptionValue(name, value)
        if self._highs.getModelStatus().name == "kOptimal":
            return LPStatus.OPTIMAL
        return LPStatus.STOPPED

    @property
    def value(self) -> float:
        """Objective of the present point; a lower bound while the dual simplex runs."""
        return _value(self._highs)

    def point(self) -> LPPoint:
        """The present point."""
        found = self._highs.getSolution()
        return LPPoint(
            self.value,
            np.array(found.col_value),
            np.array(found.col_dual),
            np.array(found.row_dual),
        )


def _made(**options: object) -> Any:
    """A HiGHS that keeps its basis, with some further options."""
    import highspy

    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    plain = {"output_flag": False, "presolve": "off", "solver": "simplex", "threads": 1}
    for name, value in (plain | options).items():
        _ok(highs.setOptionValue(name, value), name)
    return highs


def _ok(status: Any, what: str) -> None:
    """Raise where HiGHS refuses something."""
    import highspy

    if status == highspy.HighsStatus.kError:
        raise SolverError(
            f"HiGHS did not take the {what} of a linear program; "
            "this is a fault of the model's arrays."
        )


def _value(highs: Any) -> float:
    """Objective of the present point."""
    return float(highs.getInfo().objective_function_value)


def _solved(
    highs: Any, *, seconds: float, pivots: int | None = None
) -> tuple[LPStatus, int]:
    """Solve from the present basis, for so long or so many pivots; those it took."""
    most = MANY if pivots is None else pivots
    highs.setOptionValue("simplex_iteration_limit", most)
    made = 0
    while True:
        # HiGHS counts its time from its birth.
        highs.setOptionValue("time_limit", highs.getRunTime() + min(seconds, SLICE))
        highs.run()
        made += max(0, int(highs.getInfo().simplex_iteration_count))
        name = highs.getModelStatus().name
        seconds -= SLICE
        if name != "kTimeLimit" or seconds <= 0:
            break
    if name in ("kOptimal", "kModelEmpty"):
        return LPStatus.OPTIMAL, made
    named = {"kInfeasible": LPStatus.INFEASIBLE, "kUnbounded": LPStatus.UNBOUNDED}
    return named.get(name, LPStatus.STOPPED), made
