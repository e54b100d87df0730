"""The layers that a GIS opens hold the same answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from siting import solve
from siting.errors import UsageError
from siting.instance import Instance
from siting.models import Hierarchical, MaxMinAccess, MultiService, PMedian
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


def test_all_layers_and_amounts_are_there(town: Instance, tmp_path: Path) -> None:
    """Trips to the hospital beside those to a clinic, and which site is which."""
    plan = solve(Hierarchical(town, p=2, hospitals=1, nested=False, referral=0.5))
    path = write_geopackage(plan, tmp_path / "plan.gpkg")
    lines = geopandas.read_file(path, layer="allocation")
    assert sorted(lines["layer"]) == ["clinic"] * 4 + ["hospital"] * 4
    total = lines.groupby("layer")["demand"].sum()
    assert total.to_dict() == {"clinic": 1953.0, "hospital": 976.5}
    assert (lines["demand"] * lines["cost"]).sum() == pytest.approx(plan.objective)
    sites = geopandas.read_file(path, layer="sites").set_index("id")
    opened = sites[sites["open"]]
    assert sorted(opened["level_name"]) == ["clinic", "hospital"]
    assert {k: opened["level"][k] for k in opened.index} == plan.amounts
    hospital = opened[opened["level_name"] == "hospital"]
    assert hospital["demand_hospital"].tolist() == [976.5]
    assert sites[~sites["open"]]["level"].isna().all()


def test_names_of_layers_that_differ_in_capitals_alone(
    town: Instance, tmp_path: Path
) -> None:
    """Each has a column of its own."""
    plan = solve(MultiService(town, p=1, radii=["Aid=1", "aid=9", "id=1"]))
    path = write_geopackage(plan, tmp_path / "plan.gpkg")
    sites = geopandas.read_file(path, layer="sites")
    assert {"demand_Aid", "demand_aid_", "demand_id"} <= set(sites.columns)


def test_access_and_beds_are_there(town: Instance, tmp_path: Path) -> None:
    """Beds of each site, and what everybody has of them."""
    plan = solve(MaxMinAccess(town, p=1, beds=7, catchment=20, decay="step"))
    path = write_geopackage(plan, tmp_path / "plan.gpkg")
    assert geopandas.read_file(path, layer="sites")["beds"].sum() == 7
    demand = geopandas.read_file(path, layer="demand")
    assert demand["access"].tolist() == pytest.approx([7 / 1953] * 4)


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
