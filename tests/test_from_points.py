"""Points become an instance, or are refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
from pyproj import Geod
from sentences import said

from siting import Instance
from siting import instance as module
from siting.cost import PointCost

COST = [[0.0, 4.0, 8.0], [4.0, 0.0, 5.0]]


def frame(**columns: Any) -> pd.DataFrame:
    """A table with these columns."""
    return pd.DataFrame(columns)


def places(xy: list[tuple[float, float]], **more: Any) -> geopandas.GeoDataFrame:
    """A table of points."""
    x, y = zip(*xy, strict=True)
    crs = more.pop("crs", None)
    return geopandas.GeoDataFrame(
        more, geometry=geopandas.points_from_xy(x, y), crs=crs
    )


def test_straight_line_distance() -> None:
    """The 3-4-5 triangle, in any of the tables that hold points."""
    for here in ([[0, 0]], frame(x=[0], y=[0]), places([(0, 0)])):
        assert Instance.from_points(here, [[3, 4]]).travel().tolist() == [[5]]


@pytest.mark.parametrize(
    ("metric", "value"),
    [("manhattan", 4.5), ("maximum", 3.0), ("round", 3), ("floor", 3), ("ceil", 4)],
)
def test_other_metrics(metric: str, value: float) -> None:
    """Worked out by hand for a step of 1.5 and 3: the line is 3.354."""
    town = Instance.from_points([[0, 0]], [[1.5, 3]], metric=metric)
    assert town.travel().tolist() == [[value]]


SANTIAGO, LA_SERENA = (-70.6693, -33.4489), (-71.2542, -29.9027)


def test_degrees_are_measured_along_the_ellipsoid() -> None:
    """Santiago to La Serena by PROJ's line, which takes no part in our arithmetic."""
    town = Instance.from_points([SANTIAGO], [LA_SERENA], crs="EPSG:4326")
    x, y = zip(SANTIAGO, LA_SERENA, strict=True)
    assert town.travel()[0, 0] == pytest.approx(Geod(ellps="WGS84").line_length(x, y))
    assert town.cost_unit == "metres"


def test_geodesic_of_a_published_value() -> None:
    """Karney's (2013) table 2: from 40 N along azimuth 30 degrees, 10,000 km.

    The point reached is at 41.79331020506 N, 137.84490004377 E.
    """
    there = [[137.84490004377, 41.79331020506]]
    town = Instance.from_points([[0.0, 40.0]], there, crs="EPSG:4326")
    assert town.travel()[0, 0] == pytest.approx(1e7, abs=0.01)


def test_geodesic_tables_have_a_row_a_client() -> None:
    """Rows are clients and columns sites, also where there are more of the one."""
    clients = [SANTIAGO, (-70.0, -30.0), (-72.0, -31.0)]
    sites = [LA_SERENA, SANTIAGO]
    table = Instance.from_points(clients, sites, crs="EPSG:4326").travel()
    for i, a in enumerate(clients):
        for j, b in enumerate(sites):
            one = Geod(ellps="WGS84").inv(*a, *b)[2]
            assert table[i, j] == pytest.approx(one)


def test_geodataframes_bring_crs_ids_and_weights() -> None:
    """Nothing needs saying twice about a GeoDataFrame."""
    here = places([SANTIAGO], crs="EPSG:4326", id=["007"], people=[9.0])
    there = places([LA_SERENA], crs="EPSG:4326").set_index(pd.Index(["S"]))
    town = Instance.from_points(here, there, demand="people")
    assert (town.clients, town.sites, town.crs) == (("007",), ("S",), "EPSG:4326")
    assert town.demand.tolist() == [9]
    assert town.client_xy is not None
    assert town.client_xy.tolist() == [list(SANTIAGO)]


def test_projected_points_are_measured_in_their_unit() -> None:
    """Metres of UTM stay metres."""
    here = places([(280_000, 6_680_000)], crs="EPSG:32719")
    there = places([(283_000, 6_684_000)], crs="EPSG:32719")
    town = Instance.from_points(here, there)
    assert town.travel().tolist() == [[5000]]
    assert town.cost_unit == "metres"


