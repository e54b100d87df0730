"""Who is served where, and how nearest open sites are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats, PointCost
from siting.instance import Instance
from siting.validation import frozen

BLOCK = 2**22
"""Costs looked at in one go: bounds the memory of what is vectorised."""

MANY = 16
"""Designs from which compiled code is worth loading."""


@dataclass(frozen=True, eq=False)
class Assignment:
    """Shares of clients served by sites; a client that is not served has no entry.

    Attributes
    ----------
    client, site : (k,)
        Positions in the instance.
    share : (k,)
        Part of the client's demand, in (0, 1].
    layer : (k,)
        Which of the problem's ``layers`` a share is for; default 0.
    amount : (m,)
        What is decided of each site beside that it is open; None when nothing is.
    """

    client: NDArray[np.intp]
    site: NDArray[np.intp]
    share: Floats
    layer: NDArray[np.intp] = None  # type: ignore[assignment]  # filled at birth
    amount: Floats | None = None

    def __post_init__(self) -> None:
        if self.layer is None:
            object.__setattr__(self, "layer", np.zeros(len(self.client), dtype=np.intp))
        if self.amount is not None:
            object.__setattr__(self, "amount", frozen(self.amount, float))
        object.__setattr__(self, "layer", frozen(self.layer, np.intp))
        for key, kind in (("client", np.intp), ("site", np.intp), ("share", float)):
            object.__setattr__(self, key, frozen(getattr(self, key), kind))

    @classmethod
    def single(cls, site_of: NDArray[np.intp]) -> Assignment:
        """Serve every client whole by one site; -1 where it is not served."""
        client = np.flatnonzero(site_of >= 0)
        return cls(client, site_of[client], np.ones(len(client)))

    @property
    def is_split(self) -> bool:
        """Whether some client is served in parts."""
        return bool((self.share < 1).any())


def named(
    served: Assignment, instance: Instance
) -> dict[str, str] | list[tuple[str, str, float]]:
    """Client id -> site id, or (client, site, share) where some client is split."""
    clients, sites = instance.clients, instance.sites
    triples = zip(
        served.client.tolist(), served.site.tolist(), served.share.tolist(), strict=True
    )
    if served.is_split:
        return [(clients[i], sites[j], part) for i, j, part in triples]
    return {clients[i]: sites[j] for i, j, _ in triples}


def nearest_open(
    instance: Instance, design: NDArray[np.bool_], *, radius: float = np.inf
) -> tuple[NDArray[np.intp], Floats]:
    """Nearest open site within a radius of every client, and the cost to it.

    Returns
    -------
    site : (n,)
        Position of the first nearest site, -1 where none is reachable.
    cost : (n,)
        Infinite where none is reachable.
    """
    columns = np.flatnonzero(design)
    site = np.full(instance.n, -1, dtype=np.intp)
    cost = np.full(instance.n, np.inf)
    if not len(columns):
        return site, cost
    if isinstance(instance.cost, PointCost):
        found = _nearest_point(instance.cost, columns, radius=radius)
        if found is not None:
            return found
    step = max(1, BLOCK // len(columns))
    for k in range(0, instance.n, step):
        block = instance.travel(slice(k, k + step), columns)
        best = block.argmin(axis=1)
        least = block[np.arange(len(block)), best]
        near = (least <= radius) & (least < np.inf)
        site[k : k + step] = np.where(near, columns[best], -1)
        cost[k : k + step] = np.where(near, least, np.inf)
    return site, cost


def _nearest_point(
    cost: PointCost, columns: NDArray[np.intp], *, radius: float
) -> tuple[NDArray[np.intp], Floats] | None:
    """The same from coordinates, compiled; None for a metric that is not."""
    from siting.kernels import near

    if cost.metric not in near.CODES:
        return None
    which, least = near.nearest(cost.clients, cost.sites[columns], metric=cost.metric)
    served = least <= radius
    return np.where(served, columns[which], -1), np.where(served, least, np.inf)


def serve_nearest(
    instance: Instance, design: NDArray[np.bool_], *, radius: float = np.inf
) -> Assignment:
    """Every client at its nearest open site within a radius, the first on ties."""
    return Assignment.single(nearest_open(instance, design, radius=radius)[0])


def nearest_travel(
    instance: Instance, designs: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Weighted travel to the nearest open site, and the number of clients without one.

    Parameters
    ----------
    designs : (k, m)

    Returns
    -------
    travel, unserved : (k,)
    """
    travel, unserved = np.empty(len(designs)), np.empty(len(designs))
    for k, cost in enumerate(_nearest_costs(instance, designs)):
        served = cost < np.inf
        travel[k] = cost[served] @ instance.demand[served]
        unserved[k] = np.count_nonzero(~served)
    return travel, unserved


def _nearest_costs(instance: Instance, designs: NDArray[np.bool_]) -> Iterator[Floats]:
    """Cost (n,) to the nearest open site of every client, design by design."""
    table = instance.cost
    if len(designs) < MANY or not isinstance(table, np.ndarray):
        for design in designs:
            yield nearest_open(instance, design)[1]
        return
    from siting.kernels.least import least_cost

    for design in designs:
        yield least_cost(table, np.flatnonzero(design))
