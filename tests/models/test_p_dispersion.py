"""Dispersion of open sites."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sentences import said

from siting import Instance, solve
from siting.models import PDispersion


def road(*places: float) -> Instance:
    """Sites on a road, each a village."""
    x = np.array(places)
    return Instance.from_matrix(np.abs(x[:, None] - x[None, :]))


@pytest.mark.parametrize(("p", "apart"), [(2, 9.0), (3, 4.0), (4, 1.0)])
def test_by_hand(p: int, apart: float) -> None:
    """Sites at 0, 1, 5 and 9."""
    found = solve(PDispersion(road(0, 1, 5, 9), p=p))
    assert found.objective == apart
    assert found.is_optimal
    assert found.assignment == {}


def test_the_shorter_way_counts() -> None:
    """One-way streets: 3 there and 5 back are 3 apart."""
    town = Instance.from_matrix([[0, 3], [5, 0]])
    assert solve(PDispersion(town, p=2)).objective == 3


def test_coordinates_serve_where_sites_are_no_clients() -> None:
    """A 3-4-5 triangle, far from its only client."""
    sites = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0]])
    town = Instance.from_points(np.array([[100.0, 100.0]]), sites)
    alone = Instance.from_points(np.array([[9.0, 9.0]]), sites)
    # '1' is a client, '2' and '3' are not: coordinates
    assert solve(PDispersion(town, p=2)).objective == pytest.approx(5)
    assert solve(PDispersion(alone, p=3)).objective == pytest.approx(3)


def test_the_unit_is_that_of_what_is_measured() -> None:
    """Minutes of travel, or metres of coordinates, whatever travel is in."""
    both = Instance.from_matrix([[0, 3], [3, 0]], cost_unit="min")
    assert PDispersion(both, p=2).unit == "min"
    apart = replace(both, clients=["a", "b"], site_xy=[[0, 0], [0, 1]], crs="EPSG:4326")
    assert PDispersion(apart, p=2).unit == "metres"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"p": 1}, "p is 1, but a distance is between two; ask for 2 sites or more."),
        (
            {"add": 1},
            "add is 1, and no site is open before, but a distance is between two; ask "
            "for 2 sites or more.",
        ),
        (
            {"p": 2, "closest": True},
            "p-dispersion takes no closest: nobody is sent anywhere.",
        ),
        (
            {},
            "p-dispersion needs the number of sites to open; give p, or add for new "
            "ones beside the existing, or a budget.",
        ),
    ],
)
def test_refusals(given: dict[str, object], words: str) -> None:
    """One site has no distance to another."""
    got = said(lambda: PDispersion(road(0, 1, 5), **given))  # type: ignore[arg-type]
    assert got == f"ProblemError: {words}"


def test_sites_without_a_way_are_refused() -> None:
    """An infinite distance is no distance."""
    town = Instance.from_matrix([[0, np.inf], [np.inf, 0]], sites=["1", "2"])
    assert said(lambda: PDispersion(town, p=2)) == (
        "ProblemError: there is no way between the sites '1' and '2'; p-dispersion "
        "needs the distance of every two sites."
    )


def test_a_budget_alone_opens_two_sites_or_what_must_be_open() -> None:
    """The farthest two that can be paid for: not the ends, at 9, but 1 and 9."""
    town = replace(road(0, 1, 5, 9), opening=np.array([9.0, 2.0, 2.0, 3.0]))
    found = solve(PDispersion(town, budget=6))
    assert (found.objective, found.open, found.is_optimal) == (8.0, ("2", "4"), True)
    none = solve(PDispersion(town, budget=3))
    assert none.solution.value == "infeasible"
    assert "the smallest budget that would do is 4" in none.reason


def test_one_new_site_beside_an_existing_one_is_two() -> None:
    """As add counts new ones."""
    role = np.array(["existing", "candidate", "candidate"])
    town = replace(road(0, 1, 5), role=role)
    assert solve(PDispersion(town, add=1)).objective == 5.0


def test_a_reach_is_refused() -> None:
    """It is about people who travel."""
    town = replace(road(0, 1, 5), reach=np.array([np.inf, 0.0, np.inf]))
    assert said(lambda: PDispersion(town, p=2)) == (
        "ProblemError: site '2' has a reach of 0, but p-dispersion sends nobody "
        "anywhere; leave the reach out."
    )