def test_cost_too_large_to_store_is_worked_out_when_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Stored or not, the travel is the same."""
    xy = np.arange(12.0).reshape(6, 2)
    stored = Instance.from_points(xy, xy[:4])
    monkeypatch.setattr(module, "LARGEST_STORED", 8)
    asked = Instance.from_points(xy, xy[:4])
    assert isinstance(asked.cost, PointCost)
    assert np.array_equal(asked.travel(), stored.travel())
    assert np.array_equal(asked.travel([5, 0], [3]), stored.travel([5, 0], [3]))
    again = Instance.from_points(xy, xy[:4])
    assert asked.fingerprint == again.fingerprint


METRICS = (
    "ceil, euclid, floor, geodesic, manhattan, manhattan-round, maximum, "
    "maximum-round, round, tsplib-att, tsplib-geo"
)

REFUSED_POINTS: dict[str, tuple[Callable[[], Any], str]] = {
    "degrees by the straight line": (
        lambda: Instance.from_points(
            [SANTIAGO], [LA_SERENA], crs="EPSG:4326", metric="euclid"
        ),
        "metric 'euclid' on EPSG:4326 would treat degrees as metres; project with "
        ".to_crs(), or use metric='geodesic'.",
    ),
    "degrees called metres": (
        lambda: Instance.from_points([SANTIAGO], [LA_SERENA], crs="EPSG:32719"),
        "clients all lie within 180, 90 as degrees do, but EPSG:32719 is in metres; "
        "give crs='EPSG:4326' and project with .to_crs().",
    ),
    "metres called degrees": (
        lambda: Instance.from_points([SANTIAGO], [[280000, 6680000]], crs="EPSG:4326"),
        "sites go beyond 180, 90 degrees, but EPSG:4326 is in degrees (longitude, "
        "latitude); name the CRS that they are really in, or swap x and y.",
    ),
    "latitude and longitude swapped": (
        lambda: Instance.from_points([[40, 116]], [[40, 117]], crs="EPSG:4326"),
        "clients go beyond 180, 90 degrees, but EPSG:4326 is in degrees (longitude, "
        "latitude); name the CRS that they are really in, or swap x and y.",
    ),
    "geodesic without degrees": (
        lambda: Instance.from_points([[0, 0]], [[1, 1]], metric="geodesic"),
        "metric 'geodesic' needs degrees, but the coordinates are in no CRS; give "
        "crs='EPSG:4326' if they are longitude, latitude.",
    ),
    "geodesic of metres": (
        lambda: Instance.from_points(
            [[280000, 6680000]], [[0, 1e6]], crs="EPSG:32719", metric="geodesic"
        ),
        "metric 'geodesic' needs degrees, but the coordinates are in EPSG:32719; give "
        "crs='EPSG:4326' if they are longitude, latitude.",
    ),
    "two systems": (
        lambda: Instance.from_points(
            places([SANTIAGO], crs="EPSG:4326"), places([(3e5, 6e6)], crs="EPSG:32719")
        ),
        "clients are in EPSG:4326 and sites in EPSG:32719; project one with .to_crs() "
        "first.",
    ),
    "one system missing": (
        lambda: Instance.from_points(
            places([SANTIAGO], crs="EPSG:4326"), places([LA_SERENA])
        ),
        "clients are in EPSG:4326 and sites in no CRS; project one with .to_crs() "
        "first.",
    ),
    "metric unknown": (
        lambda: Instance.from_points([[0, 0]], [[1, 1]], metric="euclidean"),
        f"No metric is called 'euclidean'; did you mean 'euclid'? There are {METRICS}.",
    ),
    "CRS unknown": (
        lambda: Instance.from_points([[0, 0]], [[1, 1]], crs="EPSG:nowhere"),
        "no coordinate system is called 'EPSG:nowhere'; give one like 'EPSG:4326'.",
    ),
    "three columns": (
        lambda: Instance.from_points([[0, 0, 0]], [[1, 1]]),
        "clients has shape (1, 3); expected (1, 2), x and y.",
    ),
    "NaN": (
        lambda: Instance.from_points([[0, 0]], [[1, 1], [np.nan, 2]]),
        "sites of '2' (row 2) is [nan, 2.0]; expected two finite numbers.",
    ),
    "other columns": (
        lambda: Instance.from_points(frame(lon=[1], lat=[2]), [[1, 1]]),
        "clients has no columns 'x' and 'y' but 'lon', 'lat'; rename them, or pass a "
        "GeoDataFrame.",
    ),
    "no points": (
        lambda: Instance.from_points(
            geopandas.GeoDataFrame(geometry=places([(0, 0)]).buffer(1)), [[1, 1]]
        ),
        "clients has geometries other than points; use .representative_point().",
    ),
    "ids twice": (
        lambda: Instance.from_points(frame(id=[1, 1], x=[0, 1], y=[0, 1]), [[1, 1]]),
        "client id '1' occurs 2 times (rows 1, 2); expected every client once, so "
        "rename or merge them.",
    ),
    "weights not in the table": (
        lambda: Instance.from_points(frame(x=[1], y=[2]), [[1, 1]], demand="people"),
        "the clients have no column 'people'; there are 'x', 'y'.",
    ),
    "weights too many": (
        lambda: Instance.from_points([[0, 0]], [[1, 1]], demand=[1, 2]),
        "demand has shape (2,); expected (1,), one value for every client.",
    ),
}


@pytest.mark.parametrize("case", REFUSED_POINTS)
def test_bad_points_are_refused(case: str) -> None:
    """Degrees used as metres, two systems and odd tables are told in a sentence."""
    make, sentence = REFUSED_POINTS[case]
    assert said(make) == f"InstanceError: {sentence}"


def test_two_names_of_one_system_are_one() -> None:
    """Systems are compared by what they are, not by how they are written."""
    here = places([SANTIAGO], crs="EPSG:4326")
    there = places([LA_SERENA], crs="urn:ogc:def:crs:EPSG::4326")
    assert Instance.from_points(here, there).cost_unit == "metres"
