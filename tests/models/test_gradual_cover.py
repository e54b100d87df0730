from __future__ import annotations

import math
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
from siting.models.gradual_cover import GradualCover
from siting.models.mclp import MCLP

SEEDS = st.integers(0, 10**6)
DECAYS = st.sampled_from(["step", "linear", "gaussian"])
LAW = settings(max_examples=25, deadline=None)


def town(seed: int, *, n: int = 12) -> Instance:
    """Random villages, sites in the villages."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


def one(cost: float) -> Instance:
    """A town of 100 at some travel from its only site."""
    return Instance.from_matrix([[cost]], demand=[100])


def answer(instance: Instance, p: int, full: float, zero: float, **more: Any) -> float:
    """Proved objective."""
    problem = GradualCover(instance, p=p, full_radius=full, zero_radius=zero, **more)
    found = solve(problem)
    assert found.is_optimal
    return found.objective


HALF_WAY = 100 * (math.exp(-1 / 8) - math.exp(-1 / 2)) / (1 - math.exp(-1 / 2))
BEYOND = float(np.nextafter(30.0, 31.0))


@pytest.mark.parametrize(
    ("decay", "cost", "expected"),
    [
        ("step", 10, 100), ("step", 10.5, 25), ("step", 30, 25), ("step", BEYOND, 0),
        ("linear", 10, 100), ("linear", 15, 75), ("linear", 30, 0), ("linear", 31, 0),
        ("gaussian", 10, 100), ("gaussian", 20, HALF_WAY), ("gaussian", 30, 0),
        ("gaussian", 31, 0),
    ],
)  # fmt: skip
def test_credit_of_a_town_of_100(decay: str, cost: float, expected: float) -> None:
    """In full up to 10, nothing beyond 30; both radii are inclusive."""
    given: dict[str, Any] = {"decay": decay, "between": 0.25}
    assert answer(one(cost), 1, 10, 30, **given) == pytest.approx(expected, abs=1e-12)


def test_gaussian_half_way_is_as_computed_by_hand() -> None:
    """exp(-1/8) = 0.8824969, exp(-1/2) = 0.6065307: 0.2759662 of 0.3934693."""
    assert pytest.approx(70.1365, abs=1e-3) == HALF_WAY


def test_each_client_is_credited_by_its_best_site_only() -> None:
    """Two sites at three quarters are not one and a half."""
    cost = [[4.0, 4.0]]
    assert answer(Instance.from_matrix(cost, demand=[8]), 2, 2, 10) == 6


@LAW
@given(SEEDS, st.integers(1, 12), st.floats(0, 90), DECAYS)
def test_with_equal_radii_it_is_mclp(
    seed: int, p: int, radius: float, decay: str
) -> None:
    """Two textbook models, one number, whatever the decay."""
    instance = town(seed)
    plain = solve(MCLP(instance, p=p, radius=radius)).objective
    assert answer(instance, p, radius, radius, decay=decay) == plain


@LAW
@given(SEEDS, st.integers(1, 11), st.floats(0, 40), st.floats(0, 40), DECAYS)
def test_more_sites_and_wider_radii_never_credit_less(
    seed: int, p: int, full: float, more: float, decay: str
) -> None:
    """And the whole is between the MCLPs of the two radii."""
    instance, zero = town(seed), full + more
    here = answer(instance, p, full, zero, decay=decay)
    assert answer(instance, p + 1, full, zero, decay=decay) >= here - 1e-9
    assert answer(instance, p, full, zero + 10, decay=decay) >= here - 1e-9
    low, high = (solve(MCLP(instance, p=p, radius=r)).objective for r in (full, zero))
    assert low - 1e-9 <= here <= high + 1e-9


def test_a_step_of_1_or_0_is_mclp() -> None:
    """At 1 the zero radius counts alone, at 0 the full one."""
    instance = town(3)
    for between, radius in ((1, 30), (0, 12)):
        plain = solve(MCLP(instance, p=3, radius=radius)).objective
        assert answer(instance, 3, 12, 30, decay="step", between=between) == plain


def test_the_checker_sees_wrong_credit() -> None:
    """A farther site, one beyond the zero radius, and one village counted twice."""
    cost = [[1.0, 5.0, 99.0]]
    instance = Instance.from_matrix(cost, demand=[8], sites=["A", "B", "C"])
    problem = GradualCover(instance, p=3, full_radius=2, zero_radius=8)
    result = solve(problem).to_dict(assignment=True)
    assert faults_of_result(result, problem) == []
    for listed, fault in (
        ({"1": "B"}, "the objective is given as 8.0, but is 4.0"),
        ({"1": "C"}, "client '1' is 99 from site 'C', beyond the radius 8"),
        ([["1", "A", 1.0], ["1", "B", 1.0]], "client '1' is counted twice"),
    ):
        found = faults_of_result({**result, "assignment": listed}, problem)
        assert fault in found


@pytest.mark.parametrize("key", ["full_radius", "zero_radius"])
@pytest.mark.parametrize("radius", [-1, float("nan"), float("inf"), True])
def test_senseless_radii_are_refused(key: str, radius: float) -> None:
    """Both are finite numbers in the unit of cost."""
    given: dict[str, Any] = {"full_radius": 1, "zero_radius": 2, key: radius}
    kilometres = replace(one(1), cost_unit="km")
    assert said(lambda: GradualCover(kilometres, p=1, **given)) == (
        f"ProblemError: {key} is {radius!r}; expected a number >= 0, in km."
    )


def test_radii_in_the_wrong_order_are_refused() -> None:
    """What is beyond the zero radius cannot count in full."""
    assert said(lambda: GradualCover(one(1), p=1, full_radius=3, zero_radius=2)) == (
        "ProblemError: zero_radius is 2, but clients count in full up to full_radius = "
        "3; give a zero_radius of at least that."
    )


def test_an_unknown_decay_is_refused() -> None:
    """There are three."""
    given: dict[str, Any] = {"full_radius": 1, "zero_radius": 2, "decay": "cubic"}
    assert said(lambda: GradualCover(one(1), p=1, **given)) == (
        "ProblemError: decay is 'cubic'; expected one of step, linear, gaussian."
    )


@pytest.mark.parametrize("between", [-0.1, 1.5, float("nan")])
def test_a_senseless_step_is_refused(between: float) -> None:
    """A part of 1."""
    given: dict[str, Any] = {"full_radius": 1, "zero_radius": 2, "between": between}
    assert said(lambda: GradualCover(one(1), p=1, **given)) == (
        f"ProblemError: between is {between!r}; expected a number from 0 to 1."
    )


def test_radii_of_the_wrong_unit_are_noted_and_the_unit_is_people() -> None:
    """Nobody near enough to count, or everybody in full from one site."""
    instance = replace(town(1), demand_unit="people")
    apart = replace(instance, cost=instance.travel() + 1)

    def cautions(full: float, zero: float) -> tuple[str, ...]:
        return GradualCover(apart, p=1, full_radius=full, zero_radius=zero).cautions

    assert cautions(0, 0.5)[0].startswith("radius warning: zero_radius is 0.5, which")
    assert cautions(900, 999)[0].startswith("radius warning: full_radius is 900, which")
    assert cautions(0, 999) == cautions(10, 30) == ()
    problem = GradualCover(apart, p=1, full_radius=0, zero_radius=0.5)
    assert solve(problem).notes[-1].startswith("radius warning")
    assert problem.unit == "people"
    assert solve(problem).objective == 0
