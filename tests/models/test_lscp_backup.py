from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import said

from siting import solve
from siting.check import faults_of_result
from siting.instance import Instance
from siting.models.lscp import LSCP
from siting.models.lscp_backup import LSCPBackup
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=30, deadline=None)


def town(seed: int, *, n: int = 12) -> Instance:
    """Random villages, sites in the villages."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


def row(*people: float) -> Instance:
    """Villages in a row, 1 km apart, each with a site called 1, 2, ..."""
    places = np.arange(len(people), dtype=float)
    cost = np.abs(places[:, None] - places[None, :])
    return Instance.from_matrix(cost, demand=people)


def answer(instance: Instance, radius: float) -> float:
    """Proved objective."""
    found = solve(LSCPBackup(instance, radius=radius))
    assert found.is_optimal
    return found.objective


@LAW
@given(SEEDS, st.floats(0, 90))
def test_the_number_of_sites_is_that_of_lscp(seed: int, radius: float) -> None:
    """Backup never buys a site: the first aim is met in full."""
    instance = town(seed)
    found = solve(LSCPBackup(instance, radius=radius))
    fewest = solve(LSCP(instance, radius=radius)).objective
    assert len(found.open) == fewest
    assert fewest <= found.objective <= fewest + 0.5 + 1e-12


def test_backup_of_all_but_one_person_does_not_buy_a_site() -> None:
    """One site covers all; nobody is backed up: exactly 1.5."""
    instance = row(1, 1000, 1)
    found = solve(LSCPBackup(instance, radius=1))
    assert (found.open, found.objective) == (("2",), 1.5)
    assert "1 site; 0 of 1,002 demand (0.0 %) within the radius of two" in found.notes


def test_backup_is_counted_in_people() -> None:
    """One village of 9 with two sites is better than three of 1."""
    cost = [
        [1, 9, 1, 9],  # 9 people, near A and C
        [9, 1, 9, 1],
        [1, 9, 9, 1],
        [1, 9, 9, 1],
        [1, 9, 9, 1],
        [9, 1, 9, 9],
    ]
    instance = Instance.from_matrix(
        cost, demand=[9, 1, 1, 1, 1, 1], sites=["A", "B", "C", "D"]
    )
    found = solve(LSCPBackup(instance, radius=1))
    assert found.open == ("A", "B")
    assert found.objective == 2.5
    third = solve(LSCPBackup(instance, radius=1, quotas=["exactly 3 of A, B, C, D"]))
    assert third.open == ("A", "B", "C")
    assert third.objective == pytest.approx(3 + 5 / 14 / 2, rel=1e-12)


def test_a_client_with_fewer_than_two_sites_in_reach_is_not_backed_up() -> None:
    """Known wrong answer elsewhere: the lonely village counted as covered twice."""
    cost = [[0.0, 1.0, 99.0], [1.0, 0.0, 99.0], [99.0, 99.0, 0.0]]
    instance = Instance.from_matrix(cost, demand=[2, 2, 6], sites=["A", "B", "C"])
    found = solve(LSCPBackup(instance, radius=1, required=["A", "B"]))
    assert found.objective == 3 + 0.5 * 6 / 10
    backups = [entry for entry in found.assignment if entry[3] == "backup"]
    assert backups == [("1", "B", 1.0, "backup"), ("2", "A", 1.0, "backup")]
    assert "3 sites; 4 of 10 demand (40.0 %) within the radius of two" in found.notes


def test_two_trips_to_one_place_are_no_backup() -> None:
    """Two sites at one address are two sites; one site is one, however near."""
    cost = [[0.0, 0.0]]
    instance = Instance.from_matrix(cost, sites=["A", "B"])
    assert answer(instance, 0) == 1.5
    both = solve(LSCPBackup(instance, radius=0, required=["A", "B"]))
    assert both.objective == 2.0


def test_without_demand_the_second_aim_is_0() -> None:
    """Nobody lacks backup where nobody lives; houses are covered all the same."""
    found = solve(LSCPBackup(row(0, 0, 0, 0), radius=1))
    assert found.objective == 2.0
    assert found.is_optimal


@LAW
@given(SEEDS, st.sampled_from([1e-6, 8.0, 1e9]))
def test_the_unit_of_demand_does_not_matter(seed: int, factor: float) -> None:
    """The second aim is a share."""
    instance = town(seed)
    busier = replace(instance, demand=instance.demand * factor)
    assert answer(busier, 30) == pytest.approx(answer(instance, 30), rel=1e-9)


@LAW
@given(SEEDS, st.floats(0, 140), st.floats(0, 140))
def test_larger_radius_never_does_worse(seed: int, a: float, b: float) -> None:
    """Whoever was covered or backed up still is."""
    instance = town(seed)
    small, large = sorted((a, b))
    assert answer(instance, small) >= answer(instance, large) - 1e-9


def test_first_and_backup_are_nearest_and_second_nearest() -> None:
    """The reply names both, in this order, and no third."""
    problem = LSCPBackup(row(1, 1, 1), radius=2)
    served = problem.reply(np.array([True, True, True]))
    assert served is not None
    entries = zip(served.client, served.site, served.layer, strict=True)
    found = sorted(tuple(map(int, entry)) for entry in entries)
    assert found == [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0), (2, 1, 1), (2, 2, 0)]
    assert problem.reply(np.array([False, False, False])) is None
    near = LSCPBackup(row(1, 1, 1), radius=1)
    assert near.reply(np.array([True, False, False])) is None


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("1", "3", 1.0, "first"), "client '1' is 2 from site '3', beyond the radius"),
        (("1", "2", 1.0, "backup"), "client '1' is covered by 1 sites, but not as"),
        (("1", "2", 0.5, "first"), "client '1' is covered by site '2' in parts: 0.5"),
    ],
)
def test_the_checker_sees_wrong_covers(
    change: tuple[str, str, float, str], fault: str
) -> None:
    """A site beyond the radius, a backup without a first, half a cover."""
    problem = LSCPBackup(row(1, 1, 1), radius=1, required=["2", "3"])
    result = solve(problem).to_dict(assignment=True)
    assert faults_of_result(result, problem) == []
    given = result["assignment"]
    place = next(k for k, entry in enumerate(given) if entry[0] == "1")
    result["assignment"] = [*given[:place], change, *given[place + 1 :]]
    assert any(x.startswith(fault) for x in faults_of_result(result, problem))


def test_the_checker_sees_a_client_covered_twice_by_one_site() -> None:
    """The backup is another site, and everybody has a first one."""
    problem = LSCPBackup(row(1, 1), radius=1, required=["1", "2"])
    result = solve(problem).to_dict(assignment=True)
    given = [("1", "1", 1.0, "first"), ("1", "1", 1.0, "backup")]
    result["assignment"] = given
    assert faults_of_result(result, problem)[:2] == [
        "client '2' is covered by no site",
        "client '1' is covered twice by one site",
    ]


def test_too_small_a_radius_is_explained() -> None:
    """The first aim can fail, and says how."""
    found = solve(LSCPBackup(Instance.from_matrix([[1.0, 9.0], [5.0, 4.0]]), radius=3))
    assert found.solution is Found.INFEASIBLE
    assert found.reason.endswith("the smallest radius that would do is 4.0.")


def test_a_radius_of_the_wrong_unit_is_noted() -> None:
    """Everybody from one site is an answer worth a second look."""
    found = solve(LSCPBackup(row(1, 1), radius=70))
    assert any(x.startswith("radius warning: radius is 70") for x in found.notes)
    assert found.problem.unit == ""


@pytest.mark.parametrize("key", ["p", "add"])
def test_a_number_of_sites_is_refused(key: str) -> None:
    """It is what is asked for."""
    assert said(lambda: LSCPBackup(row(1, 1), radius=1, **{key: 1})) == (
        f"ProblemError: lscp-backup takes no {key}: the number of sites is what it "
        "finds; bclp takes one."
    )


@pytest.mark.parametrize("radius", [-1, float("nan"), float("inf"), True])
def test_senseless_radius_is_refused(radius: float) -> None:
    """The radius is a finite number in the unit of cost."""
    kilometres = replace(row(1, 1), cost_unit="km")
    assert said(lambda: LSCPBackup(kilometres, radius=radius)) == (
        f"ProblemError: radius is {radius!r}; expected a number >= 0, in km."
    )
