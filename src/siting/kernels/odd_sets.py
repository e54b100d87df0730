"""Odd sets of clients whose covers a fractional choice of sites makes up by halves."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled
from siting.kernels.covering_annealing import _draw

Floats = NDArray[np.float64]
Lists = tuple[NDArray[np.int64], NDArray[np.int64]]


@compiled
def _turn(r: int, begin: Any, site: Any, y: Any, odd: Any) -> float:
    """One more client in the set; by how much the openness of odd sites grows."""
    more = 0.0
    for e in range(begin[r], begin[r + 1]):
        j = site[e]
        more += -y[j] if odd[j] else y[j]
        odd[j] = not odd[j]
    return more


@compiled
def _some_odd(members: Any, begin: Any, site: Any, y: Any, odd: Any, state: Any) -> int:
    """A site that oddly many of the set have, by chance, the more open the likelier."""
    found, total = -1, 0.0
    for r in members:
        for e in range(begin[r], begin[r + 1]):
            j = site[e]
            if odd[j]:
                total += y[j]
                if _draw(state) * total < y[j]:
                    found = j
    return found


@compiled
def _next(
    pick: int, begin: Any, site: Any, start: Any, client: Any, y: Any, price: Any,
    room: float, odd: Any, inside: Any, state: Any,
) -> int:  # fmt: skip
    """The client of a site that makes the set cheapest, with some chance; or -1.

    None whose price alone is more than ``room``.
    """
    found, least = -1, np.inf
    for e in range(start[pick], start[pick + 1]):
        r = client[e]
        if inside[r] or price[r] > room:
            continue
        cost = price[r] + 0.1 * _draw(state)
        for f in range(begin[r], begin[r + 1]):
            cost += -y[site[f]] if odd[site[f]] else y[site[f]]
        if cost < least:
            found, least = r, cost
    return found


@compiled
def _walk(
    begin: Any, site: Any, start: Any, client: Any, y: Any, price: Any, tries: int,
    small: float, state: Any, members: Any, size: Any, broken: Any,
) -> int:  # fmt: skip
    """From each client so many walks; the most broken set of each walk that has one.

    Returns how many there are in ``members`` (sets, steps), ``size`` and ``broken``.
    """
    steps, found = members.shape[1], 0
    odd = np.zeros(len(y), dtype=np.bool_)
    inside = np.zeros(len(price), dtype=np.bool_)
    now = np.empty(steps, dtype=np.int64)
    for walk in range(len(price) * tries):
        r, length, cost, best, kept = walk // tries, 0, 0.0, small, 0
        room = 1.0 - 2 * small  # what prices may add up to
        while r >= 0 and length < steps:
            now[length] = r
            length += 1
            inside[r] = True
            room -= price[r]
            cost += price[r] + _turn(r, begin, site, y, odd)
            if length % 2 == 1 and length > 1 and (1.0 - cost) / 2 > best:
                best, kept = (1.0 - cost) / 2, length
            pick = _some_odd(now[:length], begin, site, y, odd, state)
            r = -1
            if pick >= 0:
                r = _next(
                    pick, begin, site, start, client, y, price, room, odd, inside, state
                )
        for k in range(length):
            inside[now[k]] = False
            _turn(now[k], begin, site, y, odd)
        if kept > 0:
            members[found, :kept] = now[:kept]
            size[found], broken[found] = kept, best
            found += 1
    return found


def odd_sets(
    sites: Lists, clients: Lists, y: Floats, price: Floats, *,
    tries: int, steps: int, small: float, state: NDArray[np.uint64],
) -> list[tuple[float, NDArray[np.int64]]]:  # fmt: skip
    """Sets of oddly many clients, and by how much each breaks its cut, more first.

    A set T breaks it by half of 1 - sum of T's prices - openness of the sites that
    oddly many of T have.

    Parameters
    ----------
    sites
        Sites of each client: where they begin (r + 1,), and the sites.
    clients
        Clients of each site.
    y : (s,)
        How open each site is.
    price : (r,)
        How far each client is from covered, and from exactly once, >= 0.
    tries
        Walks from each client.
    steps
        Clients of a set at most.
    small
        What is broken less is left out.
    """
    most = len(price) * tries
    members = np.empty((most, steps), dtype=np.int64)
    size, broken = np.empty(most, dtype=np.int64), np.empty(most)
    k = _walk(*sites, *clients, y, price, tries, small, state, members, size, broken)
    order = np.argsort(-broken[:k], kind="stable").tolist()
    return [(float(broken[r]), np.sort(members[r, : size[r]])) for r in order]


def broken_plain(
    covers: NDArray[np.bool_], y: Floats, z: Floats, members: NDArray[np.int64]
) -> float:
    """Twin in numpy: by how much the point breaks the cut of a set, by definition.

    sum_{i in T} z_i <= sum_j ceil(n_j / 2) y_j + (|T| - 1) / 2
    where n_j of the clients in T have site j.

    Parameters
    ----------
    covers : (n, s)
    z : (n,)
        How covered each client is.
    """
    often = covers[members].sum(axis=0)
    allowed = float(np.ceil(often / 2) @ y) + (len(members) - 1) // 2
    return float(z[members].sum()) - allowed
