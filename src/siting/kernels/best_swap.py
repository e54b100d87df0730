"""The best move of a median over sorted lists, even a bad one; see `kernels.swaps`."""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled
from siting.kernels.swaps import _cheapest, _entering, _flip


@compiled
def _best_move(who: Any, rule: Any, state: Any, work: Any) -> Any:
    """The best site to open and the best to close with it, even at a loss.

    -1 for none to open, or to close. Sites that must stay, and that never open, are the
    rule's.
    """
    opening, never, least, most = rule[0], rule[2], rule[3], rule[4]
    is_open, count = state[5], state[6][-1]
    cheapest = _cheapest(rule, state)
    best, enter, leave = -np.inf, -1, -1
    for j in range(len(opening)):
        if is_open[j] or never[j]:
            continue
        work[2][2] += 1
        alone, swapped, closes = _entering(who, rule, j, state, work, cheapest)
        if count < most and alone > best:
            best, enter, leave = alone, j, -1
        if closes >= 0 and swapped > best:
            best, enter, leave = swapped, j, closes
    closed = -np.inf
    if count > least and cheapest >= 0:
        closed = opening[cheapest] - state[4][cheapest]
    return (-1, cheapest) if closed > best else (enter, leave)


@compiled
def _best(near: Any, who: Any, rule: Any, state: Any, work: Any, past: Any) -> bool:
    """Make the best move, even a bad one; whether there was any."""
    enter, leave = _best_move(who, rule, state, work)
    if enter >= 0:
        _flip(near, who, rule[5], enter, state, work, past)
    if leave >= 0:
        _flip(near, who, rule[5], leave, state, work, past)
    return bool(enter >= 0 or leave >= 0)


def best(near: Any, who: Any, rule: Any, state: Any, work: Any, past: Any) -> bool:
    """Make the best move, even a bad one; whether there was any."""
    return bool(_best(near, who, rule, state, work, past))
