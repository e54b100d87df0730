"""Hands a matrix to HiGHS as arrays, and reads back what it found.

Nothing that HiGHS says is taken on trust: numbers are checked before, every return
code is looked at, and bounds seen in callbacks are shown but never used as proof
(measured on 1.15.1: a callback's ``mip_dual_bound`` can be wrong).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from siting.cost import Floats
from siting.errors import ProblemError, SolverError, UsageError
from siting.matrix import Matrix
from siting.milp.scaling import objective_scale, row_scaled

TINY = 1e-9
"""HiGHS drops coefficients up to this size without a word."""


class Status(StrEnum):
    """How a run ended."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    UNBOUNDED = "unbounded"
    TIME_LIMIT = "time_limit"
    NODE_LIMIT = "node_limit"
    MEMORY = "memory"
    INTERRUPTED = "interrupted"
    CRASHED = "crashed"
    ERROR = "error"


@dataclass(frozen=True)
class Options:
    """What HiGHS is told.

    Attributes
    ----------
    absolute_gap
        In units of the objective, at which a run may stop.
    extra
        Further options of HiGHS as 'name=value'.
    """

    time_limit: float = math.inf
    gap: float = 0.0
    seed: int = 0
    threads: int = 1
    presolve: bool = True
    absolute_gap: float = 0.0
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Result:
    """What HiGHS found.

    Attributes
    ----------
    x : (columns,)
        The best point; None when there is none.
    bound
        Proven bound in the user's sense; nan when there is none.
    """

    status: Status
    x: Floats | None = None
    bound: float = math.nan
    nodes: int = 0
    words: str = ""


Heard = Callable[[float, Floats | None, float], None]
"""Called with objective, point (None for a bound alone) and bound as they come."""

BYTES_PER_NONZERO = 2000
"""Memory of HiGHS on strong location models, measured at n = m = 500."""

STATUS = {
    "kOptimal": Status.OPTIMAL,
    "kModelEmpty": Status.OPTIMAL,
    "kInfeasible": Status.INFEASIBLE,
    "kUnbounded": Status.UNBOUNDED,
    "kTimeLimit": Status.TIME_LIMIT,
    "kSolutionLimit": Status.NODE_LIMIT,
    "kIterationLimit": Status.NODE_LIMIT,
    "kMemoryLimit": Status.MEMORY,
    "kInterrupt": Status.INTERRUPTED,
    "kHighsInterrupt": Status.INTERRUPTED,
}


def solve(
    matrix: Matrix,
    options: Options,
    *,
    start: Floats | None = None,
    heard: Heard | None = None,
) -> Result:
    """Solve in this process; see `siting.milp.child` for a run that can be stopped.

    Parameters
    ----------
    start : (columns,)
        A feasible point to begin with.
    heard
        Told of every incumbent.
    """
    import highspy

    matrix = row_scaled(matrix)
    check(matrix)
    model: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    scale = objective_scale(matrix)
    _configure(model, options, scale=scale)
    _load(model, matrix, scale=scale)
    turned = scale if matrix.sense == "min" else -scale
    if start is not None:
        _give_start(model, start)
    if heard is not None and matrix.integer.any():
        _listen(model, heard, matrix=matrix, turned=turned)
    run = model.run()
    words = model.modelStatusToString(model.getModelStatus())
    status = STATUS.get(model.getModelStatus().name, Status.ERROR)
    if run == highspy.HighsStatus.kError and status is Status.OPTIMAL:
        return Result(Status.ERROR, words="HiGHS reported an error and 'optimal'")
    if status is Status.ERROR and options.presolve:
        # 'Unbounded or infeasible', and points of 1.15.1 that break rows ('Solve
        # error'), are answers of presolve: ask without it.
        left = options.time_limit - model.getRunTime()
        again = replace(options, presolve=False, time_limit=left)
        return solve(matrix, again, start=start, heard=heard)
    return _result(model, matrix, status=status, words=words, turned=turned)


def check(matrix: Matrix) -> None:
    """Refuse numbers that HiGHS would misread without a word."""
    for what, values in (("cost", matrix.cost), ("coefficient", matrix.value)):
        if not np.isfinite(values).all():
            raise ProblemError(
                f"the model has a {what} that is not a finite number; check the data."
            )
    for values in (matrix.row_lower, matrix.row_upper, matrix.lower, matrix.upper):
        if np.isnan(values).any():
            raise ProblemError("the model has a bound that is NaN; check the data.")
    small = (matrix.value != 0) & (np.abs(matrix.value) <= TINY)
    if small.any():
        raise ProblemError(
            f"the model has a coefficient of {matrix.value[small][0]:g}, which HiGHS "
            f"would drop; choose units so that none is below {TINY:g}."
        )


