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
        ("demand", _client_columns(solution, trips), _points(client_xy)),
    ]
    every = range(max(1, len(solution.problem.layers)))
    journeys = trips_of(solution, every)
    if journeys is not None:
        lines = _lines(client_xy[journeys.client], site_xy[journeys.site])
        layers.append(("allocation", _trip_columns(solution, journeys), lines))
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
    amount, loads = np.full(town.m, np.nan), np.zeros((len(problem.layers), town.m))
    place = {name: j for j, name in enumerate(town.sites)}
    for row in site_rows(solution, trips) if trips else []:
        j = place[row.id]
        demand[j], clients[j], amount[j] = row.demand, row.clients, row.amount
        loads[: len(row.loads), j] = row.loads
    columns: dict[str, Any] = {
        "id": town.sites,
        "label": town.site_label,
        "role": [role_of(problem, j) for j in range(town.m)],
        "open": opened,
        "demand_served": demand,
        "clients": clients,
    }
    if problem.amount:
        _add(columns, problem.amount, amount)
        if problem.amount_names:
            names = [problem.amount_names.get(x) for x in amount.tolist()]
            _add(columns, f"{problem.amount}_name", names)
    if len(problem.layers) > 1:
        for name, load in zip(problem.layers, loads, strict=True):
            _add(columns, f"demand_{name}", load)
    return columns


def _client_columns(solution: Solution, trips: Trips | None) -> dict[str, Any]:
    """What is known of every client; no site and no cost where it is not served."""
    town, served = solution.problem.instance, solution.allocation
    access = None if served is None else solution.problem.access(served)
    site: list[str | None] = [None] * town.n
    cost = np.full(town.n, np.nan)
    if trips is not None:
        for k in np.argsort(trips.weight, kind="stable"):
            site[trips.client[k]] = town.sites[trips.site[k]]
            cost[trips.client[k]] = trips.cost[k]
    columns: dict[str, Any] = {"id": town.clients, "weight": town.demand}
    columns |= {"site": site, "cost": cost}
    if access is not None:
        columns["access"] = access
    for name, labels in town.groups.items():
        _add(columns, f"group_{name}", labels)
    return columns


def _add(columns: dict[str, Any], name: str, values: Any) -> None:
    """One more column, by a name that no other has, capitals or not."""
    taken = {"fid", "geom", "geometry", *(x.lower() for x in columns)}
    while name.lower() in taken:
        name += "_"
    columns[name] = values


def _trip_columns(solution: Solution, trips: Trips) -> dict[str, Any]:
    """Who goes where, how many, how far and what for."""
    problem, town = solution.problem, solution.problem.instance
    columns: dict[str, Any] = {
        "client": [town.clients[i] for i in trips.client],
        "site": [town.sites[j] for j in trips.site],
        "demand": trips.weight,
        "cost": trips.cost,
    }
    if problem.layers and solution.allocation is not None:
        layer = solution.allocation.layer.tolist()
        columns["layer"] = [problem.layers[k] for k in layer]
    return columns


def _points(xy: Floats) -> Any:
    """Point shapes."""
    import geopandas

    return geopandas.points_from_xy(xy[:, 0], xy[:, 1])


def _lines(here: Floats, there: Floats) -> Any:
    """A line from each place to the other."""
    import geopandas

    ends = geopandas.GeoSeries(_points(there))
    return geopandas.GeoSeries(_points(here)).shortest_line(ends, align=False)
