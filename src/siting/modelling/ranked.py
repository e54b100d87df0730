"""Clients served by several sites at once: nearest, second nearest and so on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.instance import Instance
from siting.modelling.coverage import Pairs
from siting.modelling.serving import pair_travel


def serve_ranked(
    instance: Instance, pairs: Pairs, design: NDArray[np.bool_], *, ranks: int
) -> Assignment:
    """Every client at its nearest open covering sites, as many as there are ranks.

    Parameters
    ----------
    pairs
        Client and site of every pair that may be served, row by row.
    design : (m,)
    ranks
        How many sites serve a client at most; the rank is the layer, the nearest
        first, and the first site first on ties.
    """
    chosen = np.column_stack(pairs)[design[pairs[1]]]
    client, site = chosen.astype(np.intp).T
    order = np.lexsort((site, pair_travel(instance, chosen), client))
    client, site = client[order], site[order]
    rank = np.arange(len(client)) - np.searchsorted(client, client)
    kept = rank < ranks
    return Assignment(client[kept], site[kept], np.ones(int(kept.sum())), rank[kept])
