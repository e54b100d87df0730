"""Who needs service, where facilities may go, and what travel costs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting import frames
from siting.backdrop import Backdrop
from siting.cost import Cost, Floats, PointCost, content, dense_block, dense_if_full
from siting.finishing import finished
from siting.validation import identifiers, numbered, read_only

MAPPINGS = ("groups", "site_groups", "scenarios")
"""Fields that are mappings, which cannot be changed but do not travel so."""

MANY = 2**16
"""Ids that are joined at a time."""

LARGEST_STORED = 2**30
"""Bytes of dense cost above which points keep their cost unstored."""


@dataclass(frozen=True, eq=False)
class Instance:
    """People, candidate sites and the travel between them; checked, then frozen.

    Attributes
    ----------
    demand : (n,)
        Weight of each client, >= 0, in ``demand_unit``. A client of weight 0 is
        still a client.
    cost : (n, m)
        Travel from client i to site j in ``cost_unit``: an array (infinite where
        there is no way), a sparse array (a missing entry is *unreachable*, a stored
        0 is a cost of 0), or `PointCost`, computed when asked for.
    clients, sites
        Ids, the caller's own: text, unique; tuples, or `Numbered` where millions of
        clients have none of their own.
    opening : (m,)
        Fixed cost of opening each site, in the unit of demand x cost. Default 0.
    capacity : (m,)
        Demand that each site can serve. Default unlimited.
    reach : (m,)
        Travel beyond which each site serves nobody. Default unlimited.
    role : (m,)
        A `Role` for each site. Default candidate.
    client_xy, site_xy : (n, 2), (m, 2)
        Coordinates in ``crs``; longitude, latitude when that is geographic.
    groups, site_groups
        Group name -> one label for every client (for equity), or site (for quotas).
    scenarios
        Name of a scenario -> the weights (n,) that clients have in it, beside
        ``demand``.
    p
        The number of facilities that the data's own file asks for, if it does.
    backdrop
        Roads and areas to draw behind a map.
    """

    demand: Floats
    cost: Cost
    clients: Sequence[str]
    sites: tuple[str, ...]
    opening: Floats = None  # type: ignore[assignment]  # filled at birth
    capacity: Floats = None  # type: ignore[assignment]  # filled at birth
    reach: Floats = None  # type: ignore[assignment]  # filled at birth
    role: NDArray[np.str_] = None  # type: ignore[assignment]  # filled at birth
    client_xy: Floats | None = None
    site_xy: Floats | None = None
    site_label: tuple[str, ...] = ()
    crs: str | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    site_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    scenarios: Mapping[str, Floats] = field(default_factory=dict)
    cost_unit: str = ""
    demand_unit: str = ""
    name: str = "instance"
    title: str = ""
    source: str = ""
    p: int | None = None
    backdrop: Backdrop | None = None

    def __post_init__(self) -> None:
        for key, value in finished(self).items():
            object.__setattr__(self, key, value)

    def __getstate__(self) -> dict[str, Any]:
        """Only the fields travel, without what was derived from them."""
        state = {f.name: getattr(self, f.name) for f in fields(self)}
        return state | {k: dict(state[k]) for k in MAPPINGS}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Arrays that travelled to another process are read-only there too."""
        for key, value in state.items():
            object.__setattr__(self, key, read_only(value))
        for weights in state["scenarios"].values():
            read_only(weights)
        for key in MAPPINGS:
            object.__setattr__(self, key, MappingProxyType(state[key]))

    @property
    def n(self) -> int:
        """Number of clients."""
        return len(self.clients)

    @property
    def m(self) -> int:
        """Number of sites."""
        return len(self.sites)

    def travel(self, rows: Any = slice(None), columns: Any = slice(None)) -> Floats:
        """Cost of the chosen clients and sites, dense; unreachable is infinite."""
        return dense_block(self.cost, rows, columns)

    @cached_property
    def is_geographic(self) -> bool:
        """Whether the coordinates are degrees of longitude and latitude."""
        return frames.is_geographic(self.crs)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of everything that can change an answer; equal data, equal text."""
        digest = hashlib.sha256()
        regions = [f"{k}={v}" for k, part in self.site_groups.items() for v in part]
        for ids in (self.clients, self.sites, self.role.tolist(), regions):
            for k in range(0, len(ids), MANY):
                digest.update(
                    b"\x1f" * (k > 0) + "\x1f".join(ids[k : k + MANY]).encode()
                )
            digest.update(b"\x1e")
        for array in (self.demand, self.opening, self.capacity, self.reach):
            digest.update((array + 0.0).tobytes())  # -0.0 is 0.0
        for name, weights in self.scenarios.items():
            digest.update(f"\x1d{name}\x1e".encode() + (weights + 0.0).tobytes())
        for part in content(self.cost):
            digest.update(part)
        return digest.hexdigest()[:16]

    @classmethod
    def from_matrix(
        cls,
        cost: Any,
        *,
        demand: Any = None,
        clients: Sequence[Any] | None = None,
        sites: Sequence[Any] | None = None,
        cost_unit: str = "",
        demand_unit: str = "",
        name: str = "instance",
    ) -> Instance:
        """Make an instance from a travel matrix.

        Parameters
        ----------
        cost : (n, m)
            Array, list of lists, scipy sparse array (missing = unreachable), or
            DataFrame whose index and columns are the ids of clients and sites.
        demand : (n,)
            Weights; a Series is matched by id. Default 1 for every client.
        clients, sites
            Ids; default the DataFrame's, else '1', '2', ...

        >>> Instance.from_matrix([[0, 4], [4, 0]], demand=[3, 1]).sites
        ('1', '2')
        """
        values, row_ids, column_ids = frames.matrix_parts(cost)
        n, m = values.shape
        rows = row_ids if clients is None else clients
        columns = column_ids if sites is None else sites
        client_ids = numbered("client", range(1, n + 1) if rows is None else rows)
        site_ids = identifiers("site", range(1, m + 1) if columns is None else columns)
        return cls(
            demand=frames.weights_of(demand, ids=client_ids),
            cost=values,
            clients=client_ids,
            sites=site_ids,
            cost_unit=cost_unit,
            demand_unit=demand_unit,
            name=name,
        )

    @classmethod
    def from_od(
        cls,
        table: Any,
        *,
        demand: Any = None,
        columns: tuple[str, str, str] = ("demand", "site", "cost"),
        cost_unit: str = "",
        demand_unit: str = "",
        name: str = "instance",
    ) -> Instance:
        """Make an instance from an origin-destination table; no row, no way.

        Parameters
        ----------
        table
            DataFrame with the three ``columns``: client id, site id, cost. A pair
            given twice is refused.
        demand
            Series or mapping, client id -> weight (a client without any row of the
            table is unreachable, not dropped). Default 1 for every client.
        """
        client_ids, site_ids, cost = frames.od_parts(table, columns=columns)
        keys = frames.mapping_of(demand)
        if keys is not None:
            known = set(client_ids)
            client_ids += [x for x in keys if x not in known]
            cost.resize(len(client_ids), len(site_ids))
        return cls(
            demand=frames.weights_of(demand, ids=client_ids),
            cost=dense_if_full(cost),
            clients=tuple(client_ids),
            sites=tuple(site_ids),
            cost_unit=cost_unit,
            demand_unit=demand_unit,
            name=name,
        )

    @classmethod
    def from_points(
        cls,
        clients: Any,
        sites: Any,
        *,
        demand: Any = None,
        crs: str | None = None,
        metric: str | None = None,
        demand_unit: str = "",
        name: str = "instance",
    ) -> Instance:
        """Make an instance from coordinates, by straight-line distance.

        Parameters
        ----------
        clients, sites
            (k, 2) arrays, DataFrames with columns x, y (and id), or GeoDataFrames
            of points (ids from the column ``id``, else the index).
        demand : (n,)
            Weights, or the name of a column of ``clients``. Default 1.
        crs
            Coordinate system of arrays; GeoDataFrames bring their own.
        metric
            A name in `siting.cost.METRICS`. Default: metres along the ellipsoid when
            the coordinates are degrees, else the straight line in their unit.
        """
        here = frames.points_of("clients", clients, crs=crs)
        there = frames.points_of("sites", sites, crs=crs)
        system = frames.common_crs(here, there)
        frames.check_range("clients", here.xy, crs=system)
        frames.check_range("sites", there.xy, crs=system)
        metric, unit = frames.metric_for(system, metric=metric)
        points = PointCost(here.xy, there.xy, metric)
        small = len(here.ids) * len(there.ids) * 8 <= LARGEST_STORED
        weights = here.column(demand) if isinstance(demand, str) else demand
        return cls(
            demand=frames.weights_of(weights, ids=here.ids),
            cost=points.stored() if small else points,
            clients=here.ids,
            sites=tuple(there.ids),
            client_xy=here.xy,
            site_xy=there.xy,
            crs=system,
            cost_unit=unit,
            demand_unit=demand_unit,
            name=name,
        )
