"""Cuts of odd sets of clients that a fractional choice of sites breaks.

sum_{g in T} z_g <= sum_j ceil(n_j / 2) open_j + (|T| - 1) / 2

for a set T of oddly many clients, n_j of whom site j covers; z_g is 1 where client g is
covered. Where all must be, ceil(n_j / 2) of all open sites add up to (|T| + 1) / 2.

Caprara, A., Fischetti, M. (1996). {0, 1/2}-Chvatal-Gomory cuts. Mathematical
Programming 74(3), 221-235. doi:10.1007/BF02592196
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.kernels.odd_sets import odd_sets

Floats = NDArray[np.float64]
Sets = list[NDArray[np.int64]]

SMALL = 0.02
"""By how much a cut must be broken to be added."""

PRICE = 0.5
"""How far a client may be from covered exactly once to be in a set."""

STEPS = 11
"""Clients of a set at most."""

ALIKE = 4
"""Clients with the same open sites that are looked at."""

CLIENTS = 4000
"""Clients that are looked at in a round: walks do not look at the clock."""

OFTEN = 2
"""Cuts of a round that a client may be in."""

MOST = 400
"""Cuts of a round."""


def odd_cuts(
    table: csr_array, y: Floats, z: Floats, *, weight: Floats, tries: int,
    state: NDArray[np.uint64],
) -> Sets:  # fmt: skip
    """Odd sets whose cuts a point breaks, no client in many of them.

    Parameters
    ----------
    table : (g, s)
        1 where a site covers a client.
    y : (s,)
        How open each site is.
    z : (g,)
        How covered each client is.
    weight : (g,)
        Of clients with the same open sites the heaviest are looked at.
    tries
        Walks from each client.
    """
    some = np.flatnonzero(y > 1e-6)
    part = csr_array(table[:, some])
    price = 1.0 - z + np.maximum(part @ y[some] - z, 0.0)
    rows = _unlike(part, price, weight)
    if len(rows) < 3:
        return []
    part = csr_array(part[rows])
    back = csr_array(part.T)
    sets = odd_sets(
        (part.indptr.astype(np.int64), part.indices.astype(np.int64)),
        (back.indptr.astype(np.int64), back.indices.astype(np.int64)),
        y[some], price[rows], tries=tries, steps=STEPS, small=SMALL, state=state,
    )  # fmt: skip
    used, chosen = np.zeros(len(z), dtype=np.int64), []
    seen: set[bytes] = set()
    for _, members in sets:
        found = rows[members]
        if used[found].max() < OFTEN and found.tobytes() not in seen:
            seen.add(found.tobytes())
            used[found] += 1
            chosen.append(found)
        if len(chosen) >= MOST:
            break
    return chosen


def cut_rows(sets: Sets, table: csr_array) -> tuple[csr_array, csr_array]:
    """Coefficients of the clients (cuts, g) and of the sites (cuts, s)."""
    size = np.array([len(x) for x in sets])
    start = np.concatenate([[0], np.cumsum(size)])
    clients = csr_array(
        (np.ones(start[-1]), np.concatenate(sets), start),
        shape=(len(sets), table.shape[0]),
    )
    sites = csr_array(clients @ table)
    sites.data = np.ceil(sites.data / 2)
    return clients, sites


def _unlike(part: csr_array, price: Floats, weight: Floats) -> NDArray[np.intp]:
    """Clients that may be in sets, few with the same open sites: the heaviest."""
    near = np.flatnonzero(price < PRICE)
    order = near[np.lexsort((-weight[near], np.round(price[near], 6)))]
    part.sort_indices()
    seen: dict[bytes, int] = {}
    kept = []
    for g in order.tolist():
        key = part.indices[part.indptr[g] : part.indptr[g + 1]].tobytes()
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= ALIKE:
            kept.append(g)
        if len(kept) >= CLIENTS:
            break
    return np.array(kept, dtype=np.intp)
