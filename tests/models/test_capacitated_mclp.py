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
from siting.models.capacitated_mclp import CapacitatedMCLP
from siting.models.mclp import MCLP
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=25, deadline=None)


def town(seed: int, *, n: int = 10) -> Instance:
    """Random villages, sites in the villages, with room for a quarter of all."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    instance = Instance.from_points(xy, xy, demand=rng.integers(1, 9, n).astype(float))
    return replace(instance, capacity=np.full(n, np.ceil(instance.demand.sum() / 4)))


def row(*people: float, room: Any = None) -> Instance:
    """Villages in a row, 1 km apart, each with a site called 1, 2, ..."""
    places = np.arange(len(people), dtype=float)
    cost = np.abs(places[:, None] - places[None, :])
    instance = Instance.from_matrix(cost, demand=people)
    return instance if room is None else replace(instance, capacity=room)


def served(instance: Instance, p: int, radius: float, **more: Any) -> float:
    """Proved most demand."""
    found = solve(CapacitatedMCLP(instance, p=p, radius=radius, **more))
    assert found.is_optimal
    return found.objective


@LAW
@given(SEEDS, st.integers(1, 9), st.floats(0, 90))
def test_with_endless_room_it_is_mclp(seed: int, p: int, radius: float) -> None:
    """Two textbook models, one number; closest changes nothing then."""
    endless = replace(town(seed), capacity=np.full(10, np.inf))
    plain = solve(MCLP(endless, p=p, radius=radius)).objective
    assert served(endless, p, radius) == plain
    assert served(endless, p, radius, closest=True) == plain


@LAW
@given(SEEDS, st.integers(1, 8), st.floats(0, 60))
def test_more_sites_radius_and_room_never_serve_less(
    seed: int, p: int, radius: float
) -> None:
    """And neither room nor coverage is exceeded."""
    instance = town(seed)
    here = served(instance, p, radius)
    assert served(instance, p + 1, radius) >= here - 1e-6
    assert served(instance, p, radius + 20) >= here - 1e-6
    larger = replace(instance, capacity=instance.capacity * 2)
    assert served(larger, p, radius) >= here - 1e-6
    assert served(instance, p, radius, closest=True) <= here + 1e-6
    assert here <= np.sort(instance.capacity)[-p:].sum() + 1e-6
    assert here <= solve(MCLP(instance, p=p, radius=radius)).objective + 1e-6


@LAW
@given(SEEDS, st.floats(20, 90))
def test_all_are_served_from_the_sites_of_capacitated_lscp(
    seed: int, radius: float
) -> None:
    """The least number at which nobody is left out."""
    instance = town(seed)
    least = solve(CapacitatedLSCP(instance, radius=radius))
    total = instance.demand.sum()
    if least.design is not None:
        p = len(least.open)
        assert served(instance, p, radius) == pytest.approx(total)
        if p > 1:
            assert served(instance, p - 1, radius) < total - 1e-6


def test_a_full_site_sends_people_elsewhere_unless_closest() -> None:
    """Site 1 has room for 1 of its 4; the other 3 may go to site 2, or to none."""
    instance = row(4, 1, room=[1, 9])
    assert served(instance, 2, 1) == 5
    assert served(instance, 2, 1, closest=True) == 2
    assert solve(CapacitatedMCLP(instance, p=1, radius=1, closest=True)).open == ("2",)


def test_loads_are_true_and_villages_may_be_split() -> None:
    """Six people and room for 4: 4 are served, of whichever village."""
    found = solve(CapacitatedMCLP(row(2, 2, 2, room=[0, 4, 0]), p=1, radius=1))
    assert found.objective == 4
    loads = (
        sum(2 * share for _, _, share in found.assignment)
        if isinstance(found.assignment, list)
        else 2 * len(found.assignment)
    )
    assert loads == pytest.approx(4)


def test_nobody_near_and_no_room_are_answers_of_0() -> None:
    """A covering model leaves people out; it always has an answer."""
    far = Instance.from_matrix([[5.0, np.inf], [np.inf, np.inf]])
    for closest in (False, True):
        problem = CapacitatedMCLP(far, p=1, radius=1, closest=closest)
        assert solve(problem).objective == 0
        assert solve(problem).solution is Found.FEASIBLE
    assert served(row(3, 3, room=[0, 0]), 2, 1) == 0


def test_exactly_at_the_radius_is_near() -> None:
    """One step of arithmetic beyond it is not."""
    instance = Instance.from_matrix([[8.0], [np.nextafter(8.0, 9.0)]], demand=[3, 5])
    assert served(replace(instance, capacity=[9]), 1, 8) == 3


def test_reach_of_a_site_is_kept() -> None:
    """The middle of three reaches nobody but its own village."""
    short = replace(row(1, 1, 1, room=[9, 9, 9]), reach=[0, 0, 0])
    assert served(short, 2, 1) == 2


@pytest.mark.parametrize(
    ("listed", "fault"),
    [
        ({"1": "2", "2": "2", "3": "2"}, "site '2' serves 6, but can take 4"),
        ({"4": "2"}, "client '4' is 2 from site '2', beyond the radius 1"),
        ([["2", "2", 1.0], ["2", "1", 0.5]], "client '2' is served 1.5 times"),
        ({"2": "1"}, "client '2' is sent to '1', which is not its nearest"),
    ],
)
def test_the_checker_sees_broken_service(listed: Any, fault: str) -> None:
    """Overrun, too far, served more than once, or not at the nearest."""
    instance = row(2, 2, 2, 1, room=[4, 4, 4, 4])
    problem = CapacitatedMCLP(
        instance, p=2, radius=1, required=["1", "2"], closest=True
    )
    result = solve(problem).to_dict(assignment=True)
    assert faults_of_result(result, problem) == []
    assert fault in faults_of_result({**result, "assignment": listed}, problem)


@pytest.mark.parametrize("radius", [-1, float("nan"), float("inf"), True])
def test_senseless_radius_is_refused(radius: float) -> None:
    """The radius is a finite number in the unit of cost."""
    kilometres = replace(row(1, 1), cost_unit="km")
    assert said(lambda: CapacitatedMCLP(kilometres, p=1, radius=radius)) == (
        f"ProblemError: radius is {radius!r}; expected a number >= 0, in km."
    )


def test_the_number_of_sites_is_needed() -> None:
    """Without it, all would be open."""
    assert said(lambda: CapacitatedMCLP(row(1, 1), radius=1)).startswith(
        "ProblemError: capacitated-mclp needs the number of sites to open"
    )


def test_a_radius_of_the_wrong_unit_is_noted_and_the_unit_is_people() -> None:
    """Everybody from one site is an answer worth a second look."""
    instance = replace(row(1, 1, room=[1, 1]), demand_unit="people")
    found = solve(CapacitatedMCLP(instance, p=1, radius=70))
    assert any(x.startswith("radius warning: radius is 70") for x in found.notes)
    assert found.problem.unit == "people"
