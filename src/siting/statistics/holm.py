"""Holm's correction: several tests that are told together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def holm(p: Floats) -> Floats:
    """Adjusted p-values: each may be compared with the level of the whole family.

    The k-th smallest of m is multiplied by m - k + 1, and none is less than one before
    it. What is nan was not tested and stays nan.

    Holm, S. (1979). A simple sequentially rejective multiple test procedure.
    Scandinavian Journal of Statistics 6(2), 65-70. https://www.jstor.org/stable/4615733

    Parameters
    ----------
    p : (m,)

    Returns
    -------
    (m,)
    """
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    factors = np.arange(len(order), 0, -1)
    adjusted = np.full(len(p), np.nan)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(p[order] * factors))
    return adjusted
