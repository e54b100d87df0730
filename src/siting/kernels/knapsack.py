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

NODES, WORK = 3000, 150_000
"""Steps of a search for the best whole clients, and steps times clients, after which
its bound must do."""


@compiled
def _wanted(
    pairs: Any, j: int, load: Any, room: float, multiplier: Any, share: Any,
    ratio: Any, entry: Any,
) -> Any:  # fmt: skip
    """Take every client below its price.

    Returns how many of them have a load, all that load, the worth of those without
    one, and the worth of all.
    """
    start, client, cost = pairs
    count, total, free, worth = 0, 0.0, 0.0, 0.0
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
                free += less
        else:
            share[e] = 0.0
    return count, total, free, worth


SAFE = 1 + 1e-11
"""Factor by which the gain of whole clients is taken larger, for what is rounded."""


@compiled
def _poured(
    pairs: Any, load: Any, room: float, multiplier: Any, entry: Any, share: Any
) -> float:  # fmt: skip
    """Fill the room with entries, best first; what they are worth."""
    _, client, cost = pairs
    value = 0.0
    for e in entry:
        i = client[e]
        part = min(1.0, max(room, 0.0) / load[i])
        value += part * (cost[e] - multiplier[i])
        share[e] = part
        room -= load[i]
    return value


@compiled
def fill_split(
    pairs: Any, load: Any, capacity: Any, multiplier: Any, closed: Any, worth: Any,
    share: Any, size: Any,
) -> None:  # fmt: skip
    """Knapsacks in shares: what they are worth, and shares taken.

    ``size`` (m,) is the size of all that was added up for each site.
    """
    ratio, entry = np.empty(len(load)), np.empty(len(load), dtype=np.int64)
    for j in range(len(worth)):
        worth[j] = size[j] = 0.0
        if closed[j]:
            continue
        count, total, free, worth[j] = _wanted(
            pairs, j, load, np.inf, multiplier, share, ratio, entry
        )
        size[j] = -worth[j]
        if total > capacity[j]:
            best = entry[np.argsort(ratio[:count])]
            room = capacity[j]
            worth[j] = free + _poured(pairs, load, room, multiplier, best, share)


@compiled
def in_shares(gain: Any, load: Any, k: int, room: float) -> float:
    """Most gain of items k, k + 1, ... in shares, best ratio first."""
    value = 0.0
    for q in range(k, len(gain)):
        if load[q] > room:
            return float(value + gain[q] / load[q] * room)
        room -= load[q]
        value += gain[q]
    return value


@compiled
def _taken(gain: Any, load: Any, k: int, room: float, x: Any) -> Any:
    """Take items k, k + 1, ... while they fit; where it ended, room left, gain."""
    value = 0.0
    while k < len(gain):
        x[k] = load[k] <= room
        if x[k]:
            room -= load[k]
            value += gain[k]
        k += 1
        if not x[k - 1]:
            break
    return k, room, value


