"""Mixed-integer programs of a front, in a process that can be stopped."""

from __future__ import annotations

import math
from dataclasses import replace
from time import perf_counter

import numpy as np

from siting.cost import Floats
from siting.matrix import Matrix
from siting.milp import child
from siting.milp.highs import Options, Result, Status

BROKEN = (Status.ERROR, Status.CRASHED)
"""Ends after which it is tried once more without presolve: it has been the fault."""

SHARP, USUAL = 1e-9, 1e-6
"""Limits of values in the millions differ by less than HiGHS's own tolerance of a row,
which is the second number."""

ROUNDING = float(np.finfo(float).eps)
"""Part of a row's largest coefficient that its sum may be off by: a tolerance below
that cuts off true points."""

BEYOND = 8 * float(np.finfo(float).eps)
"""The same part, from which on a sum of a true point breaks HiGHS's own tolerance:
nothing is proved then. Seen from coefficients of 1e9 on."""

Found = tuple[Result, Floats | None]


def solved(matrix: Matrix, options: Options, *, start: Floats | None = None) -> Found:
    """What HiGHS finds, and the best point.

    Raises
    ------
    KeyboardInterrupt
        After Ctrl-C.
    """
    sharp = replace(options, extra=(*options.extra, tolerance(matrix)))
    result, x = child.solve(matrix, sharp, start=start)
    if result.status in BROKEN and options.presolve:
        return solved(matrix, replace(options, presolve=False), start=start)
    if result.status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    if not is_sharp(matrix):
        return Result(Status.ERROR, x, words="coefficients too large to prove"), x
    return result, x


def tolerance(matrix: Matrix) -> str:
    """How much a row may be broken: little, but not less than sums are rounded."""
    largest = float(np.abs(matrix.value).max(initial=0.0))
    return f"mip_feasibility_tolerance={np.clip(ROUNDING * largest, SHARP, USUAL)}"


def is_sharp(matrix: Matrix) -> bool:
    """Whether the rounding of a row is less than what HiGHS allows it to be off by."""
    return bool(BEYOND * np.abs(matrix.value).max(initial=0.0) < USUAL)


def solved_twice(
    matrix: Matrix, options: Options, *, start: Floats | None = None
) -> Found:
    """The same, believed when HiGHS says it with presolve and without.

    Of 900 random joint matrices of two models HiGHS 1.15.1 claimed four false optima,
    three of them with presolve alone. Where the two differ the better point counts (a
    point that is there refutes that there is none), and what both prove.
    """
    began = perf_counter()
    first, x = solved(matrix, options, start=start)
    if first.status not in (Status.OPTIMAL, Status.INFEASIBLE):
        return first, x
    left = max(options.time_limit - (perf_counter() - began), 0.0)
    again = replace(options, presolve=False, time_limit=left)
    second, z = solved(matrix, again, start=x)
    if first.status is second.status is Status.INFEASIBLE:
        return first, None
    found = [p for p in (x, z) if p is not None]
    best = min(found, key=lambda p: float(matrix.minimised @ p), default=None)
    ended = first if second.status is Status.INFEASIBLE else second
    bounds = [b for b in (first.bound, second.bound) if not math.isnan(b)]
    return replace(ended, x=best, bound=min(bounds, default=math.nan)), best
