"""The effect size A12: how often a run of one method beats a run of another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SIZES = ((0.56, "negligible"), (0.64, "small"), (0.71, "medium"))
"""Below the first number, with the larger of A12 and 1 - A12, the word holds."""


def a12(first: Floats, second: Floats) -> float:
    """The chance that a value of the first is less than one of the second.

    A tie counts half, so 0.5 is no difference, and 1 says that the first is always
    less, which is better where values are gaps.

    Vargha, A., Delaney, H. D. (2000). A critique and improvement of the CL common
    language effect size statistics of McGraw and Wong. Journal of Educational and
    Behavioral Statistics 25(2), 101-132. doi:10.3102/10769986025002101

    Parameters
    ----------
    first : (k,)
    second : (l,)
        Without nan; inf is the worst value.
    """
    ordered = np.sort(second)
    greater = len(ordered) - np.searchsorted(ordered, first, side="right")
    as_great = len(ordered) - np.searchsorted(ordered, first, side="left")
    return float((greater + as_great).sum() / (2 * len(first) * len(ordered)))


def size_of(effect: float) -> str:
    """The word for an effect: negligible, small, medium or large."""
    far = max(effect, 1 - effect)
    return next((word for limit, word in SIZES if far < limit), "large")
