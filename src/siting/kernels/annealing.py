"""Annealing of a median: random swaps, of which worse ones are taken ever less often.

A swap near a random client is tried without searching on from it, so that it costs
thousands of times less than a kick; see `kernels.swaps` for what the functions pass on.

Kirkpatrick, S., Gelatt, C. D., Vecchi, M. P. (1983). Optimization by simulated
annealing. Science 220(4598), 671-680. doi:10.1126/science.220.4598.671
"""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled
from siting.kernels.swaps import (
    _cheapest,
    _draw,
    _entering,
    _move,
)

FRESH = 64
"""Swaps between two looks for the site that costs least to close."""


@compiled
def _anneal(
    near: Any, who: Any, rule: Any, state: Any, work: Any, rounds: int, width: int,
    hot: float, cool: float,
) -> None:  # fmt: skip
    """Try so many swaps; how much worse is taken falls by the same part each time."""
    start, site = near[0], near[1]
    never, far = rule[2], rule[5]
    is_open, chance = state[5], work[5]
    heat, fade, cheapest = hot, (cool / hot) ** (1.0 / rounds), -1
    for r in range(rounds):
        if r % FRESH == 0:
            cheapest = _cheapest(rule, state)
        elif cheapest >= 0 and not is_open[cheapest]:
            cheapest = -1
        heat *= fade
        i = _draw(chance, len(start) - 1)
        size = min(width, start[i + 1] - start[i])
        if size == 0:
            continue
        j = site[start[i] + _draw(chance, size)]
        if is_open[j] or never[j]:
            continue
        saved, leave = _entering(who, rule, j, state, work, cheapest)[1:]
        luck = (1 + _draw(chance, 2**30)) / 2**30
        if leave >= 0 and saved > heat * np.log(luck):
            _move(near, who, far, j, state)
            _move(near, who, far, leave, state)


def anneal(
    near: Any, who: Any, rule: Any, state: Any, work: Any, *, rounds: int, width: int,
    heat: tuple[float, float],
) -> None:  # fmt: skip
    """Try so many swaps, each near a random client; it ends where it ends.

    Parameters
    ----------
    width
        How many of a client's nearest sites may be opened.
    heat
        About how much worse is taken at first, and at last; both > 0.
    """
    _anneal(near, who, rule, state, work, rounds, width, *heat)
