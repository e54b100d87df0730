"""Service, capacity and closest assignment: the constraints that many models share.

Each is given twice, as algebra (Pyomo) and as arrays, under one name; the contract
suite compares the two.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.cost import Floats, PointCost
from siting.draft import Draft
from siting.instance import Instance
from siting.matrix import subscripts

Pairs = NDArray[np.int32]
Places = NDArray[np.intp]


def declare_service(m: Any, pairs: Pairs, *, n: int, whole: bool = False) -> None:
    """``assign`` of the pairs: every client once, and by open sites only (Pyomo).

    Parameters
    ----------
    pairs : (k, 2)
        Client and site.
    whole
        Whether a client must be served by one site (single source).
    """
    import pyomo.environ as pyo

    m.I = pyo.RangeSet(0, n - 1)
    m.pairs = pyo.Set(initialize=[tuple(x) for x in pairs.tolist()], dimen=2)
    if whole:
        m.assign = pyo.Var(m.pairs, domain=pyo.Binary)
    else:
        m.assign = pyo.Var(m.pairs, bounds=(0, 1))
    m.every_client_once = pyo.Constraint(
        m.I,
        rule=lambda m, i: sum(m.assign[i, j] for j in m.J if (i, j) in m.pairs) == 1,
    )
    m.only_open_sites = pyo.Constraint(
        m.pairs, rule=lambda m, i, j: m.assign[i, j] <= m.open[j]
    )


def draft_service(
    draft: Draft, pairs: Pairs, *, n: int, cost: Any = 0.0, whole: bool = False
) -> Places:
    """The same in arrays; the positions (k,) of ``assign``.

    Parameters
    ----------
    cost : (k,) or one number
        Objective coefficient of each pair.
    """
    client, site = pairs[:, 0], pairs[:, 1]
    assign = draft.columns("assign", pairs, cost=cost, integer=whole)
    draft.rows(
        "every_client_once", subscripts(n), (client, assign, 1.0), lower=1.0, upper=1.0
    )
    each = np.arange(len(pairs))
    draft.rows(
        "only_open_sites",
        pairs,
        (each, assign, 1.0),
        (each, draft.open[site], -1.0),
        upper=0.0,
    )
    return assign


def declare_capacity(m: Any, town: Instance) -> None:
    """No site serves more than its capacity (Pyomo); unlimited ones have no row."""
    import pyomo.environ as pyo

    m.within_capacity = pyo.Constraint(
        np.flatnonzero(np.isfinite(town.capacity)).tolist(),
        rule=lambda m, j: (
            sum(town.demand[i] * m.assign[i, j] for i in m.I if (i, j) in m.pairs)
            - town.capacity[j] * m.open[j]
            <= 0
        ),
    )


def draft_capacity(draft: Draft, town: Instance, pairs: Pairs, assign: Places) -> None:
    """The same in arrays."""
    tight = np.flatnonzero(np.isfinite(town.capacity))
    row = np.full(town.m, -1)
    row[tight] = np.arange(len(tight))
    here = row[pairs[:, 1]] >= 0
    weight = town.demand[pairs[here, 0]]
    draft.rows(
        "within_capacity",
        tight[:, None],
        (row[pairs[here, 1]], assign[here], weight),
        (np.arange(len(tight)), draft.open[tight], -town.capacity[tight]),
        upper=0.0,
    )


def declare_closest(m: Any, town: Instance) -> None:
    """Nobody goes farther than to an open site (Pyomo).

    Wagner, J. L., Falkson, L. M. (1975). The optimal nodal location of public
    facilities with price-sensitive demand. Geographical Analysis 7(1), 69-83.
    """
    import pyomo.environ as pyo

    cost = town.travel()
    farther = {
        (i, j): [k for k in m.J if (i, k) in m.pairs and cost[i, k] > cost[i, j]]
        for i, j in m.pairs
    }
    m.no_farther_than_an_open_site = pyo.Constraint(
        [pair for pair in m.pairs if farther[pair]],
        rule=lambda m, i, j: (
            sum(m.assign[i, k] for k in farther[i, j]) + m.open[j] <= 1
        ),
    )


def draft_closest(draft: Draft, town: Instance, pairs: Pairs, assign: Places) -> None:
    """The same in arrays."""
    cost = pair_travel(town, pairs)
    starts = np.searchsorted(pairs[:, 0], np.arange(town.n + 1))
    index: list[Pairs] = []
    rows: list[Places] = []
    columns: list[Places] = []
    for i in range(town.n):
        of_client = np.arange(starts[i], starts[i + 1])
        here, there = np.nonzero(cost[of_client][None, :] > cost[of_client][:, None])
        kept, row = np.unique(here, return_inverse=True)
        rows.append(row + sum(map(len, index)))
        columns.append(assign[of_client[there]])
        index.append(pairs[of_client[kept]])
    sites = np.concatenate(index)
    draft.rows(
        "no_farther_than_an_open_site",
        sites,
        (np.concatenate(rows), np.concatenate(columns), 1.0),
        (np.arange(len(sites)), draft.open[sites[:, 1]], 1.0),
        upper=1.0,
    )


def closest_nonzeros(town: Instance) -> int:
    """Nonzeros of the rows of closest assignment, counted without building them."""
    count = 0
    for i in range(town.n):
        cost = np.sort(town.travel([i])[0])
        near = cost[np.isfinite(cost)]
        farther = len(near) - np.searchsorted(near, near, side="right")
        count += int(farther.sum()) + int(np.count_nonzero(farther))
    return count


def _looked_up(cost: csr_array, pairs: Pairs) -> Floats:
    """Stored costs (k,) of pairs, stored zeros included; infinite where there is none.

    scipy's own indexing does not tell a stored 0 from what is missing.
    """
    n, m = cost.shape
    row = np.repeat(np.arange(n, dtype=np.int64), np.diff(cost.indptr))
    keys = np.append(row * m + cost.indices, n * m)
    wanted = pairs[:, 0].astype(np.int64) * m + pairs[:, 1]
    at = np.searchsorted(keys, wanted)
    return np.where(keys[at] == wanted, np.append(cost.data, np.inf)[at], np.inf)


def pair_travel(town: Instance, pairs: Pairs) -> Floats:
    """Travel (k,) of each pair, pairs sorted by client; nothing dense of sparse."""
    found = np.empty(len(pairs))
    if isinstance(town.cost, csr_array) and len(pairs):
        return _looked_up(town.cost, pairs)
    if isinstance(town.cost, PointCost):
        order = np.argsort(pairs[:, 1], kind="stable")
        ends = np.searchsorted(pairs[order, 1], np.arange(town.m + 1))
        for j in np.flatnonzero(np.diff(ends)).tolist():
            places = order[ends[j] : ends[j + 1]]
            found[places] = town.travel(pairs[places, 0], [j])[:, 0]
        return found
    step = max(1, 2**22 // town.m)
    for first in range(0, town.n, step):
        part = slice(*np.searchsorted(pairs[:, 0], [first, first + step]))
        block = town.travel(slice(first, first + step))
        found[part] = block[pairs[part, 0] - first, pairs[part, 1]]
    return found
