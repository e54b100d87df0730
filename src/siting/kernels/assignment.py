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
from siting.kernels.swaps import _draw

RISES = 12
"""Times that the price of overrunning is raised."""

PAIRS = 20_000_000
"""Exchanges that are looked at before a descent is broken off."""


@compiled
def _two_best(cost: Any, load: Any, spare: Any, i: int, two: Any) -> float:
    """Fill the two cheapest sites (2,) that take client i whole; its regret."""
    first, second = np.inf, np.inf
    two[:] = -1
    for j in range(len(spare)):
        if load[i] <= spare[j] and cost[j, i] < second:
            if cost[j, i] < first:
                two[0], two[1] = j, two[0]
                first, second = cost[j, i], first
            else:
                two[1], second = j, cost[j, i]
    return np.inf if second == np.inf else second - first


@compiled
def _roomiest(cost: Any, spare: Any, i: int) -> Any:
    """The site with most room of those that may serve client i; -1 for none."""
    best = -1
    for j in range(len(spare)):
        if cost[j, i] < np.inf and (best < 0 or spare[j] > spare[best]):
            best = j
    return best


@compiled
def _most(regret: Any, load: Any, at: Any) -> Any:
    """Who of those without a site would lose most by waiting; -1 for nobody."""
    chosen = -1
    for i in range(len(at)):
        if at[i] < 0:
            tie = chosen >= 0 and regret[i] == regret[chosen]
            heavier = tie and load[i] > load[chosen]
            if chosen < 0 or regret[i] > regret[chosen] or heavier:
                chosen = i
    return chosen


@compiled
def _construct(cost: Any, load: Any, spare: Any, at: Any) -> None:
    """Place who has no site (-1), first whoever would lose most by waiting.

    Who fits nowhere goes to the site with most room, which is then overrun.
    """
    n = len(at)
    two, regret = np.empty((n, 2), dtype=np.int64), np.zeros(n)
    for k in np.flatnonzero(at < 0):
        regret[k] = _two_best(cost, load, spare, k, two[k])
    while True:
        chosen = _most(regret, load, at)
        if chosen < 0:
            return
        j = two[chosen, 0]
        j = j if j >= 0 else _roomiest(cost, spare, chosen)
        if j < 0:
            return
        at[chosen] = j
        spare[j] -= load[chosen]
        for i in range(n):
            full = at[i] < 0 and load[i] > spare[j]
            if full and (two[i, 0] == j or two[i, 1] == j):
                regret[i] = _two_best(cost, load, spare, i, two[i])


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
def _descend(
    cost: Any, load: Any, spare: Any, at: Any, rise: float, small: float
) -> None:  # fmt: skip
    """Shift and exchange until neither helps, or it has taken long.

    There are no exchanges where one look at all of them takes too long.
    """
    rounds = PAIRS // (len(at) * len(at) + 1)
    for _ in range(3 + rounds):
        if _shift(cost, load, spare, at, rise, small):
            continue
        if not rounds or not _exchange(cost, load, spare, at, rise, small):
            return


@compiled
def _paid(cost: Any, at: Any) -> float:
    """What an assignment costs."""
    total = 0.0
    for i in range(len(at)):
        total += cost[at[i], i]
    return total


@compiled
def _placed(cost: Any, load: Any, spare: Any, at: Any) -> bool:
    """Take the room of who has a site, and place the others; whether all have one."""
    for i in range(len(at)):
        if at[i] >= 0 and cost[at[i], i] == np.inf:
            at[i] = -1
        if at[i] >= 0:
            spare[at[i]] -= load[i]
    _construct(cost, load, spare, at)
    return len(at) == 0 or at.min() >= 0


@compiled
def assign(cost: Any, load: Any, capacity: Any, at: Any) -> bool:
    """Improve and complete an assignment (n,), -1 for none yet; whether all fits.

    What fits is never made worse.
    """
    spare = capacity.copy()
    if not _placed(cost, load, spare, at):
        return False
    paid = _paid(cost, at)
    small, heavy = 1e-11 * paid, max(load.max(), 1e-300)
    best, value = at.copy(), np.inf
    rise = 2.0 * paid / (len(at) * heavy) + 1e-300
    if spare.min() >= 0:
        _descend(cost, load, spare, at, 1e12 * rise, small)
        best[:], value = at, _paid(cost, at)
    for _ in range(RISES):
        _descend(cost, load, spare, at, rise, small)
        if spare.min() >= 0:
            if _paid(cost, at) < value:
                best[:], value = at, _paid(cost, at)
            break
        rise *= 3.0
    at[:] = best
    return value < np.inf


@compiled
def _take_out(cost: Any, at: Any, size: int, chance: Any) -> None:
    """Take clients out (-1): one by chance, and others that could be where it is."""
    n = len(at)
    j = at[_draw(chance, n)]
    left = size
    for _ in range(4 * size):
        i = _draw(chance, n)
        if left > 0 and at[i] >= 0 and cost[j, i] < np.inf:
            at[i] = -1
            left -= 1


@compiled
def ruined(cost: Any, load: Any, capacity: Any, at: Any, rounds: int) -> None:
    """Improve an assignment that fits: take a few clients out, place them anew.

    What is no worse is gone on from, the best is kept.

    Schrimpf, G., Schneider, J., Stamm-Wilbrandt, H., Dueck, G. (2000). Record breaking
    optimization results using the ruin and recreate principle. Journal of Computational
    Physics 159(2), 139-171. doi:10.1006/jcph.1999.6413
    """
    chance = np.full(1, 88172645463325252, dtype=np.uint64)
    value = _paid(cost, at)
    trial = np.empty_like(at)
    for _ in range(rounds):
        trial[:] = at
        _take_out(cost, trial, 2 + _draw(chance, max(len(at) // 4, 1)), chance)
        if assign(cost, load, capacity, trial) and _paid(cost, trial) <= value:
            at[:] = trial
            value = _paid(cost, at)
