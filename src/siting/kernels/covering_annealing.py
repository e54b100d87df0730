"""Annealing of coverage: random swaps, of which worse ones are taken ever less often.

Kirkpatrick, S., Gelatt, C. D., Vecchi, M. P. (1983). Optimization by simulated
annealing. Science 220(4598), 671-680. doi:10.1126/science.220.4598.671
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@compiled
def _draw(state: Any) -> float:
    """Next number in [0, 1) of xorshift64* (Marsaglia, 2003; Vigna, 2016)."""
    x = state[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state[0] = x
    return float((x * np.uint64(2685821657736338717)) >> np.uint64(11)) / 2.0**53


@compiled
def _open(
    j: int, start: Any, client: Any, weight: Any, times: Any, sole: Any, loss: Any
) -> float:
    """Open site j; what it covers in addition, which is what closing it would lose."""
    gain = 0.0
    for e in range(start[j], start[j + 1]):
        g = client[e]
        if times[g] == 0:
            gain += weight[g]
        elif times[g] == 1:
            loss[sole[g]] -= weight[g]
        times[g] += 1
        sole[g] += j
    loss[j] = gain
    return gain


@compiled
def _close(
    j: int, start: Any, client: Any, weight: Any, times: Any, sole: Any, loss: Any
) -> float:
    """Close site j; what is covered no more."""
    for e in range(start[j], start[j + 1]):
        g = client[e]
        times[g] -= 1
        sole[g] -= j
        if times[g] == 1:
            loss[sole[g]] += weight[g]
    lost = loss[j]
    loss[j] = 0.0
    return float(lost)


@compiled
def _gain(
    j: int, start: Any, client: Any, weight: Any, times: Any, sole: Any, kept: Any
) -> float:
    """What opening j covers in addition; kept[r] is what closing r loses no more."""
    gain = 0.0
    for e in range(start[j], start[j + 1]):
        g = client[e]
        if times[g] == 0:
            gain += weight[g]
        elif times[g] == 1:
            kept[sole[g]] += weight[g]
    return gain


@compiled
def _anneal(
    start: Any, client: Any, begin: Any, site: Any, weight: Any, design: Any,
    rounds: int, first: int, hot: float, cool: float, state: Any, record: Any,
) -> None:  # fmt: skip
    """So many swaps near random clients; ``record`` is the best from the first on.

    The site that leaves is the one whose closing loses least after the other opened.
    """
    times = np.zeros(len(weight), dtype=np.int64)
    sole = np.zeros(len(weight), dtype=np.int64)
    loss, kept = np.zeros(len(design)), np.zeros(len(design))
    opened = np.flatnonzero(design)
    value = 0.0
    for j in opened:
        value += _open(j, start, client, weight, times, sole, loss)
    most, heat, fade = value, hot, (cool / hot) ** (1.0 / rounds)
    for done in range(rounds):
        if done == first:
            most = value
            record[:] = design
        heat *= fade
        g = int(_draw(state) * len(weight))
        size = begin[g + 1] - begin[g]
        if size == 0:
            continue
        j = site[begin[g] + int(_draw(state) * size)]
        if design[j]:
            continue
        gain = _gain(j, start, client, weight, times, sole, kept)
        place, least = 0, np.inf
        for k in range(len(opened)):
            lost = loss[opened[k]] - kept[opened[k]]
            kept[opened[k]] = 0.0
            if lost < least:
                place, least = k, lost
        if gain - least < 0 and gain - least < heat * np.log(1 - _draw(state)):
            continue
        value += _open(j, start, client, weight, times, sole, loss)
        value -= _close(opened[place], start, client, weight, times, sole, loss)
        design[opened[place]], design[j] = False, True
        opened[place] = j
        if done >= first and value > most:
            most = value
            record[:] = design


class CoverAnnealing:
    """A search among designs of equally many sites, again and again from the best.

    Parameters
    ----------
    start, client
        Clients of each site.
    begin, site
        Sites of each client.
    """

    def __init__(
        self, sites: tuple[Any, Any], clients: tuple[Any, Any], weight: Floats, *,
        seed: int,
    ) -> None:  # fmt: skip
        self._parts = (*sites, *clients, weight)
        self._state = np.array([2 * seed + 88172645463325252], dtype=np.uint64)

    def improve(
        self, design: Bools, *, rounds: int, heat: tuple[float, float]
    ) -> Bools:
        """The best design (s,) of so many swaps, the given one included.

        Parameters
        ----------
        heat
            About how much worse is taken at first, and at last; both > 0.
        """
        return self._walk(design, rounds=rounds, first=0, heat=heat)

    def walk(self, design: Bools, *, rounds: int, heat: tuple[float, float]) -> Bools:
        """The best design (s,) of the later half: another one, and maybe worse."""
        return self._walk(design, rounds=rounds, first=rounds // 2, heat=heat)

    def _walk(
        self, design: Bools, *, rounds: int, first: int, heat: tuple[float, float]
    ) -> Bools:
        record = design.copy()
        if design.any():
            _anneal(
                *self._parts, design.copy(), rounds, first, *heat, self._state, record
            )
        return record
