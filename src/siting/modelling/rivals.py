"""Sites that belong to a competitor, and whom an open site would win from them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from siting.assignment import BLOCK
from siting.cost import Floats
from siting.instance import Instance
from siting.role import Role
from siting.ruling import site_mask


def rivals_of(instance: Instance, competitors: Sequence[str]) -> NDArray[np.bool_]:
    """(m,) mask of the sites that have the role or are named."""
    named = site_mask(instance, competitors, what="competitors")
    return np.asarray((instance.role == Role.COMPETITOR) | named)


def captures(
    town: Instance, rivals: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
    """Client, site and share of every pair in which one of our sites wins somebody.

    The share is 1 where the site is nearer than every competitor, and a half where it
    is exactly as near; a client beyond everybody's reach is won by nobody.
    """
    theirs, ours = np.flatnonzero(rivals), np.flatnonzero(~rivals)
    parts = []
    step = max(1, BLOCK // town.m)
    for k in range(0, town.n, step):
        block = town.travel(slice(k, k + step))
        rival = block[:, theirs].min(axis=1, initial=np.inf)[:, None]
        cost = block[:, ours]
        share = np.where(cost < rival, 1.0, np.where(cost == rival, 0.5, 0.0))
        share[~np.isfinite(cost)] = 0.0
        row, column = np.nonzero(share)
        parts.append((row + k, ours[column], share[row, column]))
    client, site, share = (np.concatenate(x) for x in zip(*parts, strict=True))
    return client.astype(np.int32), site.astype(np.int32), share
