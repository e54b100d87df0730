"""A folder of CSV files: demand, sites and, unless coordinates do, cost."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from siting.errors import InstanceError, unknown
from siting.files.csvcost import read_cost
from siting.files.csvextras import read_about, read_backdrop
from siting.files.csvtable import Table
from siting.files.textfile import cannot_read, check_file
from siting.frames import check_range
from siting.instance import Instance
from siting.reader import Reader
from siting.role import Role

KNOWN_FILES = ("demand.csv", "sites.csv", "about.toml", "map.json")

CLIENT_COLUMNS = ("id", "weight", "x", "y")
SCENARIO = "scenario:"
"""How the name of a column begins that holds the weights of a scenario."""

SITE_COLUMNS = ("id", "x", "y", "opening", "capacity", "reach", "role", "name")


@dataclass(frozen=True)
class Csv(Reader):
    """A folder with ``demand.csv``, ``sites.csv`` and usually ``cost.csv``.

    ``demand.csv`` has columns id, weight, perhaps x, y, a column ``scenario:NAME`` of
    weights for every scenario of demand, and a column for every group of labels;
    ``sites.csv`` has id and perhaps x, y, opening (blank: 0), capacity and
    reach (blank: unlimited), role (blank: candidate), name, and a column for every
    group of labels (a region, for quotas). ``cost.csv`` has columns
    demand, site, cost (no row: no way), or the client id and then a column for every
    site (blank: no way); without it the coordinates say how far it is. Ids are text.
    ``about.toml`` names the data and ``map.json`` holds roads and areas to draw.

    Options
    -------
    crs
        Coordinate system of x and y, such as EPSG:4326; default that of about.toml.
    """

    name: ClassVar[str] = "csv"
    folder: ClassVar[str] = "csv_*"

    crs: str | None = None

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Whether a path is plainly of this format: it is a folder."""
        return path.is_dir()

    def read(self, path: Path) -> Instance:
        """Read one instance, or raise `InstanceError` with file and row."""
        _check_folder(path)
        demand = Table.read(path / "demand.csv", needed=["id", "weight"])
        sites = Table.read(path / "sites.csv", needed=["id"])
        about = read_about(path / "about.toml")
        crs = self.crs or about.get("crs")
        fields = _fields(demand, sites=sites)
        licence = about.get("licence", "")
        fields |= {
            "name": about.get("name") or path.resolve().name,
            "title": about.get("title", ""),
            "source": about.get("source", "") + (f" ({licence})" if licence else ""),
            "demand_unit": about.get("demand_unit", ""),
            "backdrop": read_backdrop(path / "map.json", clients=fields["clients"]),
        }
        unit = about.get("cost_unit", "")
        try:
            return _finished(fields, crs=crs, cost_unit=unit, folder=path)
        except InstanceError as error:
            if str(error).startswith(str(path)):
                raise
            raise InstanceError(f"{path}: {error}") from None


def _finished(
    fields: Mapping[str, Any], *, crs: str | None, cost_unit: str, folder: Path
) -> Instance:
    """The instance, with travel from ``cost.csv`` or from coordinates."""
    table = folder / "cost.csv"
    here, there = fields["client_xy"], fields["site_xy"]
    if table.exists():
        cost = read_cost(table, clients=fields["clients"], sites=fields["sites"])
        return Instance(**fields, cost=cost, crs=crs, cost_unit=cost_unit)
    _check_not_misnamed(table)
    if here is None or there is None:
        without = "demand.csv" if here is None else "sites.csv"
        raise InstanceError(
            f"{folder} has no cost.csv, and {without} has no columns x and y; add one "
            "or the other."
        )
    for what, xy in (("clients", here), ("sites", there)):
        check_range(what, xy, crs=crs)
    made = Instance.from_points(here, there, crs=crs)
    return replace(made, **fields, cost_unit=made.cost_unit or cost_unit)


def _fields(demand: Table, *, sites: Table) -> dict[str, Any]:
    """What the two tables say, under the names of the fields of `Instance`."""
    regions = {k: v for k, v in sites.columns.items() if k not in SITE_COLUMNS}
    for name in regions:  # near a known name it is a slip, not a group
        if difflib.get_close_matches(name.lower(), SITE_COLUMNS, n=1, cutoff=0.75):
            text = unknown("column of sites", name, SITE_COLUMNS)
            raise InstanceError(f"{sites.path}: {text}")
    scenarios = _scenarios(demand)
    groups = {
        name: labels
        for name, labels in demand.columns.items()
        if name not in CLIENT_COLUMNS and not name.startswith(SCENARIO)
    }
    has = sites.columns.keys()
    return {
        "clients": demand.ids(),
        "demand": demand.numbers("weight"),
        "client_xy": demand.points(),
        "groups": groups,
        "scenarios": scenarios,
        "sites": sites.ids(),
        "site_xy": sites.points(),
        "opening": sites.numbers("opening", blank=0) if "opening" in has else None,
        "capacity": (
            sites.numbers("capacity", blank=np.inf) if "capacity" in has else None
        ),
        "reach": sites.numbers("reach", blank=np.inf) if "reach" in has else None,
        "role": _roles(sites),
        "site_groups": regions,
        "site_label": tuple(sites.columns.get("name", ())),
    }


def _scenarios(demand: Table) -> dict[str, Any]:
    """Weights of each scenario; a column that is only nearly one is refused."""
    found = {}
    for name in demand.columns:
        if name.startswith(SCENARIO):
            found[name.removeprefix(SCENARIO)] = demand.numbers(name)
        elif name.lower().startswith("scenario"):
            raise InstanceError(
                f"{demand.path} has a column {name!r}; expected {SCENARIO}NAME for the "
                "weights of a scenario."
            )
    return found


def _roles(sites: Table) -> list[str] | None:
    """Role of every site; a blank cell is a candidate."""
    if "role" not in sites.columns:
        return None
    names = [name or Role.CANDIDATE.value for name in sites.columns["role"]]
    for k, name in enumerate(names):
        if name not in set(Role):
            raise InstanceError(f"{sites.where(k)}: {unknown('role', name, Role)}")
    return names


def _check_folder(path: Path) -> None:
    """Refuse what is no folder."""
    try:
        if path.is_dir():
            return
    except OSError as error:
        raise InstanceError(cannot_read(path, error)) from None
    check_file(path)
    raise InstanceError(
        f"{path} is a file; expected the folder with demand.csv and sites.csv."
    )


def _check_not_misnamed(table: Path) -> None:
    """Refuse to overlook a file that was meant to be the table of costs."""
    others = {x.name.lower(): x.name for x in table.parent.iterdir()}
    others = {low: x for low, x in others.items() if low not in KNOWN_FILES}
    near = difflib.get_close_matches(table.name, others, n=1, cutoff=0.8)
    if near:
        name = others[near[0]]
        raise InstanceError(
            f"{table.parent} has no cost.csv but {name!r}; rename it, or move it "
            "away if the coordinates should be used."
        )
