"""Greedy for medians: open one site after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.allowed import Allowed
from siting.kernels.compiled import compiled
from siting.kernels.tables import finite

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]


@compiled
def _most_promising(limit: Any, design: Any, never: Any) -> int:
    """First site that may still open with the largest limit on what it saves; or -1.

    Savings only shrink as sites open, so old ones are upper limits and few need to be
    worked out again (Minoux, 1978, doi:10.1007/BFb0006528).
    """
    best = -1
    for j in range(len(limit)):
        if not design[j] and not never[j] and (best < 0 or limit[j] > limit[best]):
            best = j
    return best


@compiled
def _saving(cost: Any, nearest: Any) -> float:
    """What opening a site of this cost (n,) takes off those to the nearest open one."""
    total = 0.0
    for i in range(len(nearest)):
        total += max(0.0, nearest[i] - cost[i])
    return total


@compiled
def _greedy(
    by_site: Any, opening: Any, must: Any, never: Any, least: int, most: int, far: float
) -> Any:
    """Open, one at a time, the site that saves most; the first one on ties.

    Returns the sites in the order in which they opened, those that must be open first,
    and how many savings were worked out.
    """
    m, n = by_site.shape
    design = must.copy()
    nearest = np.full(n, far)
    for j in np.flatnonzero(must):
        nearest = np.minimum(nearest, by_site[j])
    saving = np.full(m, np.inf)
    known = np.full(m, -1)
    count, looked = int(must.sum()), 0
    order = np.empty(max(most, count), dtype=np.int64)
    order[:count] = np.flatnonzero(must)
    while count < most:
        best = _most_promising(saving, design, never)
        if best < 0:
            break
        if known[best] < count:
            saving[best] = _saving(by_site[best], nearest) - opening[best]
            known[best] = count
            looked += 1
            continue
        if count >= least and saving[best] <= 0:
            break
        design[best] = True
        order[count] = best
        count += 1
        nearest = np.minimum(nearest, by_site[best])
    return order[:count], looked


def order(c: Floats, opening: Floats, *, rules: Allowed) -> tuple[Places, int]:
    """Greedy add for the median with weighted cost c (n, m).

    Returns
    -------
    sites : (k,)
        In the order in which they opened, those that must be open first.
    looked
        How many designs were worked out.
    """
    table, far = finite(c, opening)
    # Savings are worked out site by site; a column of a large table lies far apart.
    by_site = np.ascontiguousarray(table.T)
    # Kernels are compiled for arrays that may be written: pass copies.
    parts = (opening.copy(), rules.must.copy(), rules.never.copy())
    sites, looked = _greedy(by_site, *parts, rules.least, rules.most, far)
    return np.asarray(sites, dtype=np.intp), int(looked)


def greedy(c: Floats, opening: Floats, *, rules: Allowed) -> Bools:
    """Greedy add: (m,) design of the median with weighted cost c (n, m)."""
    design = np.zeros(len(opening), dtype=bool)
    design[order(c, opening, rules=rules)[0]] = True
    return design
