"""The share of runs that had reached a target by some time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def ecdf(values: Floats) -> tuple[Floats, Floats]:
    """Where the empirical distribution rises, and to what share of all values.

    Of times to a target it is the chance to have reached it by then (the run-time
    distribution). A value of inf never comes, so the share may end below 1.

    Hoos, H. H., Stützle, T. (1998). Evaluating Las Vegas algorithms: pitfalls and
    remedies. Proceedings of the Fourteenth Conference on Uncertainty in Artificial
    Intelligence, 238-245.

    Returns
    -------
    (k,) and (k,)
        Distinct finite values, rising, and the share of all that are at most that.
    """
    finite = np.sort(values[np.isfinite(values)])
    where, counts = np.unique(finite, return_counts=True)
    return where, np.cumsum(counts) / max(len(values), 1)