def _configure(model: Any, options: Options, *, scale: float) -> None:
    """Set options; one that HiGHS does not take is refused."""
    import highspy

    model.setOptionValue("output_flag", False)  # first: it prints of what follows
    given: dict[str, Any] = {
        "mip_rel_gap": options.gap,
        "mip_abs_gap": options.absolute_gap * scale,
        "random_seed": options.seed % 2**31,
        "threads": options.threads,
        "presolve": "choose" if options.presolve else "off",
    }
    if options.time_limit < math.inf:
        given["time_limit"] = max(options.time_limit, 0.0)
    for text in options.extra:
        name, _, value = text.partition("=")
        given[name.strip()] = _typed(model, name.strip(), value.strip())
    highspy.Highs.resetGlobalScheduler(True)  # threads may change from run to run
    for name, value in given.items():
        if model.setOptionValue(name, value) != highspy.HighsStatus.kOk:
            raise UsageError(
                f"HiGHS does not take the option {name}={value!r}; see its list of "
                "options for names and ranges."
            )


def _typed(model: Any, name: str, text: str) -> Any:
    """An option's text as the type that HiGHS has for it."""
    import highspy

    status, kind = model.getOptionType(name)
    if status != highspy.HighsStatus.kOk:
        raise UsageError(f"HiGHS has no option {name!r}; see its list of options.")
    kinds: dict[str, Callable[[str], Any]] = {
        "kBool": lambda t: {"true": True, "on": True, "false": False, "off": False}[t],
        "kInt": int,
        "kDouble": float,
    }
    try:
        return kinds.get(kind.name, str)(text)
    except (ValueError, KeyError):
        raise UsageError(
            f"HiGHS option {name} is {text!r}; expected {kind.name[1:].lower()}."
        ) from None


def _load(model: Any, matrix: Matrix, *, scale: float) -> None:
    """Pass the arrays in one call and look at the answer."""
    import highspy

    rows, columns = matrix.shape
    status = model.passModel(
        columns,
        rows,
        len(matrix.column),
        int(highspy.MatrixFormat.kRowwise),
        int(highspy.ObjSense.kMinimize),
        0.0,
        matrix.minimised * scale,
        matrix.lower,
        matrix.upper,
        matrix.row_lower,
        matrix.row_upper,
        matrix.start[:rows],
        matrix.column,
        matrix.value,
        matrix.integer.astype(np.int32),
    )
    if status != highspy.HighsStatus.kOk:
        raise SolverError(
            f"HiGHS did not take the model of {rows} rows and {columns} columns "
            f"({status.name}); this is a fault of the model's arrays."
        )


def _give_start(model: Any, start: Floats) -> None:
    """A start that HiGHS refuses is left out: it is a help, not a condition."""
    import highspy

    point = highspy.HighsSolution()
    point.col_value = start
    model.setSolution(point)


def _listen(model: Any, heard: Heard, *, matrix: Matrix, turned: float) -> None:
    """Pass on every better point that HiGHS finds and that keeps the rows."""

    def improving(event: Any) -> None:
        out = event.data_out
        x = np.array(out.mip_solution)
        objective = out.objective_function_value / turned + matrix.offset
        bound = out.mip_dual_bound / turned + matrix.offset
        if matrix.holds(x):
            heard(objective, x, _finite(bound))

    model.cbMipImprovingSolution.subscribe(improving)


def _result(
    model: Any, matrix: Matrix, *, status: Status, words: str, turned: float
) -> Result:
    """Point and bound of a finished run; both only where HiGHS vouches for them."""
    info = model.getInfo()
    feasible = info.primal_solution_status == 2  # kSolutionStatusFeasible
    x = np.array(model.getSolution().col_value) if feasible else None
    if matrix.integer.any():
        bound = info.mip_dual_bound / turned + matrix.offset
    elif status is Status.OPTIMAL and x is not None:
        bound = float(matrix.cost @ x) + matrix.offset
    else:
        bound = math.nan
    nodes = max(int(info.mip_node_count), 0)
    return Result(status, x, _finite(bound), nodes, words)


def _finite(value: float) -> float:
    """The value, or nan for HiGHS's infinities."""
    return value if abs(value) < 1e300 else math.nan
