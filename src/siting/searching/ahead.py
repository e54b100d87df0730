"""Which of two designs is better when some are not allowed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats

FAR = 1e200
"""Violation beyond which all is the same: what was not looked at."""


def ahead(
    values: Floats, violation: Floats, others: Floats, broken: Floats
) -> NDArray[np.int8]:
    """1 where a design is better than another, -1 where it is worse, else 0 (k,).

    Less violation is better; of equals, no worse in all values and not equal.

    Deb, K. (2000). An efficient constraint handling method for genetic algorithms.
    Computer Methods in Applied Mechanics and Engineering 186, 311-338.
    doi:10.1016/S0045-7825(99)00389-8

    Parameters
    ----------
    values, others : (k, q)
        To be minimised.
    violation, broken : (k,)
    """
    better = (values <= others).all(axis=1) & (values < others).any(axis=1)
    worse = (values >= others).all(axis=1) & (values > others).any(axis=1)
    better = (violation < broken) | (violation == broken) & better
    worse = (violation > broken) | (violation == broken) & worse
    return np.asarray(better.astype(np.int8) - worse.astype(np.int8))


def blended(values: Floats, violation: Floats) -> Floats:
    """One number for each design (k,): the sum of its values, each from 0 to 1.

    What is not allowed is worse than all that is, the more so the farther it is.
    """
    found = np.zeros(len(values))
    for column in values.T:
        known = column[np.isfinite(column) & (violation == 0)]
        least = known.min(initial=np.inf)
        span = known.max(initial=-np.inf) - least
        if len(known) and span > 0:
            found += np.clip((column - least) / span, 0.0, 1.0)
    spoiled = values.shape[1] + np.minimum(violation, FAR)
    return np.where(violation > 0, spoiled, found)
