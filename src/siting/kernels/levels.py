"""What is credited in part, as covers one within the other."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]
Starts = NDArray[np.int64]
Sites = NDArray[np.int32]


@compiled
def _levels(
    start: Any, site: Any, credit: Any, begin: Any, member: Any, part: Any, owner: Any
) -> int:
    """Fill in the levels of every client, best first; how many there are."""
    levels = 0
    for i in range(len(start) - 1):
        order = np.argsort(-credit[start[i] : start[i + 1]])
        first = begin[levels]
        length = 0
        for k in range(len(order)):
            j = site[start[i] + order[k]]
            at = first + length  # the sites of a level are ascending
            while at > first and member[at - 1] > j:
                member[at] = member[at - 1]
                at -= 1
            member[at] = j
            length += 1
            here, below = credit[start[i] + order[k]], 0.0
            if k + 1 < len(order):
                below = credit[start[i] + order[k + 1]]
            if here <= below:
                continue
            part[levels], owner[levels] = here - below, i
            levels += 1
            begin[levels] = first + length
            if k + 1 < len(order):  # the next level has the same sites, and more
                for e in range(length):
                    member[first + length + e] = member[first + e]
                first += length
    return levels


def levels(
    start: Starts, site: Sites, credit: Floats
) -> tuple[Starts, Sites, Floats, Starts]:
    """Each client's best credit as a sum over levels that open sites cover.

    max_{j open} credit_ij = sum of the parts of the levels of i with an open site

    Parameters
    ----------
    start, site, credit
        Sites of each client and what each credits, above 0.

    Returns
    -------
    start, site
        Sites of each level, ascending.
    part, client
        What each level is worth, and whose it is.
    """
    sizes = np.diff(start)
    room = int((sizes * (sizes + 1)).sum() // 2)
    begin, member = np.zeros(len(site) + 1, np.int64), np.empty(room, np.int32)
    part, owner = np.empty(len(site)), np.empty(len(site), np.int64)
    many = _levels(start, site, credit, begin, member, part, owner)
    kept = member[: begin[many]]
    return begin[: many + 1], kept, part[:many], owner[:many]
