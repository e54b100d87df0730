from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from siting import solve
from siting.instance import Instance
from siting.modelling.coverage import cover_counts, covered_pairs, radius_warning
from siting.models import MCLP, KNearestPMedian, PMedian

COST = np.array([[2.0, 5.0], [3.0, 9.0], [np.inf, 4.0]])


def town(*, sparse: bool = False) -> Instance:
    """Three villages, two sites; nobody has a way from the third to A."""
    row, column = np.nonzero(np.isfinite(COST))
    table = csr_array((COST[row, column], (row, column)), shape=COST.shape)
    cost = table if sparse else COST
    return replace(Instance.from_matrix(cost, sites=["A", "B"]), cost_unit="km")


def warning(instance: Instance, radius: float) -> tuple[str, ...]:
    """What is said of a radius."""
    return radius_warning(instance, radius, covered_pairs(instance, radius))


@pytest.mark.parametrize("sparse", [False, True])
def test_a_radius_that_covers_nobody_is_noted(sparse: bool) -> None:
    """A radius in kilometres against travel in metres covers nobody."""
    said = (
        "radius warning: radius is 1.5 km, which covers nobody from any site (the "
        "shortest trip is 2 km); is it in the unit of cost, km?"
    )
    assert warning(town(sparse=sparse), 1.5) == (said,)
    assert solve(MCLP(town(sparse=sparse), p=1, radius=1.5)).notes[-1] == said


@pytest.mark.parametrize("sparse", [False, True])
def test_a_radius_that_covers_everybody_from_one_site_is_noted(sparse: bool) -> None:
    """A radius in metres against travel in kilometres covers everybody at once."""
    said = (
        "radius warning: radius is 9 km, which covers all 3 clients from 'B' alone; is "
        "it in the unit of cost, km?"
    )
    assert warning(town(sparse=sparse), 9) == (said,)
    assert solve(MCLP(town(sparse=sparse), p=1, radius=9)).notes[-1] == said


def test_a_radius_that_covers_only_who_stands_on_a_site_is_noted() -> None:
    """Where every village is a site, a radius too small still covers all of them."""
    x = np.array([0.0, 4.0, 10.0])
    row = replace(Instance.from_matrix(abs(x[:, None] - x[None, :])), cost_unit="km")
    said = (
        "radius warning: radius is 0.01 km, which covers nobody but who stands on a "
        "site; is it in the unit of cost, km?"
    )
    assert warning(row, 0.01) == (said,)
    assert warning(row, 4.0) == ()
    points = Instance.from_points(np.c_[x, x], np.c_[x, x])
    assert "stands on a site" in warning(points, 0.01)[0]
    assert warning(Instance.from_matrix(np.zeros((3, 2))), 1.0)[0].endswith(
        "covers all 3 clients from '1' alone; is it in the unit of cost?"
    )


@pytest.mark.parametrize(
    ("limit", "amiss"),
    [
        (1.5, "covers nobody from any site (the shortest trip is 2 km)"),
        (9.0, "no trip is longer than"),
    ],
)
def test_limits_of_travel_are_noted_as_radii_are(limit: float, amiss: str) -> None:
    """Of the p-median and of lists of near sites."""
    said = f"is {limit:g} km, which {amiss}; is it in the unit of cost, km?"
    few = PMedian(town(), p=1, max_travel=limit)
    assert few.cautions == (f"radius warning: max_travel {said}",)
    near = KNearestPMedian(town(), p=1, cutoff=limit)
    assert near.cautions == (f"radius warning: cutoff {said}",)


def test_a_limit_that_everybody_keeps_from_one_site_is_no_mistake() -> None:
    """It is what the limit of a p-median with one site asks for."""
    road = Instance.from_matrix([[2.0, 1.0], [2.0, 9.0]])
    assert PMedian(road, p=1, max_travel=2.0).cautions == ()
    assert PMedian(road, p=1).cautions == ()
    assert KNearestPMedian(road, p=1, k=1).cautions == ()


def test_an_ordinary_radius_is_not_remarked() -> None:
    """Nor is one that is common to a town with one client or one site."""
    assert warning(town(), 2) == warning(town(), np.nextafter(9, 0)) == ()
    assert warning(Instance.from_matrix([[1.0, 1.0]]), 1) == ()
    assert warning(Instance.from_matrix([[1.0], [1.0]]), 1) == ()


def test_a_town_without_ways_and_units_is_worded_plainly() -> None:
    """There is no shortest trip, and no unit to name."""
    lonely = Instance.from_matrix([[np.inf, np.inf], [np.inf, np.inf]])
    said = (
        "radius warning: radius is 3, which covers nobody from any site (there is no "
        "way to any); is it in the unit of cost?"
    )
    assert warning(lonely, 3) == (said,)


def test_what_is_beyond_a_sites_reach_is_not_covered() -> None:
    """With a reach of 4, B sees one village only, and nobody is in 1.5 of A."""
    short = replace(town(), reach=[1.5, 4])
    notes = MCLP(short, p=1, radius=9).cautions
    assert notes == ()
    assert MCLP(town(), p=1, radius=9).cautions


def test_cover_counts_are_those_of_plain_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    """In blocks or at once, each client's open covering sites are counted."""
    monkeypatch.setattr("siting.modelling.coverage.BLOCK", 7)
    rng = np.random.default_rng(3)
    near = rng.random((5, 4)) < 0.5
    designs = rng.random((6, 4)) < 0.5
    found = np.full((5, 6), np.nan)
    pairs = tuple(x.astype(np.int32) for x in np.nonzero(near))
    for some, counts in cover_counts((pairs[0], pairs[1]), designs, n=5):
        found[:, some] = counts
    np.testing.assert_array_equal(found, near.astype(float) @ designs.T)
