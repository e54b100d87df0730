"""A few steps up the Lagrangian dual of a median, with some sites decided.

Lists as in `siting.kernels.lists`. Relaxing 'every client once' with multipliers u,

sum_i u_i + least sum of worth_j over allowed designs,
worth_j = opening_j + sum_i min(0, cost_ij - u_i)

bounds every allowed design from below.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled
from siting.kernels.lists import _slope, _worth

LENGTH, STALE = 0, 1
"""Places in the pace: of the step in Polyak's length, of steps without a gain."""

SHORTEST = 1e-3
"""Length of step that is not worth a step."""


@compiled
def _chosen(worth: Any, free: Any, least: int, most: int, chosen: Any) -> float:
    """Choose least to most free sites of least worth; their sum."""
    value = worth[free]
    wanted = min(max((value < 0.0).sum(), least), most)
    if wanted <= 0:
        return 0.0
    last = np.partition(value, wanted - 1)[wanted - 1]
    ties = wanted - (value < last).sum()
    total = 0.0
    for k in range(len(free)):
        if value[k] > last or (value[k] == last and ties <= 0):
            continue
        if value[k] == last:
            ties -= 1
        chosen[free[k]] = True
        total += value[k]
    return total


@compiled
def _value(
    start: Any, site: Any, cost: Any, multiplier: Any, opening: Any, free: Any,
    held: Any, least: int, most: int, worth: Any, chosen: Any,
) -> float:  # fmt: skip
    """Bound of the multipliers; fills in the worth of sites and who is chosen."""
    worth[:] = opening
    _worth(start, site, cost, multiplier, worth)
    chosen[:] = False
    chosen[held] = True
    total: float = _chosen(worth, free, least, most, chosen)
    return total + float(multiplier.sum() + worth[held].sum())


@compiled
def _climb(
    start: Any, site: Any, cost: Any, beyond: Any, opening: Any, free: Any, held: Any,
    least: int, most: int, multiplier: Any, top: Any, way: Any, best: float, pace: Any,
    steps: int, patience: int, gain: float, memory: float, target: float, goal: float,
    chosen: Any, mean: Any, fading: float,
) -> float:  # fmt: skip
    """The best value within so many steps, or the first above the goal.

    ``multiplier``, ``way`` and ``pace`` are where the climb goes on from, and ``top``
    are the best multipliers, of value ``best``. Only what gains more than a part of
    the way to the target keeps the step from being halved, after some patience.
    ``mean`` fades towards who is chosen.
    """
    worth, slope = np.empty(len(opening)), np.empty(len(multiplier))
    for _ in range(steps):
        value = _value(
            start, site, cost, multiplier, opening, free, held, least, most, worth,
            chosen,
        )  # fmt: skip
        mean += fading * (chosen - mean)
        pace[STALE] += 1
        if value > best:
            if not value <= best + gain * abs(target - best):  # also from -inf
                pace[STALE] = 0
            best = value
            top[:] = multiplier
        if best > goal or pace[LENGTH] < SHORTEST:
            break
        if pace[STALE] >= patience:
            pace[LENGTH], pace[STALE] = pace[LENGTH] / 2, 0
            multiplier[:] = top
            way[:] = 0.0
            continue
        _slope(start, site, cost, multiplier, chosen, slope)
        way[:] = memory * way + slope
        norm = way @ way
        if norm == 0.0:
            pace[LENGTH] = 0.0
            break
        aim = max(target - value, 1e-9 * abs(target))
        multiplier[:] = np.minimum(
            multiplier + (pace[LENGTH] * aim / norm) * way, beyond
        )
    return best
