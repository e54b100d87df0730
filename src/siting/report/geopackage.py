"""The answer as layers for QGIS, ArcGIS and whatever else reads a GeoPackage."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from siting.cost import Floats
from siting.errors import UsageError
from siting.instance import Instance
from siting.report.tables import role_of, site_rows
from siting.report.trips import Trips, trips_of
from siting.solution import Solution
from siting.writing import check_writable, replacing


def drawable(town: Instance, target: Path) -> tuple[Floats, Floats]:
    """Coordinates of clients and sites; refused where there is nothing to draw.

    Who solves for hours asks this before.
    """
    check_writable(target)
    if target.suffix.lower() != ".gpkg":
        raise UsageError(f"{target} is not named like a GeoPackage; end it with .gpkg.")
    if town.client_xy is None or town.site_xy is None:
        raise UsageError(
            f"instance {town.name!r} has no coordinates for clients and sites, so "
            "there is nothing to draw in a GeoPackage; use --json instead."
        )
    return town.client_xy, town.site_xy


def write_geopackage(solution: Solution, path: str | Path) -> Path:
    """Write the layers ``sites``, ``demand`` and ``allocation``, all or nothing.

    Without an answer there are sites and demand only, with nothing open.
    """
    town, target = solution.problem.instance, Path(path)
    client_xy, site_xy = drawable(town, target)
    trips = trips_of(solution)
    layers = [
        ("sites", _site_columns(solution, trips), _points(site_xy)),
        ("demand", _client_columns(town, trips), _points(client_xy)),
    ]
    if trips is not None:
        lines = _lines(client_xy[trips.client], site_xy[trips.site])
        layers.append(("allocation", _trip_columns(town, trips), lines))
    with replacing(target) as draft:
        for name, columns, shapes in layers:
            _write_layer(draft, name, columns=columns, shapes=shapes, crs=town.crs)
    return target


def _write_layer(
    path: Path, name: str, *, columns: dict[str, Any], shapes: Any, crs: str | None
) -> None:
    """Add one layer to the file."""
    import geopandas

    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs)
    frame.to_file(path, layer=name, driver="GPKG", engine="pyogrio")


def _site_columns(solution: Solution, trips: Trips | None) -> dict[str, Any]:
    """What is known of every site, open or not."""
    problem, town = solution.problem, solution.problem.instance
    opened = (
        np.zeros(town.m, dtype=bool) if solution.design is None else solution.design
    )
    demand, clients = np.zeros(town.m), np.zeros(town.m, dtype=int)
    for row in site_rows(solution, trips) if trips else []:
        j = town.sites.index(row.id)
        demand[j], clients[j] = row.demand, row.clients
    return {
        "id": town.sites,
        "label": town.site_label,
        "role": [role_of(problem, j) for j in range(town.m)],
        "open": opened,
        "demand_served": demand,
        "clients": clients,
    }


def _client_columns(town: Instance, trips: Trips | None) -> dict[str, Any]:
    """What is known of every client; no site and no cost where it is not served."""
    site: list[str | None] = [None] * town.n
    cost = np.full(town.n, np.nan)
    if trips is not None:
        for k in np.argsort(trips.weight, kind="stable"):
            site[trips.client[k]] = town.sites[trips.site[k]]
            cost[trips.client[k]] = trips.cost[k]
    columns: dict[str, Any] = {"id": town.clients, "weight": town.demand}
    taken = {"id", "weight", "site", "cost", "fid", "geom", "geometry"}
    for name, labels in town.groups.items():
        column = f"group_{name}"
        while column.lower() in taken:
            column += "_"
        taken.add(column.lower())
        columns[column] = labels
    return columns | {"site": site, "cost": cost}


def _trip_columns(town: Instance, trips: Trips) -> dict[str, Any]:
    """Who goes where, how many and how far."""
    return {
        "client": [town.clients[i] for i in trips.client],
        "site": [town.sites[j] for j in trips.site],
        "demand": trips.weight,
        "cost": trips.cost,
    }


def _points(xy: Floats) -> Any:
    """Point shapes."""
    import geopandas

    return geopandas.points_from_xy(xy[:, 0], xy[:, 1])


def _lines(here: Floats, there: Floats) -> Any:
    """A line from each place to the other."""
    import geopandas

    ends = geopandas.GeoSeries(_points(there))
    return geopandas.GeoSeries(_points(here)).shortest_line(ends, align=False)
