"""Bounds that trust no solver: arithmetic over the instance, rounding included."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.forms import MedianForm
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


def median_bound(form: MedianForm, table: Floats, multiplier: Floats) -> float:
    """Lower bound of a median from any multipliers, valid whatever they are.

    sum_i multiplier_i + min over allowed designs of
    sum_{j open} (opening_j + sum_i min(0, c_ij - multiplier_i)),

    which relaxes 'every client once'. The rounding of all sums is taken off, and
    where all data are whole numbers the bound is rounded up.

    Cornuejols, G., Fisher, M. L., Nemhauser, G. L. (1977). Location of bank accounts
    to optimize float. Management Science 23(8), 789-810. doi:10.1287/mnsc.23.8.789

    Parameters
    ----------
    table : (n, m)
        Weighted costs of the form, ``form.weighted()``.
    multiplier : (n,)
    """
    n, m = table.shape
    worth = np.zeros(m)
    whole = bool((form.opening == np.rint(form.opening)).all())
    step = max(1, 2**20 // m)
    for k in range(0, n, step):
        block = table[k : k + step]
        worth += np.minimum(0.0, block - multiplier[k : k + step, None]).sum(axis=0)
        finite = block[np.isfinite(block)]
        whole = whole and bool((finite == np.rint(finite)).all())
    worth += form.opening
    chosen = cheapest_design(worth, form.rules)
    bound = float(multiplier.sum() + worth[chosen].sum())
    sums = np.abs(multiplier).sum() + np.abs(worth[chosen]).sum() + form.opening.sum()
    bound -= float(np.finfo(float).eps * (n + m + 8) * sums)
    return float(np.ceil(bound)) if whole else bound
