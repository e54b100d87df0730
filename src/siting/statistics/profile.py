"""How often a method is within a factor of the quickest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

TICK = 1e-3
"""Seconds that count as no time: what is quicker is noise of the machine."""


def ratios(times: Floats) -> Floats:
    """The performance ratio of every method on every task.

    r(p, s) = t(p, s) / min over s of t(p, s); inf where a method failed, for all of
    them where nobody succeeded. The share of tasks with r <= tau is the performance
    profile; it is the `ecdf` of a column.

    Dolan, E. D., Moré, J. J. (2002). Benchmarking optimization software with
    performance profiles. Mathematical Programming 91, 201-213.
    doi:10.1007/s101070100263

    Parameters
    ----------
    times : (tasks, methods)
        Seconds to the target; inf where it was not reached. Below `TICK` all are equal.

    Returns
    -------
    (tasks, methods)
    """
    least = np.maximum(times, TICK)
    quickest = least.min(axis=1, keepdims=True)
    solved = np.isfinite(least)
    never = np.full(times.shape, np.inf)
    found: Floats = np.divide(least, quickest, out=never, where=solved)
    return found
