"""Greedy for coverage: open one site after the other, or close one after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.allowed import Allowed
from siting.kernels.compiled import compiled
from siting.kernels.cover import _flip, _gain
from siting.kernels.median_greedy import _most_promising

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]


@compiled
def _greedy(
    weight: Any, start: Any, client: Any, must: Any, never: Any, most: int
) -> Any:
    """Open, one at a time, the site that covers most more; the first one on ties.

    Returns the sites in the order in which they opened, those that must be open first,
    and how many gains were worked out.
    """
    design = must.copy()
    times = np.zeros(len(weight), dtype=np.int64)
    sole = np.zeros(len(weight), dtype=np.int64)
    for j in np.flatnonzero(must):
        _flip(start, client, j, 1, times, sole)
    gain = np.full(len(must), np.inf)
    known = np.full(len(must), -1)
    count, looked = int(must.sum()), 0
    order = np.empty(max(most, count), dtype=np.int64)
    order[:count] = np.flatnonzero(must)
    while count < most:
        best = _most_promising(gain, design, never)
        if best < 0:
            break
        if known[best] < count:
            gain[best] = _gain(weight, start, client, times, best)
            known[best] = count
            looked += 1
            continue
        design[best] = True
        order[count] = best
        count += 1
        _flip(start, client, best, 1, times, sole)
    return order[:count], looked


@compiled
def _drop(
    weight: Any, start: Any, client: Any, must: Any, never: Any, most: int
) -> Any:
    """All sites open, then closed one at a time, whichever loses least.

    The last one on ties, so that the first of equals stays. Returns the sites in the
    order in which they closed, and how many losses were known.
    """
    design = ~never
    times = np.zeros(len(weight), dtype=np.int64)
    sole = np.zeros(len(weight), dtype=np.int64)
    for j in np.flatnonzero(design):
        _flip(start, client, j, 1, times, sole)
    loss = np.zeros(len(must))
    for i in range(len(weight)):
        if times[i] == 1:
            loss[sole[i]] += weight[i]
    count, looked = int(design.sum()), 0
    order = np.empty(count, dtype=np.int64)
    closed = 0
    while count > most:
        worst = np.intp(-1)
        for j in np.flatnonzero(design & ~must):
            if worst < 0 or loss[j] <= loss[worst]:
                worst = j
        if worst < 0:
            break
        looked += count
        design[worst] = False
        _flip(start, client, worst, -1, times, sole)
        for k in range(start[worst], start[worst + 1]):
            i = client[k]
            if times[i] == 1:
                loss[sole[i]] += weight[i]
        order[closed] = worst
        closed += 1
        count -= 1
    return order[:closed], looked


def order(
    weight: Floats, start: Any, client: Any, *, rules: Allowed
) -> tuple[Places, int]:
    """Greedy add.

    Returns
    -------
    sites : (k,)
        In the order in which they opened, those that must be open first.
    looked
        How many designs were worked out.
    """
    # Kernels are compiled for arrays that may be written: pass copies.
    parts = (weight.copy(), start, client, rules.must.copy(), rules.never.copy())
    sites, looked = _greedy(*parts, rules.most)
    return np.asarray(sites, dtype=np.intp), int(looked)


def drop(
    weight: Floats, start: Any, client: Any, *, rules: Allowed
) -> tuple[Places, int]:
    """Greedy drop: sites (k,) in the order in which they closed, and looks taken."""
    parts = (weight.copy(), start, client, rules.must.copy(), rules.never.copy())
    sites, looked = _drop(*parts, rules.most)
    return np.asarray(sites, dtype=np.intp), int(looked)


def greedy(weight: Floats, start: Any, client: Any, *, rules: Allowed) -> Bools:
    """Greedy add: (m,) design that covers much of the weight."""
    design = np.zeros(len(rules.must), dtype=bool)
    design[order(weight, start, client, rules=rules)[0]] = True
    return design
