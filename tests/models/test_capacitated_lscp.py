from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import said

from siting import solve
from siting.check import faults_of_result
from siting.instance import Instance
from siting.models.capacitated_lscp import CapacitatedLSCP
from siting.models.lscp import LSCP
from siting.solution import Found, Proof

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=25, deadline=None)


def town(seed: int, *, n: int = 10) -> Instance:
    """Random villages, sites in the villages, each with room for a quarter of all."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    instance = Instance.from_points(xy, xy, demand=rng.integers(1, 9, n).astype(float))
    room = np.maximum(np.ceil(instance.demand.sum() / 4), instance.demand)
    return replace(instance, capacity=room)


def row(*people: float, room: Any = None) -> Instance:
    """Villages in a row, 1 km apart, each with a site called 1, 2, ..."""
    places = np.arange(len(people), dtype=float)
    cost = np.abs(places[:, None] - places[None, :])
    instance = Instance.from_matrix(cost, demand=people)
    return instance if room is None else replace(instance, capacity=room)


def fewest(instance: Instance, radius: float, **more: Any) -> float:
    """Proved least number of sites."""
    found = solve(CapacitatedLSCP(instance, radius=radius, **more))
    assert found.is_optimal
    return found.objective


@LAW
@given(SEEDS, st.floats(0, 140))
def test_with_endless_room_it_is_lscp(seed: int, radius: float) -> None:
    """Two textbook models, one number, in parts or whole."""
    endless = replace(town(seed), capacity=np.full(10, np.inf))
    plain = solve(LSCP(endless, radius=radius)).objective
    assert fewest(endless, radius) == plain
    assert fewest(endless, radius, single_source=True) == plain


@LAW
@given(SEEDS, st.floats(0, 60), st.floats(0, 60))
def test_capacity_and_wholeness_take_more_sites_and_radius_fewer(
    seed: int, radius: float, more: float
) -> None:
    """LSCP <= divisible <= whole; and at least as many as room for all takes."""
    instance = town(seed)
    here = fewest(instance, radius)
    assert solve(LSCP(instance, radius=radius)).objective <= here
    assert here <= fewest(instance, radius, single_source=True)
    assert fewest(instance, radius + more) <= here
    room = np.cumsum(np.sort(instance.capacity)[::-1])
    assert here >= 1 + np.searchsorted(room, instance.demand.sum())


def test_a_village_may_be_split_unless_it_must_not() -> None:
    """Three villages of 2 fit into two sites of 3 only when the middle one splits."""
    instance = row(2, 2, 2, room=[3, 3, 3])
    assert fewest(instance, 2) == 2
    assert fewest(instance, 2, single_source=True) == 3
    split = solve(CapacitatedLSCP(instance, radius=2))
    loads = dict.fromkeys(split.open, 0.0)
    for _, site, share in split.assignment:
        loads[site] += 2 * share
    assert loads == dict.fromkeys(split.open, pytest.approx(3))


def test_exactly_full_is_not_too_full() -> None:
    """Five people and five places."""
    assert fewest(row(2, 3, room=[5, 1]), 1) == 1
    assert solve(CapacitatedLSCP(row(2, 3, room=[4.9, 0]), radius=1)).design is None


def test_closest_takes_a_site_more_where_the_near_one_is_full() -> None:
    """The nearest for villages 2 and 3 is site 2, which takes 3 of their 4."""
    cost = [[1.0, 5.0, 9.0], [5.0, 1.0, 2.0], [5.0, 1.0, 2.0]]
    instance = Instance.from_matrix(cost, demand=[2, 2, 2], sites=["A", "B", "C"])
    instance = replace(instance, capacity=[3, 3, 4])
    free = CapacitatedLSCP(instance, radius=5, required=["B"])
    assert solve(free).objective == 2
    forced = solve(replace(free, closest=True))
    assert forced.solution is Found.INFEASIBLE
    assert fewest(instance, 5, closest=True) == 2
    assert solve(CapacitatedLSCP(instance, radius=5, closest=True)).open == ("A", "C")


def test_clients_of_weight_0_need_a_site_but_no_room() -> None:
    """A house without people is covered too."""
    instance = row(3, 0, 0, 0, room=[3, 0, 0, 0])
    assert fewest(instance, 1) == 2
    assert fewest(instance, 3) == 1


def test_what_would_do_is_said() -> None:
    """Too little room in all, or a radius that leaves somebody out."""
    small = solve(CapacitatedLSCP(row(2, 2, room=[1, 1]), radius=1))
    assert small.solution is Found.INFEASIBLE
    assert "the demand is 4, but the 2 largest sites that may be open can take 2" in (
        small.reason
    )
    assert "capacities 2.00 times as large would do" in small.reason
    narrow = solve(
        CapacitatedLSCP(Instance.from_matrix([[1.0, 9.0], [5.0, 4.0]]), radius=3)
    )
    assert narrow.proof is Proof.CERTIFIED
    assert narrow.reason.endswith("the smallest radius that would do is 4.0.")


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"1": "1", "2": "1", "3": "1", "4": "3"}, "site '1' serves 6, but can take 4"),
        ({"1": "1", "2": "1", "3": "1", "4": "3"}, "client '3' is sent 2 to site '1'"),
        ({"1": "1", "2": "1", "3": "3"}, "client '4' is served 0 times, not once"),
        (
            [["1", "1", 1.0], ["2", "1", 0.5], ["2", "3", 0.5], ["3", "3", 1.0]],
            "client '2' is served in parts",
        ),
    ],
)
def test_the_checker_sees_broken_service(given: Any, fault: str) -> None:
    """Overrun, too far, left out, or split though whole is asked."""
    problem = CapacitatedLSCP(
        row(2, 2, 2, 1, room=[4, 0, 4, 0]), radius=1, single_source=True
    )
    result = solve(problem).to_dict(assignment=True)
    assert result["open"] == ["1", "3"]
    assert faults_of_result(result, problem) == []
    found = faults_of_result({**result, "assignment": given}, problem)
    assert any(x.startswith(fault) for x in found)


def test_the_checker_sees_who_is_not_sent_to_the_nearest() -> None:
    """With closest only."""
    cost = [[1.0, 2.0], [2.0, 1.0]]
    problem = CapacitatedLSCP(
        Instance.from_matrix(cost), radius=5, closest=True, required=["1", "2"]
    )
    result = solve(problem).to_dict(assignment=True)
    assert faults_of_result(result, problem) == []
    result["assignment"]["1"] = "2"
    assert faults_of_result(result, problem) == [
        "client '1' is sent to '2', which is not its nearest"
    ]


@pytest.mark.parametrize("key", ["p", "add"])
def test_a_number_of_sites_is_refused(key: str) -> None:
    """It is what is asked for."""
    assert said(lambda: CapacitatedLSCP(row(1, 1), radius=1, **{key: 1})) == (
        f"ProblemError: capacitated-lscp takes no {key}: the number of sites is what "
        "it finds; capacitated-mclp takes one."
    )


@pytest.mark.parametrize("radius", [-1, float("nan"), float("inf"), True])
def test_senseless_radius_is_refused(radius: float) -> None:
    """The radius is a finite number in the unit of cost."""
    kilometres = replace(row(1, 1), cost_unit="km")
    assert said(lambda: CapacitatedLSCP(kilometres, radius=radius)) == (
        f"ProblemError: radius is {radius!r}; expected a number >= 0, in km."
    )


def test_a_radius_of_the_wrong_unit_is_noted() -> None:
    """Everybody from one site is an answer worth a second look."""
    found = solve(CapacitatedLSCP(row(1, 1, room=[1, 1]), radius=70))
    assert any(x.startswith("radius warning: radius is 70") for x in found.notes)
    assert found.problem.unit == "sites"
