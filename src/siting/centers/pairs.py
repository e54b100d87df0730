"""Pairs of clients that a fractional cover serves together by half."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats

Bools = NDArray[np.bool_]

OPEN = 1e-6
"""Part of a site from which on it counts as open."""

HALF = (0.3, 0.7)
"""What two clients have in common, for a branching to have two sides."""

SHORT = 300
"""Pairs nearest to one half that are looked at."""


def candidates(table: Bools, y: Floats, *, count: int) -> list[Bools]:
    """Sets of sites (columns,) that two clients have in common, the best ones first.

    Clients of few sites come first: what is decided of them matters most. No client is
    in more than two pairs.

    Parameters
    ----------
    table : (rows, columns)
        Sites that may be open and cover each client.
    y : (columns,)
        How far each is open.
    """
    tight = np.flatnonzero(table @ y < 1 + OPEN)
    support = np.flatnonzero(y > OPEN)
    part = table[np.ix_(tight, support)].astype(float)
    mass = np.triu((part * y[support]) @ part.T, 1)
    one, two = np.nonzero((mass > HALF[0]) & (mass < HALF[1]))
    near = np.argsort(np.abs(mass[one, two] - 0.5), kind="stable")[:SHORT]
    one, two = tight[one[near]], tight[two[near]]
    sizes = table.sum(axis=1)
    used = np.zeros(len(table), dtype=int)
    found: list[Bools] = []
    seen: set[bytes] = set()
    for k in np.argsort(sizes[one] + sizes[two], kind="stable"):
        common = table[one[k]] & table[two[k]]
        key = common.tobytes()
        if key in seen or max(used[one[k]], used[two[k]]) >= 2:
            continue
        seen.add(key)
        used[one[k]] += 1
        used[two[k]] += 1
        found.append(common)
        if len(found) == count:
            break
    return found
