"""The layers that a GIS opens hold the same answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from siting.errors import UsageError
from siting.instance import Instance
from siting.models import PMedian
from siting.report.geopackage import write_geopackage
from siting.solution import Solution

Make = Callable[..., Solution]

geopandas = pytest.importorskip("geopandas")


def test_layers_are_read_back(proved: Solution, tmp_path: Path) -> None:
    """Ids stay text, numbers and the coordinate system are kept."""
    path = write_geopackage(proved, tmp_path / "plan.gpkg")
    sites = geopandas.read_file(path, layer="sites").set_index("id")
    assert sites.crs == "EPSG:4326"
    assert sites["open"].tolist() == [True, False, True, False]
    assert sites["demand_served"].tolist() == [1250, 0, 703, 0]
    assert sites["clients"].tolist() == [2, 0, 2, 0]
    assert sites["label"].tolist() == ["Plaza", "", "Market", ""]
    demand = geopandas.read_file(path, layer="demand")
    assert demand["id"].tolist() == ["007", "NA", "Z3", "Z4"]
    assert demand["site"].tolist() == ["A", "A", "C", "C"]
    assert demand["group_district"].tolist() == ["north", "north", "south", "south"]
    assert demand["group_District_"].tolist() == list("abcd")
    lines = geopandas.read_file(path, layer="allocation")
    assert (lines["demand"] * lines["cost"]).sum() == proved.objective
    assert lines.geometry[1].coords[0] == pytest.approx((-71.29, -29.9))
    assert lines.geometry[1].coords[-1] == pytest.approx((-71.30, -29.9))


def test_without_an_answer_nothing_is_open(make: Make, tmp_path: Path) -> None:
    """There is no layer of allocation."""
    path = write_geopackage(make(infeasible=True), tmp_path / "plan.gpkg")
    assert set(geopandas.list_layers(path)["name"]) == {"sites", "demand"}
    assert not geopandas.read_file(path, layer="sites")["open"].any()


def test_the_file_is_replaced_whole(proved: Solution, tmp_path: Path) -> None:
    """An older file does not keep its layers."""
    path = tmp_path / "plan.gpkg"
    path.write_text("something else")
    write_geopackage(proved, path)
    assert len(geopandas.list_layers(path)) == 3
    assert list(tmp_path.iterdir()) == [path]


def test_without_coordinates_it_is_refused(
    bare: Instance, make: Make, tmp_path: Path
) -> None:
    """With what to do instead, and nothing written."""
    plan = make("A", "C", problem=PMedian(bare, p=2))
    with pytest.raises(UsageError, match="'villages' has no coordinates"):
        write_geopackage(plan, tmp_path / "plan.gpkg")
    assert not list(tmp_path.iterdir())


def test_another_ending_is_refused(proved: Solution, tmp_path: Path) -> None:
    """A file that is named otherwise would not be opened."""
    with pytest.raises(UsageError, match=r"end it with \.gpkg"):
        write_geopackage(proved, tmp_path / "plan.shp")
