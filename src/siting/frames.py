"""Reads arrays out of what people hold: arrays, DataFrames, GeoDataFrames.

Pandas and geopandas are looked up, never loaded: who passes a DataFrame has loaded
them already.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import coo_array, csr_array, issparse

from siting.cost import METRICS, Floats
from siting.errors import InstanceError, listed, unknown
from siting.validation import as_numbers, coordinates, identifiers, matching, numbered

DEGREES = {"EPSG:4326", "OGC:CRS84", "WGS84", "WGS 84"}


def _is_a(value: Any, module: str, kind: str) -> bool:
    """Whether value is of a class of a library that may not be loaded."""
    library = sys.modules.get(module)
    return library is not None and isinstance(value, getattr(library, kind))


def matrix_parts(cost: Any) -> tuple[Any, list[Any] | None, list[Any] | None]:
    """Values (n, m), and the ids of rows and columns when the table has them."""
    if issparse(cost):
        return csr_array(cost), None, None
    if _is_a(cost, "pandas", "DataFrame"):
        return as_numbers("cost", cost.to_numpy()), list(cost.index), list(cost.columns)
    values = as_numbers("cost", cost)
    if values.ndim != 2:
        raise InstanceError(
            f"cost has shape {values.shape}; expected two dimensions, clients x sites."
        )
    return values, None, None


def mapping_of(values: Any) -> dict[Any, Any] | None:
    """Id -> value when values are keyed by id (mapping or Series), else None."""
    if _is_a(values, "pandas", "Series"):
        keys = identifiers("client", values.index)
        return dict(zip(keys, values.tolist(), strict=True))
    if isinstance(values, Mapping):
        names = identifiers("client", values)
        return dict(zip(names, values.values(), strict=True))
    return None


def weights_of(demand: Any, *, ids: Sequence[str], what: str = "demand") -> Floats:
    """Weights in the order of ids; what is keyed by id is matched by id."""
    if demand is None:
        return np.ones(len(ids))
    keyed = mapping_of(demand)
    if keyed is None:
        return as_numbers(what, demand)
    names = identifiers("client", keyed)
    values = as_numbers(what, list(keyed.values()))
    return values[matching(what, table=names, ids=ids)]


def od_parts(
    table: Any, *, columns: tuple[str, str, str]
) -> tuple[list[str], list[str], csr_array]:
    """Client ids, site ids and sparse cost of a table with one row a pair."""
    if not _is_a(table, "pandas", "DataFrame"):
        raise InstanceError(
            f"the table is a {type(table).__name__}; expected a DataFrame with columns "
            f"{', '.join(columns)}."
        )
    missing = [c for c in columns if c not in table.columns]
    if missing:
        raise InstanceError(
            f"the table has no column {listed(missing)} but {listed(table.columns)}; "
            "name the three with columns=(client, site, cost)."
        )
    client, site, cost = (table[c].to_numpy() for c in columns)
    return sparse_pairs(client, site, as_numbers("cost", cost))


def sparse_pairs(
    client: Sequence[Any], site: Sequence[Any], cost: Floats
) -> tuple[list[str], list[str], csr_array]:
    """Sparse cost in order of first appearance; a pair given twice is refused."""
    here, there = ([str(x).strip() for x in ids] for ids in (client, site))
    row = {x: k for k, x in enumerate(dict.fromkeys(here))}
    column = {x: k for k, x in enumerate(dict.fromkeys(there))}
    i = np.array([row[x] for x in here], dtype=np.int64)
    j = np.array([column[x] for x in there], dtype=np.int64)
    key = i * max(len(column), 1) + j
    if len(np.unique(key)) < len(key):
        pair, times = Counter(zip(here, there, strict=True)).most_common(1)[0]
        raise InstanceError(
            f"the pair {pair[0]!r}, {pair[1]!r} has {times} costs; expected one row a "
            "pair, so keep the one that holds."
        )
    shape = (len(row), len(column))
    return list(row), list(column), csr_array(coo_array((cost, (i, j)), shape=shape))


@dataclass(frozen=True, eq=False)
class Points:
    """Coordinates with their ids, as read from any table of points."""

    ids: Sequence[str]
    xy: Floats
    crs: str | None
    table: Any

    def column(self, name: str) -> Floats:
        """Numbers of one column of the table that the points came from."""
        columns = [] if self.table is None else list(self.table.columns)
        if name not in columns:
            raise InstanceError(
                f"the clients have no column {name!r}; there are {listed(columns)}."
            )
        return as_numbers(name, self.table[name].to_numpy())


def points_of(what: str, source: Any, *, crs: str | None) -> Points:
    """Points of a (k, 2) array, a DataFrame with x and y, or a GeoDataFrame."""
    if _is_a(source, "geopandas", "GeoDataFrame"):
        shapes = source.geometry
        if not (shapes.geom_type == "Point").all():
            raise InstanceError(
                f"{what} has geometries other than points; use .representative_point()."
            )
        system = crs if source.crs is None else source.crs.to_string()
        xy, table = np.column_stack([shapes.x, shapes.y]), source
    elif _is_a(source, "pandas", "DataFrame"):
        if not {"x", "y"} <= set(source.columns):
            raise InstanceError(
                f"{what} has no columns 'x' and 'y' but {listed(source.columns)}; "
                "rename them, or pass a GeoDataFrame."
            )
        xy, table, system = source[["x", "y"]].to_numpy(), source, crs
    else:
        xy, table, system = as_numbers(what, source), None, crs
    if table is None:
        names: Any = range(1, len(xy) + 1)
    else:
        names = table["id"] if "id" in table.columns else table.index
    ids = numbered(what.rstrip("s"), names)
    return Points(ids, coordinates(what, xy, ids=ids), system, table)


def is_geographic(crs: str | None) -> bool:
    """Whether a coordinate system is in degrees; unnamed ones are not."""
    if crs is None or crs.upper() in DEGREES:
        return crs is not None
    return bool(_system(crs).is_geographic)


def common_crs(here: Points, there: Points) -> str | None:
    """The one coordinate system of both; two different ones are refused."""
    if here.crs == there.crs or (
        here.crs and there.crs and _system(here.crs) == _system(there.crs)
    ):
        return here.crs
    raise InstanceError(
        f"clients are in {here.crs or 'no CRS'} and sites in {there.crs or 'no CRS'}; "
        "project one with .to_crs() first."
    )


def metric_for(crs: str | None, *, metric: str | None) -> tuple[str, str]:
    """Metric and unit that fit a coordinate system."""
    if metric is not None and metric not in METRICS:
        raise InstanceError(unknown("metric", metric, METRICS))
    if is_geographic(crs):
        if metric not in (None, "geodesic"):
            raise InstanceError(
                f"metric {metric!r} on {crs} would treat degrees as metres; project "
                "with .to_crs(), or use metric='geodesic'."
            )
        return "geodesic", "metres"
    if metric == "geodesic":
        raise InstanceError(
            f"metric 'geodesic' needs degrees, but the coordinates are in "
            f"{crs or 'no CRS'}; give crs='EPSG:4326' if they are longitude, latitude."
        )
    return metric or "euclid", f"{_system(crs).axis_info[0].unit_name}s" if crs else ""


def check_range(what: str, xy: Floats, *, crs: str | None) -> None:
    """Refuse degrees labelled as metres, and the reverse."""
    if crs is None:
        return
    inside = bool((np.abs(xy) <= (180, 90)).all())
    if is_geographic(crs) and not inside:
        raise InstanceError(
            f"{what} go beyond 180, 90 degrees, but {crs} is in degrees (longitude, "
            "latitude); name the CRS that they are really in, or swap x and y."
        )
    if not is_geographic(crs) and inside:
        raise InstanceError(
            f"{what} all lie within 180, 90 as degrees do, but {crs} is in metres; "
            "give crs='EPSG:4326' and project with .to_crs()."
        )


def _system(crs: str) -> Any:
    """The coordinate system of a name, or an error with the name."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(crs)
    except CRSError:
        raise InstanceError(
            f"no coordinate system is called {crs!r}; give one like 'EPSG:4326'."
        ) from None
