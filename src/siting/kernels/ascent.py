"""Prices of clients that add up to more than few sites can cover: subgradient ascent.

maximise  sum_i u_i + sum_j min(0, 1 - sum_{i covered by j} u_i),  u >= 0,

the Lagrangian dual of the least number of sites that cover everybody. It is quicker
than a linear program, which it approaches.

Held, M., Wolfe, P., Crowder, H. P. (1974). Validation of subgradient optimization.
Mathematical Programming 6, 62-88. doi:10.1007/BF01580223
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

PATIENCE = 20
"""Steps without a better value before the step is halved."""


@compiled
def _value(start: Any, column: Any, price: Any, load: Any) -> float:
    """Value of some prices; fills in what each site covers of them."""
    load[:] = 0.0
    total = 0.0
    for i in range(len(price)):
        if price[i] > 0.0:
            total += price[i]
            for a in range(start[i], start[i + 1]):
                load[column[a]] += price[i]
    for j in range(len(load)):
        if load[j] > 1.0:
            total -= load[j] - 1.0
    return total


@compiled
def _turn(start: Any, column: Any, price: Any, load: Any, way: Any) -> float:
    """Turn the way towards uncovered clients; its length squared."""
    norm = 0.0
    for i in range(len(price)):
        slope = 1.0
        for a in range(start[i], start[i + 1]):
            if load[column[a]] > 1.0:
                slope -= 1.0
        way[i] = slope + 0.5 * way[i]
        if price[i] <= 0.0 and way[i] < 0.0:
            way[i] = 0.0
        norm += way[i] * way[i]
    return norm


@compiled
def _ascend(
    start: Any, column: Any, price: Any, load: Any, goal: float, steps: int
) -> Any:
    """The best prices within so many steps, or the first whose value is the goal."""
    best, top, stale, length = price.copy(), -np.inf, 0, 1.5
    way = np.zeros(len(price))
    for _ in range(steps):
        value = _value(start, column, price, load)
        if value > top:
            top, stale = value, 0
            best[:] = price
            if top >= goal:
                break
        else:
            stale += 1
        if stale >= PATIENCE:
            length, stale = length / 2, 0
            price[:] = best
            value = _value(start, column, price, load)
        norm = _turn(start, column, price, load, way)
        if norm == 0.0 or length < 1e-3:
            break
        step = length * (1.02 * goal - value) / norm
        for i in range(len(price)):
            price[i] = max(0.0, price[i] + step * way[i])
    return best, top


def ascent(table: Bools, *, goal: float, steps: int) -> tuple[Floats, float]:
    """Prices (rows,) for a (rows, columns) table of covers, and their value.

    Parameters
    ----------
    goal
        Value at which to stop.
    """
    start = np.concatenate([[0], np.cumsum(table.sum(axis=1))]).astype(np.int64)
    column = np.nonzero(table)[1].astype(np.int64)
    size = np.maximum(table.sum(axis=0), 1)
    widest = np.where(table, size, 0).max(axis=1, initial=1)
    price = 1.0 / np.maximum(widest, 1).astype(float)
    best, top = _ascend(start, column, price, np.empty(table.shape[1]), goal, steps)
    return np.asarray(best), float(top)


def value_plain(table: Bools, price: Floats) -> float:
    """Twin of the value in numpy, by definition."""
    return float(price.sum() + np.minimum(0.0, 1.0 - price @ table).sum())
