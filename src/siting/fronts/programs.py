"""One mixed-integer program of a front, in a process that can be stopped."""

from __future__ import annotations

from dataclasses import replace

from siting.cost import Floats
from siting.matrix import Matrix
from siting.milp import child
from siting.milp.highs import Options, Result, Status

BROKEN = (Status.ERROR, Status.CRASHED)
"""Ends after which it is tried once more without presolve: it has been the fault."""


def solved(
    matrix: Matrix, options: Options, *, start: Floats | None = None
) -> tuple[Result, Floats | None]:
    """What HiGHS finds, and the best point.

    Raises
    ------
    KeyboardInterrupt
        After Ctrl-C.
    """
    result, x = child.solve(matrix, options, start=start)
    if result.status in BROKEN:
        result, x = child.solve(matrix, replace(options, presolve=False), start=start)
    if result.status is Status.INTERRUPTED:
        raise KeyboardInterrupt
    return result, x
