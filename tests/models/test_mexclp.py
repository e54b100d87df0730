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
from siting.models.mclp import MCLP
from siting.models.mexclp import MEXCLP

SEEDS = st.integers(0, 10**6)
BUSY = st.floats(0, 0.99)
LAW = settings(max_examples=25, deadline=None)


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


def answer(instance: Instance, *, p: int, radius: float, busy: float) -> float:
    """Proved objective."""
    found = solve(MEXCLP(instance, p=p, radius=radius, busy=busy))
    assert found.is_optimal
    return found.objective


def test_busy_vehicles_stand_together_and_idle_ones_apart() -> None:
    """The second vehicle in town is worth 10 (1 - q) q, in the village 4 (1 - q)."""
    cost = [[1.0, 1.0, 9.0], [9.0, 9.0, 1.0]]
    instance = Instance.from_matrix(cost, demand=[10, 4], sites=["A", "B", "C"])
    for busy, third in ((0.3, "C"), (0.5, "B")):
        found = solve(MEXCLP(instance, p=2, radius=1, busy=busy, required=["A"]))
        assert found.open == ("A", third)
    assert answer(instance, p=2, radius=1, busy=0.3) == pytest.approx(14 * 0.7)
    assert answer(instance, p=3, radius=1, busy=0.5) == pytest.approx(7.5 + 2)


@pytest.mark.parametrize(("p", "expected"), [(1, 80), (2, 96), (3, 99.2)])
def test_expected_coverage_of_a_town_of_100(p: int, expected: float) -> None:
    """Busy a fifth of the time: 1 - 0.2^p find a free one."""
    instance = Instance.from_matrix([[1.0, 1.0, 1.0]], demand=[100])
    assert answer(instance, p=p, radius=1, busy=0.2) == pytest.approx(expected)


def test_vehicles_beyond_the_radius_help_nobody() -> None:
    """Exactly at it they do."""
    beyond = np.nextafter(8.0, 9.0)
    instance = Instance.from_matrix([[8.0, beyond]], demand=[4])
    assert answer(instance, p=2, radius=8, busy=0.5) == 2


@LAW
@given(SEEDS, st.integers(1, 12), st.floats(0, 90))
def test_vehicles_that_are_never_busy_are_mclp(
    seed: int, p: int, radius: float
) -> None:
    """Two textbook models, one number."""
    instance = town(seed)
    plain = solve(MCLP(instance, p=p, radius=radius)).objective
    assert answer(instance, p=p, radius=radius, busy=0) == plain


@LAW
@given(SEEDS, st.integers(1, 11), st.floats(0, 60), BUSY)
def test_more_vehicles_and_more_radius_never_cover_less(
    seed: int, p: int, radius: float, busy: float
) -> None:
    """Nor do vehicles that are less busy."""
    instance = town(seed)
    here = answer(instance, p=p, radius=radius, busy=busy)
    assert answer(instance, p=p + 1, radius=radius, busy=busy) >= here - 1e-9
    assert answer(instance, p=p, radius=radius + 20, busy=busy) >= here - 1e-9
    assert answer(instance, p=p, radius=radius, busy=busy / 2) >= here - 1e-9


@LAW
@given(SEEDS, BUSY)
def test_the_value_is_that_of_lotteries(seed: int, busy: float) -> None:
    """1 - busy^c of the people with c vehicles in reach, whoever is asked first."""
    instance = town(seed)
    found = solve(MEXCLP(instance, p=4, radius=40, busy=busy))
    covers = (instance.travel()[:, found.design] <= 40).sum(axis=1)
    expected = instance.demand @ (1 - busy**covers)
    assert found.objective == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_calls_go_to_the_nearest_first() -> None:
    """Each client names its sites in the order in which they are called."""
    found = solve(MEXCLP(row(1, 1, 1), p=3, radius=1, busy=0.5))
    assert [x for x in found.assignment if x[0] == "1"] == [
        ("1", "1", 1.0, "call 1"),
        ("1", "2", 1.0, "call 2"),
    ]


def test_the_checker_sees_calls_out_of_order_and_too_far() -> None:
    """A second call without a first, one beyond the radius, one site called twice."""
    problem = MEXCLP(row(5, 1, 1), p=2, radius=1, busy=0.5, required=["1", "3"])
    result = solve(problem).to_dict(assignment=True)
    assert faults_of_result(result, problem) == []
    for extra, fault in (
        (("1", "3", 1.0, "call 2"), "client '1' is 2 from site '3', beyond the radius"),
        (("1", "1", 1.0, "call 2"), "client '1' is covered twice by one site"),
        (("1", "3", 1.0, "call 1"), "client '1' is covered by 2 sites, but not as"),
    ):
        wrong = {**result, "assignment": [*result["assignment"], extra]}
        assert any(x.startswith(fault) for x in faults_of_result(wrong, problem))


@pytest.mark.parametrize("radius", [-1, float("nan"), float("inf"), True])
def test_senseless_radius_is_refused(radius: float) -> None:
    """The radius is a finite number in the unit of cost."""
    kilometres = replace(row(1, 1), cost_unit="km")
    assert said(lambda: MEXCLP(kilometres, p=1, radius=radius, busy=0)) == (
        f"ProblemError: radius is {radius!r}; expected a number >= 0, in km."
    )


@pytest.mark.parametrize("busy", [-0.1, 30, float("nan"), "often"])
def test_senseless_busy_share_is_refused(busy: float) -> None:
    """Thirty per cent is 0.3."""
    assert said(lambda: MEXCLP(row(1, 1), p=1, radius=1, busy=busy)) == (
        f"ProblemError: busy is {busy!r}; expected a number from 0 to 1."
    )


def test_vehicles_that_are_always_busy_are_refused() -> None:
    """All plans would be worth nothing."""
    assert said(lambda: MEXCLP(row(1, 1), p=1, radius=1, busy=1)) == (
        "ProblemError: busy is 1, so that no vehicle is ever free; expected a share of "
        "the time below 1."
    )


def test_a_radius_of_the_wrong_unit_is_noted_and_the_unit_is_people() -> None:
    """Everybody from one site is an answer worth a second look."""
    instance = replace(row(1, 1), demand_unit="people")
    found = solve(MEXCLP(instance, p=1, radius=70, busy=0.5))
    assert any(x.startswith("radius warning: radius is 70") for x in found.notes)
    assert found.problem.unit == "people"


def test_the_number_of_vehicles_is_needed() -> None:
    """Without it, all would be open."""
    assert said(lambda: MEXCLP(row(1, 1), radius=1, busy=0.5)).startswith(
        "ProblemError: mexclp needs the number of sites to open"
    )