@compiled
def best_whole(gain: Any, load: Any, room: float, x: Any, best: Any) -> Any:
    """Most gain of whole items, best ratio first, by depth first search.

    Horowitz, E., Sahni, S. (1974). Computing partitions with applications to the
    knapsack problem. Journal of the ACM 21(2), 277-292. doi:10.1145/321812.321823
    """
    n = len(gain)
    top, value, k = -1.0, 0.0, 0
    x[:n] = False
    for _ in range(min(NODES, 20 + WORK // (n + 1))):
        if value + in_shares(gain, load, k, room) > top * (1 + 1e-12):
            k, room, more = _taken(gain, load, k, room, x)
            value += more
            if k < n:
                continue
            if value > top:
                top = value
                best[:n] = x[:n]
        k -= 1
        while k >= 0 and not x[k]:
            k -= 1
        if k < 0:
            return top, True
        x[k] = False
        room += load[k]
        value -= gain[k]
        k += 1
    return top, False


@compiled
def _packed(
    pairs: Any, load: Any, room: float, multiplier: Any, entry: Any, share: Any
) -> float:  # fmt: skip
    """Fill the room with whole entries, given best ratio first; what they are worth.

    Where the search was cut short that is what shares are worth.
    """
    _, client, cost = pairs
    count = len(entry)
    gain, weight = np.empty(count), np.empty(count)
    x, best = np.zeros(count, dtype=np.bool_), np.zeros(count, dtype=np.bool_)
    for k in range(count):
        i = client[entry[k]]
        gain[k], weight[k] = multiplier[i] - cost[entry[k]], load[i]
    top, done = best_whole(gain, weight, room, x, best)
    for k in range(count):
        share[entry[k]] = 1.0 if best[k] else 0.0
    return float(-SAFE * (top if done else in_shares(gain, weight, 0, room)))


@compiled
def fill_whole(
    pairs: Any, load: Any, capacity: Any, multiplier: Any, closed: Any, worth: Any,
    share: Any, size: Any,
) -> None:  # fmt: skip
    """Knapsacks of whole clients; see `fill_split`."""
    ratio, entry = np.empty(len(load)), np.empty(len(load), dtype=np.int64)
    for j in range(len(worth)):
        worth[j] = size[j] = 0.0
        if closed[j]:
            continue
        count, total, free, worth[j] = _wanted(
            pairs, j, load, capacity[j], multiplier, share, ratio, entry
        )
        size[j] = -worth[j]
        if total > capacity[j]:
            best = entry[np.argsort(ratio[:count])]
            room = capacity[j]
            worth[j] = free + _packed(pairs, load, room, multiplier, best, share)


@compiled
def _beside(
    pairs: Any, load: Any, room: float, multiplier: Any, entry: Any, out: int
) -> float:  # fmt: skip
    """Worth of filling the room with entries in shares, best first, but for one."""
    _, client, cost = pairs
    value = 0.0
    for e in entry:
        if e == out:
            continue
        i = client[e]
        less = cost[e] - multiplier[i]
        if load[i] > room:
            return float(value + less * (room / load[i]))
        room -= load[i]
        value += less
    return value


@compiled
def forced(
    pairs: Any, load: Any, capacity: Any, multiplier: Any, closed: Any, worth: Any,
    extra: Any,
) -> None:  # fmt: skip
    """How much more (pairs,) a knapsack of whole clients costs that must hold a client.

    At least: the others are taken in shares. ``worth`` (m,) is what it costs else.
    """
    start, client, cost = pairs
    ratio, entry = np.empty(len(load)), np.empty(len(load), dtype=np.int64)
    share = np.empty(len(extra))
    for j in range(len(worth)):
        if closed[j]:
            continue
        count, _, free, _ = _wanted(
            pairs, j, load, capacity[j], multiplier, share, ratio, entry
        )
        best = entry[np.argsort(ratio[:count])]
        for e in range(start[j], start[j + 1]):
            i = client[e]
            less = cost[e] - multiplier[i]
            others = free - min(less, 0.0) if load[i] == 0 else free
            room = capacity[j] - load[i]
            others += _beside(pairs, load, room, multiplier, best, e)
            extra[e] = max(less + others * SAFE - worth[j], 0.0)


@compiled
def reach(
    pairs: Any, load: Any, capacity: Any, alone: Any, room: Any
) -> None:  # fmt: skip
    """The most room (m,) that whole clients with whole loads can take at each site.

    Those (pairs,) that are ``alone`` are there in any case.
    """
    start, client, _ = pairs
    for j in range(len(room)):
        size = int(capacity[j])
        sums = np.zeros(size + 1, dtype=np.bool_)
        first = 0
        for e in range(start[j], start[j + 1]):
            if alone[e]:
                first += int(load[client[e]])
        if first > size:
            room[j] = 0.0
            continue
        sums[first] = True
        top = first
        for e in range(start[j], start[j + 1]):
            more = int(load[client[e]])
            if alone[e] or more == 0 or top == size:
                continue
            for k in range(min(top, size - more), first - 1, -1):
                if sums[k]:
                    sums[k + more] = True
                    top = max(top, k + more)
        room[j] = top
