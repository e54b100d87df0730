"""Least cost of sending divisible loads to open sites with room.

Everybody begins at the cheapest site; what is too much somewhere goes on along the
cheapest chain of sites, each handing part of a client to the next. Dijkstra's method
with prices of the sites, that stay those of a best flow for what is sent so far.

Ahuja, R. K., Magnanti, T. L., Orlin, J. B. (1993). Network Flows: Theory, Algorithms,
and Applications. Prentice Hall. Section 9.7 (successive shortest paths).

State: flow (k, n) loads at each site, used (k,) load of each site, hand (k, k) least
extra cost of handing one unit from a site to another, who (k, k) by which client.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled


@compiled
def _handed(unit: Any, flow: Any, j: int, hand: Any, who: Any) -> None:
    """Work out anew what site j would hand on."""
    k, n = unit.shape
    hand[j, :] = np.inf
    for i in range(n):
        if flow[j, i] > 0:
            for r in range(k):
                extra = unit[r, i] - unit[j, i]
                if extra < hand[j, r]:
                    hand[j, r], who[j, r] = extra, i


@compiled
def _cheapest(
    hand: Any, price: Any, source: int, spare: Any, small: float, dist: Any, last: Any,
    done: Any,
) -> int:  # fmt: skip
    """The cheapest site with room that a chain from the source reaches; -1 for none.

    Of chains that cost the same, one with fewest sites: else crumbs of load may go to
    and fro for ever.
    """
    k = len(price)
    dist[:] = np.inf
    done[:] = False
    hops = np.zeros(k, dtype=np.int64)
    dist[source], last[source] = 0.0, -1
    while True:
        at = -1
        for j in range(k):
            if not done[j] and dist[j] < np.inf:
                near = at >= 0 and dist[j] == dist[at] and hops[j] < hops[at]
                if at < 0 or dist[j] < dist[at] or near:
                    at = j
        if at < 0 or spare[at] > 0:
            return at
        done[at] = True
        for r in range(k):
            if not done[r] and hand[at, r] < np.inf:
                extra = hand[at, r] + price[at] - price[r]
                through = dist[at] + (extra if extra > small else 0.0)
                same = through == dist[r] and hops[at] + 1 < hops[r]
                if through < dist[r] or same:
                    dist[r], last[r], hops[r] = through, at, hops[at] + 1


@compiled
def _push(
    unit: Any, flow: Any, hand: Any, who: Any, last: Any, at: int, amount: float,
    tiny: float, stale: Any,
) -> float:  # fmt: skip
    """Send up to an amount along the chain that ends at a site; how much was sent."""
    r = at
    while last[r] >= 0:
        amount = min(amount, flow[last[r], who[last[r], r]])
        r = last[r]
    r = at
    while last[r] >= 0:
        j = last[r]
        i = who[j, r]
        flow[r, i] += amount
        flow[j, i] -= amount
        stale[j] = flow[j, i] <= tiny
        if stale[j]:
            flow[r, i] += flow[j, i]
            flow[j, i] = 0.0
        for q in range(len(hand)):
            extra = unit[q, i] - unit[r, i]
            if extra < hand[r, q]:
                hand[r, q], who[r, q] = extra, i
        r = j
    r = last[at]
    while r >= 0:
        if stale[r]:
            _handed(unit, flow, r, hand, who)
        r = last[r]
    return amount


@compiled
def _largest(unit: Any) -> float:
    """The largest cost that is finite."""
    most = 0.0
    for row in unit:
        for cost in row:
            if cost < np.inf and cost > most:
                most = cost
    return most


@compiled
def transport(unit: Any, load: Any, capacity: Any, flow: Any, price: Any) -> bool:
    """Fill flow (k, n) and the prices (k,) of room at the sites; whether all fits.

    Parameters
    ----------
    unit : (k, n)
        Cost of a unit of load; infinite where a site may not serve.
    """
    k, n = unit.shape
    flow[:] = 0.0
    price[:] = 0.0
    spare = capacity.copy()
    total = 0.0
    for i in range(n):
        near = np.argmin(unit[:, i])
        if load[i] > 0:
            if unit[near, i] == np.inf:
                return False
            flow[near, i] = load[i]
            spare[near] -= load[i]
            total += load[i]
    tiny = 1e-13 * total
    small = 1e-12 * _largest(unit)
    hand, who = np.empty((k, k)), np.full((k, k), -1, dtype=np.int64)
    for j in range(k):
        _handed(unit, flow, j, hand, who)
    dist, last = np.empty(k), np.empty(k, dtype=np.int64)
    done = np.empty(k, dtype=np.bool_)
    for j in range(k):
        while spare[j] < -tiny * k:
            at = _cheapest(hand, price, j, spare, small, dist, last, done)
            if at < 0:
                return False
            for r in range(k):
                price[r] += min(dist[r], dist[at]) - dist[at]
            part = min(-spare[j], spare[at])
            part = _push(unit, flow, hand, who, last, at, part, tiny, done)
            spare[j] += part
            spare[at] -= part
            if spare[at] < tiny:
                spare[at] = 0.0
    return True
