"""Greedy for medians over sorted lists; see `kernels.swaps` for what is passed on."""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled
from siting.kernels.median_greedy import _most_promising
from siting.kernels.swaps import _begin, _cheapest, _entering, _move


@compiled
def _opened(near: Any, who: Any, rule: Any, state: Any, work: Any) -> Any:
    """Open, one at a time, the site that saves most; the first one on ties."""
    opening, must, never, least, most, far = rule[:6]
    state[5][:] = must
    _begin(near, far, state)
    saving = np.full(len(opening), np.inf)
    known = np.full(len(opening), -1)
    count, looked = state[6][-1], 0
    order = np.empty(max(most, count), dtype=np.int64)
    order[:count] = np.flatnonzero(must)
    while count < most:
        best = _most_promising(saving, state[5], never)
        if best < 0:
            break
        if known[best] < count:
            saving[best] = _entering(who, rule, best, state, work, -1)[0]
            known[best] = count
            looked += 1
            continue
        if count >= least and saving[best] <= 0:
            break
        _move(near, who, far, best, state)
        order[count] = best
        count += 1
    return order[:count], looked


@compiled
def _closed(near: Any, who: Any, rule: Any, state: Any) -> Any:
    """Open all sites, then close, one at a time, the one that costs least to close."""
    opening, least, most, far = rule[0], rule[3], rule[4], rule[5]
    state[5][:] = ~rule[2]
    _begin(near, far, state)
    count, looked, closed = state[6][-1], 0, 0
    order = np.empty(count, dtype=np.int64)
    while count > least:
        r = _cheapest(rule, state)
        if r < 0 or (count <= most and state[4][r] >= opening[r]):
            break
        looked += count
        _move(near, who, far, r, state)
        order[closed] = r
        closed += 1
        count -= 1
    return order[:closed], looked


def opened(near: Any, who: Any, rule: Any, state: Any, work: Any) -> Any:
    """Sites in the order in which greedy add opens them, and looks taken."""
    return _opened(near, who, rule, state, work)


def closed(near: Any, who: Any, rule: Any, state: Any) -> Any:
    """Sites in the order in which greedy drop closes them, and looks taken."""
    return _closed(near, who, rule, state)
