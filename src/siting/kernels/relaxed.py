"""One evaluation of the dual of sites of limited capacity, and one step along it.

Parts: pairs (start, client, cost), load (n,), capacity (m,), opening (m,), whole, rule
(see `siting.kernels.selection`). Out: worth, own (m,), share (pairs,), chosen,
taken (m,); ``own`` is the worth without the rent of room.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled
from siting.kernels.knapsack import fill_split, fill_whole
from siting.kernels.selection import cheapest, cover, rent_of_room

EPSILON = float(np.finfo(np.float64).eps)
"""Rounding of one sum or product, relative."""


@compiled
def evaluate(parts: Any, multiplier: Any, out: Any) -> Any:
    """Value of the dual with rent, and with whole sites if that is more.

    The first is the one that ``worth`` and ``chosen`` make up; ``taken`` are the sites
    of the second. Rounding is taken off: from each site what its own sum may be off, so
    that the least sum of them is one of what they are worth at least, and from the
    value what the sum of those that are in it may be.
    """
    pairs, load, capacity, opening, whole, rule = parts
    worth, own, share, chosen, taken = out
    never, need, each = rule[1], rule[4], np.empty(len(worth))
    if whole:
        fill_whole(pairs, load, capacity, multiplier, never, worth, share, each)
    else:
        fill_split(pairs, load, capacity, multiplier, never, worth, share, each)
    # A sum of k terms is off by at most k eps times the sum of their sizes.
    off = EPSILON * (2 * len(multiplier) + len(worth) + 8)
    value, size = 0.0, 0.0
    for lam in multiplier:
        value += lam
        size += abs(lam)
    for j in range(len(worth)):
        worth[j] += opening[j]
        worth[j] -= off * (each[j] + opening[j])
    own[:] = worth
    rent = rent_of_room(worth, capacity, rule, chosen)
    taken[:] = chosen
    whole_sites = -np.inf
    if rent > 0:
        least, done = cover(worth, capacity, rule, taken)
        if done:
            there = np.sum(np.abs(worth[taken]))
            whole_sites = value + least - off * (size + there)
        else:
            taken[:] = chosen
        _charge(worth, capacity, rent, off)
        cheapest(worth, rule, chosen)
    for j in range(len(worth)):
        if chosen[j]:
            value += worth[j]
            size += abs(worth[j])
    value += rent * need
    value -= off * (size + rent * need)
    if whole_sites <= value:
        taken[:] = chosen
    return value, max(value, whole_sites)


@compiled
def sides(parts: Any, multiplier: Any, own: Any, out: Any) -> None:
    """Raise bounds (m,) of all answers with each free site, and of all without it.

    To what whole sites cost that have the room that is needed, where that was found.
    """
    inside, outside = out
    _, _, capacity, _, _, rule = parts
    must, never, need = rule[0].copy(), rule[1].copy(), rule[4]
    taken, there = (
        np.empty(len(own), dtype=np.bool_),
        np.empty(len(own), dtype=np.bool_),
    )
    off = EPSILON * (2 * len(multiplier) + len(own) + 8)
    value, size = np.sum(multiplier), np.sum(np.abs(multiplier))
    least, done = cover(own, capacity, rule, taken)
    if not done:
        return
    least += value - off * (size + np.sum(np.abs(own[taken])))
    for j in np.flatnonzero(~(must | never)):
        same, other, mark = outside, inside, must
        if taken[j]:
            same, other, mark = inside, outside, never
        same[j] = max(same[j], least)
        mark[j] = True
        if np.sum(capacity[~never]) < need:
            other[j] = np.inf
        else:
            more, done = cover(own, capacity, (must, never, 0, 0, need), there)
            more += value - off * (size + np.sum(np.abs(own[there])))
            other[j] = max(other[j], more if done else least)
        mark[j] = False


@compiled
def _charge(worth: Any, capacity: Any, rent: float, off: float) -> None:
    """Take the rent of its room from each site (m,), and what that may be off."""
    for j in range(len(worth)):
        due = rent * capacity[j]
        worth[j] -= due + off * (abs(worth[j]) + due)


@compiled
def slope(pairs: Any, share: Any, chosen: Any, way: Any) -> None:
    """Subgradient: 1 minus how much of each client the chosen sites would serve."""
    start, client, _ = pairs
    way[:] = 1.0
    for j in range(len(start) - 1):
        if chosen[j]:
            for e in range(start[j], start[j + 1]):
                way[client[e]] -= share[e]


@compiled
def blend(
    start: Any, share: Any, chosen: Any, part: float, y: Any, x: Any
) -> None:  # fmt: skip
    """Move the running means y (m,) and, where it has entries, x (pairs,) on."""
    for j in range(len(y)):
        y[j] *= 1 - part
        if chosen[j]:
            y[j] += part
        if len(x):
            for e in range(start[j], start[j + 1]):
                x[e] *= 1 - part
                if chosen[j]:
                    x[e] += part * share[e]


@compiled
def turn(way: Any, slope: Any, memory: float) -> float:
    """Deflect a direction towards a subgradient; its square length."""
    norm = 0.0
    for i in range(len(way)):
        way[i] = memory * way[i] + slope[i]
        norm += way[i] * way[i]
    return norm


@compiled
def moved(multiplier: Any, way: Any, step: float) -> Any:
    """New multipliers."""
    return multiplier + step * way
