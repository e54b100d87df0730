"""Whole clients to open sites with room: regret, then shifts and exchanges.

The generalised assignment problem, by a heuristic. Loads above a capacity are allowed
on the way, at a price for each unit that rises until nobody is overrun.

Martello, S., Toth, P. (1990). Knapsack Problems: Algorithms and Computer
Implementations. Wiley. Chapter 7.

``cost`` (k, n) is infinite where a site may not serve; ``at`` (n,) is the site of each
client, ``spare`` (k,) the room that is left, below 0 where a site is overrun.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled

RISES = 12
"""Times that the price of overrunning is raised."""


@compiled
def _two_best(cost: Any, load: Any, spare: Any, i: int) -> Any:
    """The cheapest site that takes client i whole, its cost, and that of the next."""
    best, first, second = -1, np.inf, np.inf
    for j in range(len(spare)):
        if load[i] <= spare[j] and cost[j, i] < second:
            if cost[j, i] < first:
                best, first, second = j, cost[j, i], first
            else:
                second = cost[j, i]
    return best, first, second


@compiled
def _put(cost: Any, load: Any, spare: Any, at: Any, i: int) -> None:
    """Client i to the cheapest site that takes it, else to the one with most room."""
    j = _two_best(cost, load, spare, i)[0]
    if j < 0:
        for r in range(len(spare)):
            if cost[r, i] < np.inf and (j < 0 or spare[r] > spare[j]):
                j = r
    at[i] = j
    if j >= 0:
        spare[j] -= load[i]


@compiled
def _construct(cost: Any, load: Any, spare: Any, at: Any) -> None:
    """Place who has no site (-1), first whoever would lose most by waiting."""
    left = np.flatnonzero(at < 0)
    for _ in range(len(left)):
        chosen, most = -1, -1.0
        for i in left:
            if at[i] < 0:
                _, first, second = _two_best(cost, load, spare, i)
                regret = np.inf if second == np.inf else second - first
                if regret > most or (regret == most and load[i] > load[chosen]):
                    chosen, most = i, regret
        _put(cost, load, spare, at, chosen)
        if at[chosen] < 0:
            return


@compiled
def _over(spare: float) -> float:
    """How much a site is overrun."""
    return max(-spare, 0.0)


@compiled
def _shift(
    cost: Any, load: Any, spare: Any, at: Any, rise: float, small: float
) -> bool:  # fmt: skip
    """Move single clients while that helps; whether any moved."""
    moved = False
    for i in range(len(load)):
        j = at[i]
        best, least = -1, -small
        freed = _over(spare[j] + load[i]) - _over(spare[j])
        for r in range(len(spare)):
            if r != j and cost[r, i] < np.inf:
                filled = _over(spare[r] - load[i]) - _over(spare[r])
                change = cost[r, i] - cost[j, i] + rise * (freed + filled)
                if change < least:
                    best, least = r, change
        if best >= 0:
            spare[j] += load[i]
            spare[best] -= load[i]
            at[i] = best
            moved = True
    return moved


@compiled
def _exchange(
    cost: Any, load: Any, spare: Any, at: Any, rise: float, small: float
) -> bool:  # fmt: skip
    """Let two clients change places while that helps; whether any did."""
    moved = False
    for i in range(len(load)):
        for q in range(i):
            j, r = at[i], at[q]
            if j == r or cost[r, i] == np.inf or cost[j, q] == np.inf:
                continue
            change = cost[r, i] + cost[j, q] - cost[j, i] - cost[r, q]
            more = load[i] - load[q]
            if change >= -small and spare[j] >= 0 and spare[r] >= 0:
                continue
            change += rise * (_over(spare[j] + more) - _over(spare[j]))
            change += rise * (_over(spare[r] - more) - _over(spare[r]))
            if change < -small:
                spare[j] += more
                spare[r] -= more
                at[i], at[q] = r, j
                moved = True
    return moved


@compiled
def assign(cost: Any, load: Any, capacity: Any, at: Any) -> bool:
    """Improve and complete an assignment (n,), -1 for none yet; whether all fits."""
    spare = capacity.copy()
    for i in range(len(at)):
        if at[i] >= 0:
            if cost[at[i], i] == np.inf:
                at[i] = -1
            else:
                spare[at[i]] -= load[i]
    _construct(cost, load, spare, at)
    paid, most = 0.0, 0.0
    for i in range(len(at)):
        if at[i] < 0:
            return False
        paid += cost[at[i], i]
        most = max(most, load[i])
    small = 1e-11 * paid
    rise = 2.0 * paid / (len(at) * max(most, 1e-300)) + 1e-300
    for _ in range(RISES):
        while _shift(cost, load, spare, at, rise, small) or _exchange(
            cost, load, spare, at, rise, small
        ):
            pass
        if spare.min() >= 0:
            return True
        rise *= 3.0
    return False
