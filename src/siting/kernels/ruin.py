"""Ruin and recreate for coverage: close some sites near each other, open greedily.

Schrimpf, G., Schneider, J., Stamm-Wilbrandt, H., Dueck, G. (2000). Record breaking
optimization results using the ruin and recreate principle. Journal of Computational
Physics 159(2), 139-171. doi:10.1006/jcph.1999.6413
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST = 8
"""Sites that are closed at a time, at most."""

BLINK = 0.03
"""How often a site is overlooked when the best one is opened."""

THRESHOLD = 3e-3
"""Part of the best value by which a design may be worse and still be gone on from."""


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
def _turn(
    j: int, opening: bool, start: Any, client: Any, begin: Any, site: Any, weight: Any,
    times: Any, gain: Any,
) -> None:  # fmt: skip
    """Open or close site j; gain[k] stays what opening k would cover in addition."""
    for e in range(start[j], start[j + 1]):
        g = client[e]
        times[g] += 1 if opening else -1
        if times[g] == (1 if opening else 0):
            change = -weight[g] if opening else weight[g]
            for f in range(begin[g], begin[g + 1]):
                gain[site[f]] += change


@compiled
def _neighbour(
    j: int, start: Any, client: Any, begin: Any, site: Any, design: Any, state: Any
) -> int:
    """An open site two steps from j, over a client and a site; or -1."""
    for _ in range(12):
        at = j
        for _ in range(2):
            if start[at] == start[at + 1]:
                return -1
            g = client[start[at] + int(_draw(state) * (start[at + 1] - start[at]))]
            at = site[begin[g] + int(_draw(state) * (begin[g + 1] - begin[g]))]
        for e in range(start[at], start[at + 1]):
            for f in range(begin[client[e]], begin[client[e] + 1]):
                if design[site[f]] and site[f] != j and _draw(state) < 0.3:
                    return int(site[f])
            if e > start[at] + 8:
                break
    return -1


@compiled
def _best(design: Any, gain: Any, state: Any) -> int:
    """The closed site that covers most more, now and then the next."""
    best = -1
    for j in range(len(design)):
        if not design[j] and (best < 0 or gain[j] > gain[best]):
            if best >= 0 and _draw(state) < BLINK:
                continue
            best = j
    return best


@compiled
def _opened_from_nothing(
    design: Any, start: Any, client: Any, begin: Any, site: Any, weight: Any,
    times: Any, gain: Any,
) -> float:  # fmt: skip
    """Fill the tables for a design; what it covers."""
    for j in range(len(design)):
        for e in range(start[j], start[j + 1]):
            gain[j] += weight[client[e]]
    value = 0.0
    for k in np.flatnonzero(design):
        value += gain[k]
        _turn(k, True, start, client, begin, site, weight, times, gain)
    return value


@compiled
def _ruin(
    design: Any, start: Any, client: Any, begin: Any, site: Any, weight: Any,
    times: Any, gain: Any, state: Any,
) -> float:  # fmt: skip
    """Close some open sites, mostly neighbours; what is lost (negative)."""
    opened = np.flatnonzero(design)
    seed = opened[int(_draw(state) * len(opened))]
    many = 1 + int(_draw(state) * min(MOST, len(opened)))
    near, lost = _draw(state) < 0.7, 0.0
    j: Any = seed
    for _ in range(many):
        if design[j]:
            design[j] = False
            _turn(j, False, start, client, begin, site, weight, times, gain)
            lost -= gain[j]
        k = -1
        if near:
            k = _neighbour(seed, start, client, begin, site, design, state)
        j = k if k >= 0 else opened[int(_draw(state) * len(opened))]
    return lost


@compiled
def _tries(
    start: Any, client: Any, begin: Any, site: Any, weight: Any, design: Any,
    tries: int, state: Any, record: Any, most: Any,
) -> None:  # fmt: skip
    """So many ruins from the design, which is moved; ``record`` is the best of them."""
    times, gain = np.zeros(len(weight), dtype=np.int64), np.zeros(len(design))
    value = _opened_from_nothing(
        design, start, client, begin, site, weight, times, gain
    )
    p = design.sum()
    for _ in range(tries):
        old = value
        old_design, old_times, old_gain = design.copy(), times.copy(), gain.copy()
        value += _ruin(design, start, client, begin, site, weight, times, gain, state)
        for _ in range(p - design.sum()):
            j = _best(design, gain, state)
            design[j] = True
            value += gain[j]
            _turn(j, True, start, client, begin, site, weight, times, gain)
        if value > most:
            most = value
            record[:] = design
        elif value < most - THRESHOLD * abs(most) * _draw(state):
            design[:], times, gain, value = old_design, old_times, old_gain, old


class Ruin:
    """A search that goes on from where it stands.

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

    def improve(self, design: Bools, *, tries: int) -> Bools:
        """The best design (s,) within so many ruins, the given one included."""
        record = design.copy()
        start, client, _, _, weight = self._parts
        covered = np.zeros(len(weight), dtype=np.bool_)
        for j in np.flatnonzero(design).tolist():
            covered[client[start[j] : start[j + 1]]] = True
        value = float(weight[covered].sum())
        _tries(*self._parts, design.copy(), tries, self._state, record, value)
        return record
