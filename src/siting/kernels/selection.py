"""The cheapest allowed sites that together have the room that is needed, relaxed.

With a rent for each unit of room, which sites pay and all needed room earns, the
cheapest allowed design is found by sorting; the rent is chosen so that the room is
about enough.

A rule is must (m,), never (m,), least, most, need.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled
from siting.kernels.knapsack import SAFE, best_whole

HALVINGS = 45
"""Steps of the search for the rent, where the number of sites is what is short."""


@compiled
def cheapest(worth: Any, rule: Any, chosen: Any) -> None:
    """Mark the allowed sites with the least sum of worth."""
    must, never, least, most, _ = rule
    chosen[:] = must
    free = np.flatnonzero(~(must | never))
    held, wanted = np.sum(must), 0
    for j in free:
        if worth[j] < 0:
            wanted += 1
    count = min(max(wanted, least - held), most - held)
    rank = np.argsort(worth[free])
    for k in range(min(count, len(free))):
        chosen[free[rank[k]]] = True


@compiled
def _has_room(
    worth: Any, capacity: Any, rent: float, rule: Any, chosen: Any
) -> bool:  # fmt: skip
    """Whether the cheapest sites at a rent have the room that is needed."""
    cheapest(worth - rent * capacity, rule, chosen)
    return bool(np.sum(capacity[chosen]) >= rule[4])


@compiled
def _by_ratio(worth: Any, capacity: Any, rule: Any) -> Any:
    """The rent at which the last site that is needed pays; -1 if counts forbid it."""
    must, never, least, most, need = rule
    free = np.flatnonzero(~(must | never) & (capacity > 0))
    ratio = worth[free] / capacity[free]
    rank = np.argsort(ratio)
    room, count = np.sum(capacity[must]), np.sum(must)
    for k in range(len(free)):
        room += capacity[free[rank[k]]]
        count += 1
        if room >= need:
            return max(ratio[rank[k]], 0.0) if least < count < most else -1.0
    return -1.0


@compiled
def rent_of_room(worth: Any, capacity: Any, rule: Any, chosen: Any) -> Any:
    """The rent for which the bound is about best; marks the sites at it."""
    if _has_room(worth, capacity, 0.0, rule, chosen):
        return 0.0
    rent = _by_ratio(worth, capacity, rule)
    if rent < 0:
        low = 0.0
        high = 1e-6 * np.max(np.abs(worth)) / max(np.max(capacity), 1e-300)
        doublings = 0
        while not _has_room(worth, capacity, high, rule, chosen):
            low, high = high, 4 * high
            doublings += 1
            if doublings > 60 or high == 0.0:
                break
        for _ in range(HALVINGS):
            rent = (low + high) / 2
            if _has_room(worth, capacity, rent, rule, chosen):
                high = rent
            else:
                low = rent
        rent = high
    _has_room(worth, capacity, rent, rule, chosen)
    return rent


@compiled
def _enough(worth: Any, capacity: Any, lack: float, idle: Any) -> float:
    """Worth of the last sites of a list that have a room; infinite without it."""
    total = 0.0
    for j in idle[::-1]:
        if lack <= 0:
            break
        lack -= capacity[j]
        total += worth[j]
    return total if lack <= 0 else np.inf


@compiled
def cover(worth: Any, capacity: Any, rule: Any, taken: Any) -> Any:
    """Least worth of whole sites that have the room, whatever their number.

    What may stay closed is a knapsack: the sites that save most and leave the room.
    Marks the sites that are open, and returns their worth and whether it is the least.
    A site that is worth more than others with the room are together stays closed, and
    its worth, which may be huge, is in no sum.
    """
    must, never, _, _, need = rule
    idle = np.flatnonzero(~(must | never) & (worth > 0))
    ratio = worth[idle] / np.maximum(capacity[idle], 1e-300)
    idle = idle[np.argsort(-ratio)]
    taken[:] = ~never
    taken[idle] = False
    others = np.sum(worth[taken])
    most = _enough(worth, capacity, need - np.sum(capacity[taken]), idle)
    idle = idle[worth[idle] <= most * (1 + 1e-9)]
    taken[idle] = True
    spare = np.sum(capacity[taken]) - need
    x, best = np.zeros(len(idle), dtype=np.bool_), np.zeros(len(idle), dtype=np.bool_)
    top, done = best_whole(worth[idle], capacity[idle], spare, x, best)
    taken[idle[best]] = False
    return min(np.sum(worth[taken]) - top * (SAFE - 1), others + most), done
