"""Designs from wishes: the sites with the largest keys are open."""

from __future__ import annotations

import numpy as np

from siting.cost import Floats
from siting.rules import Rules
from siting.searching.neighbours import Bools, Places

HALF = 0.5
"""Key above which a site is wanted where the number of sites is free."""


def most_wanted(rules: Rules, keys: Floats, sizes: Places) -> Bools:
    """Designs (k, m) in which so many sites (k,) are open; the first of equals.

    What must be open is, what may not is not, whatever the keys (k, m) say.
    """
    wish = np.where(rules.must, -np.inf, np.where(rules.never, np.inf, -keys))
    designs = np.zeros(keys.shape, dtype=bool)
    for size in np.unique(sizes).tolist():
        rows = np.flatnonzero(sizes == size)
        if size:
            last = np.partition(wish[rows], size - 1, axis=1)[:, size - 1]
            designs[rows] = wish[rows] <= last[:, None]
    tied = np.flatnonzero(designs.sum(axis=1) != sizes)
    order = np.argsort(wish[tied], axis=1, kind="stable")
    first = np.zeros(order.shape, dtype=bool)
    np.put_along_axis(first, order, np.arange(rules.m) < sizes[tied, None], axis=1)
    designs[tied] = first
    return designs


def decoded(rules: Rules, keys: Floats) -> Bools:
    """Designs (k, m) that keys from 0 to 1 stand for.

    As many sites as must be open; where that is free, those whose key is above a half,
    as far as the bounds allow. The usual reading of random keys: Bean, J. C. (1994).
    Genetic algorithms and random keys for sequencing and optimization. ORSA Journal on
    Computing 6(2), 154-160. doi:10.1287/ijoc.6.2.154
    """
    wanted = ((keys > HALF) & rules.free).sum(axis=1) + int(rules.must.sum())
    return most_wanted(rules, keys, np.clip(wanted, rules.least, rules.most))
