"""Bounds that trust no solver: arithmetic over the instance, rounding included."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.problem import Problem
from siting.rules import Rules


def utmost(problem: Problem) -> float:
    """What no answer can be better than, whatever is open.

    Nothing costs less than 0, and nobody reaches more than all demand.
    """
    if problem.sense == "min":
        return 0.0
    return float(problem.instance.demand.sum()) if problem.counts_demand else np.inf


def cheapest_design(worth: Floats, rules: Rules) -> NDArray[np.intp]:
    """Sites of the allowed design with the least sum of worth."""
    held = np.flatnonzero(rules.must)
    free = np.flatnonzero(rules.free)
    free = free[np.argsort(worth[free], kind="stable")]
    least, most = rules.least - len(held), rules.most - len(held)
    wanted = int(np.count_nonzero(worth[free] < 0))
    return np.concatenate([held, free[: min(max(wanted, least), most)]])
