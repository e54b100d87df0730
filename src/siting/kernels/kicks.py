"""Kicks of a median search, undone where they lead to nothing; see `kernels.swaps`."""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled
from siting.kernels.swaps import (
    _cheapest,
    _draw,
    _enlist,
    _entering,
    _flip,
    _forget,
    _search,
)

ALL = 2**62
"""More tries than a search ever makes."""


@compiled
def _undo(state: Any, work: Any, past: Any) -> None:
    """Go back to where the past began; nothing waits then."""
    phi1, phi2, d1, d2, loss, is_open = state[:6]
    was_open, flipped, mended = past[0], past[1], past[3]
    phi, d = past[5:]
    for j in flipped[: flipped[-1]]:
        if is_open[j] != was_open[j]:
            is_open[j] = was_open[j]
            _enlist(j, state)
    for i in mended[: mended[-1]]:
        if phi1[i] >= 0:
            loss[phi1[i]] -= d2[i] - d1[i]
        phi1[i], phi2[i] = phi[i, 0], phi[i, 1]
        d1[i], d2[i] = d[i, 0], d[i, 1]
        if phi1[i] >= 0:
            loss[phi1[i]] += d2[i] - d1[i]
    for j in flipped[: flipped[-1]]:
        if not is_open[j]:
            loss[j] = 0.0
    _forget(state, past)
    queue, waits, ends = work[0], work[1], work[2]
    while ends[0] < ends[1]:
        waits[queue[ends[0] % len(queue)]] = False
        ends[0] += 1


@compiled
def _kick(
    near: Any, who: Any, rule: Any, state: Any, work: Any, past: Any, width: int,
    times: int,
) -> float:  # fmt: skip
    """Open up to so many sites near a random client, closing what suits best."""
    start, site = near[0], near[1]
    chance, saved = work[5], 0.0
    i = _draw(chance, len(start) - 1)
    size = min(width, start[i + 1] - start[i])
    for _ in range(times if size else 0):
        j = site[start[i] + _draw(chance, size)]
        if state[5][j] or rule[2][j]:
            continue
        work[2][2] += 1
        cheapest = _cheapest(rule, state)
        swapped, leave = _entering(who, rule, j, state, work, cheapest)[1:]
        if leave >= 0:
            _flip(near, who, rule[5], j, state, work, past)
            _flip(near, who, rule[5], leave, state, work, past)
            saved += swapped
    return saved


@compiled
def _shake(
    near: Any, who: Any, rule: Any, state: Any, work: Any, past: Any, best: Any,
    rounds: int, width: int, hot: float, cool: float,
) -> None:  # fmt: skip
    """Kick and search, taking what is not much worse, ever less so; note the best."""
    now = lowest = 0.0
    best[:] = state[5]
    for r in range(rounds):
        _forget(state, past)
        times = 1 + _draw(work[5], 3)
        saved = _kick(near, who, rule, state, work, past, width, times)
        saved += _search(near, who, rule, state, work, past, ALL)
        luck = (1 + _draw(work[5], 2**30)) / 2**30
        if saved < (hot + (cool - hot) * r / rounds) * np.log(luck):
            _undo(state, work, past)
            continue
        now -= saved
        if now < lowest - rule[6]:
            lowest = now
            best[:] = state[5]


def shake(
    near: Any, who: Any, rule: Any, state: Any, work: Any, past: Any, *, rounds: int,
    width: int, heat: tuple[float, float],
) -> Any:  # fmt: skip
    """Kick near a random client and search, so many times; the best design (m,).

    Parameters
    ----------
    width
        How many of a client's nearest sites may be opened by a kick.
    heat
        About how much worse is taken at first, and at last.
    """
    best = np.empty_like(state[5])
    _shake(near, who, rule, state, work, past, best, rounds, width, *heat)
    return best


@compiled
def _vary(
    near: Any, who: Any, rule: Any, state: Any, work: Any, past: Any, rounds: int,
    width: int, wide: int, times: int, tries: int,
) -> int:  # fmt: skip
    """Kick ever more widely until a search leads to something better, and again."""
    until = work[2][2] + tries
    for _ in range(rounds):
        if work[2][2] >= until:
            break
        _forget(state, past)
        saved = _kick(near, who, rule, state, work, past, width * times, times)
        saved += _search(near, who, rule, state, work, past, ALL)
        if saved > rule[6]:
            times = 1
            continue
        if saved < -rule[6]:  # what is as good is gone on from
            _undo(state, work, past)
        times = times % wide + 1
    return times


def vary(
    near: Any, who: Any, rule: Any, state: Any, work: Any, past: Any, *, rounds: int,
    width: int, wide: int, times: int, tries: int,
) -> int:  # fmt: skip
    """Variable neighbourhoods so many times; how many sites the next kick opens.

    Parameters
    ----------
    width
        How many of a client's nearest sites may be opened, for each site of a kick.
    wide
        Sites that a kick opens at most.
    times
        Sites that the first one opens.
    tries
        Sites that are tried at most, and those of one more round.
    """
    parts = (near, who, rule, state, work, past)
    return int(_vary(*parts, rounds, width, wide, times, tries))
