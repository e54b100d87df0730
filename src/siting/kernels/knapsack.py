"""What each site of limited capacity serves, at prices for serving each client.

With prices (multipliers) for 'every client once', every site is a knapsack of its own:
of the clients whose cost is below their price it takes those that save most within its
capacity, in shares or whole.

Pairs are listed site by site: start (m + 1,), client, cost. What the functions pass on:

* items: ratio (n,), entry (n,), gain (n,), load (n,) of the clients that a site wants;
* taken: x (n,), best (n,), 1 where a client is taken whole.

Martello, S., Toth, P. (1990). Knapsack Problems: Algorithms and Computer
Implementations. Wiley. Chapter 2.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled

NODES = 3000
"""Steps of a search for the best whole clients, after which its bound must do."""


@compiled
def _wanted(
    pairs: Any, j: int, load: Any, room: float, multiplier: Any, share: Any,
    ratio: Any, entry: Any,
) -> Any:  # fmt: skip
    """Take every client below its price; how many have a load, it, and the worth."""
    start, client, cost = pairs
    count, total, worth = 0, 0.0, 0.0
    for e in range(start[j], start[j + 1]):
        i = client[e]
        less = cost[e] - multiplier[i]
        if less < 0 and load[i] <= room:
            share[e] = 1.0
            worth += less
            if load[i] > 0:
                ratio[count], entry[count] = less / load[i], e
                count += 1
                total += load[i]
        else:
            share[e] = 0.0
    return count, total, worth


@compiled
def fill_split(
    pairs: Any, load: Any, capacity: Any, multiplier: Any, closed: Any, worth: Any,
    price: Any, share: Any,
) -> None:  # fmt: skip
    """Knapsacks in shares: worth, price of a unit of capacity, and shares taken."""
    start, client, cost = pairs
    ratio, entry = np.empty(len(load)), np.empty(len(load), dtype=np.int64)
    for j in range(len(worth)):
        worth[j] = price[j] = 0.0
        if closed[j]:
            continue
        count, total, value = _wanted(
            pairs, j, load, np.inf, multiplier, share, ratio, entry
        )
        over = total - capacity[j]
        if over > 0:
            rank = np.argsort(ratio[:count])
            k = count - 1
            while over > 0 and k >= 0:
                e = entry[rank[k]]
                i = client[e]
                part = min(1.0, over / load[i])
                value -= part * (cost[e] - multiplier[i])
                share[e] = 1.0 - part
                over -= load[i]
                price[j] = -ratio[rank[k]]
                k -= 1
        worth[j] = value


@compiled
def _relaxed(gain: Any, load: Any, k: int, room: float) -> Any:
    """Most gain of items k, k + 1, ... in shares, and what the last saves a unit."""
    value = 0.0
    for q in range(k, len(gain)):
        if load[q] > room:
            unit = gain[q] / load[q]
            return value + unit * room, unit
        room -= load[q]
        value += gain[q]
    return value, 0.0


@compiled
def _best_whole(gain: Any, load: Any, room: float, x: Any, best: Any) -> Any:
    """Most gain of whole items, best ratio first, by depth first search.

    Horowitz, E., Sahni, S. (1974). Computing partitions with applications to the
    knapsack problem. Journal of the ACM 21(2), 277-292. doi:10.1145/321812.321823
    """
    n = len(gain)
    top, value, k, nodes = -1.0, 0.0, 0, 0
    x[:n] = False
    while True:
        nodes += 1
        if value + _relaxed(gain, load, k, room)[0] > top * (1 + 1e-12):
            while k < n:
                x[k] = load[k] <= room
                if x[k]:
                    room -= load[k]
                    value += gain[k]
                k += 1
                if not x[k - 1]:
                    break
            if k < n:
                continue
            if value > top:
                top = value
                best[:n] = x[:n]
        if nodes > NODES:
            return top, False
        k -= 1
        while k >= 0 and not x[k]:
            k -= 1
        if k < 0:
            return top, True
        x[k] = False
        room += load[k]
        value -= gain[k]
        k += 1


@compiled
def fill_whole(
    pairs: Any, load: Any, capacity: Any, multiplier: Any, closed: Any, worth: Any,
    price: Any, share: Any, loose: Any,
) -> None:  # fmt: skip
    """Knapsacks of whole clients.

    ``loose`` (m,) is by how much the knapsack in shares is worth more; worth is that
    of the latter where the search was cut short, and then the shares are a guess.
    """
    _, client, cost = pairs
    n = len(load)
    ratio, entry = np.empty(n), np.empty(n, dtype=np.int64)
    gain, weight = np.empty(n), np.empty(n)
    x, best = np.empty(n, dtype=np.bool_), np.empty(n, dtype=np.bool_)
    for j in range(len(worth)):
        worth[j] = price[j] = loose[j] = 0.0
        if closed[j]:
            continue
        count, total, value = _wanted(
            pairs, j, load, capacity[j], multiplier, share, ratio, entry
        )
        if total > capacity[j]:
            rank = np.argsort(ratio[:count])
            for k in range(count):
                e = entry[rank[k]]
                gain[k] = multiplier[client[e]] - cost[e]
                weight[k] = load[client[e]]
                value += gain[k]
            items = gain[:count], weight[:count]
            most, price[j] = _relaxed(items[0], items[1], 0, capacity[j])
            top, done = _best_whole(items[0], items[1], capacity[j], x, best)
            for k in range(count):
                share[entry[rank[k]]] = 1.0 if best[k] else 0.0
            value -= top if done else most
            loose[j] = most - top if done else 0.0
        worth[j] = value


@compiled
def slope(pairs: Any, share: Any, chosen: Any, way: Any) -> None:
    """Subgradient: 1 minus how much of each client the chosen sites would serve."""
    start, client, _ = pairs
    way[:] = 1.0
    for j in range(len(start) - 1):
        if chosen[j]:
            for e in range(start[j], start[j + 1]):
                way[client[e]] -= share[e]
