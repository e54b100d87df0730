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
from siting.models.hierarchical import Hierarchical
from siting.models.p_median import PMedian
from siting.parameters import from_text
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
SHARES = st.sampled_from([0.0, 0.05, 0.3, 0.5, 0.9])
LAW = settings(max_examples=6, deadline=None)


def town(seed: int, *, n: int = 8) -> Instance:
    """Random villages, sites in the villages."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


def row(*people: float) -> Instance:
    """Villages in a row, 1 km apart, each with a site called 1, 2, ..."""
    places = np.arange(len(people), dtype=float)
    cost = np.abs(places[:, None] - places[None, :])
    return Instance.from_matrix(cost, demand=people)


def travel(
    instance: Instance, p: int, hospitals: int, referral: float, **more: Any
) -> float:
    """Proved least weighted travel."""
    question = Hierarchical(
        instance, p=p, hospitals=hospitals, referral=referral, **more
    )
    found = solve(question)
    assert found.is_optimal, found.notes
    return found.objective


def median(instance: Instance, p: int) -> float:
    """Proved least weighted travel of the p-median."""
    return solve(PMedian(instance, p=p)).objective


@LAW
@given(SEEDS, st.integers(2, 7))
def test_without_referrals_it_is_the_p_median(seed: int, p: int) -> None:
    """Hospitals that nobody is sent to are clinics, or sites lost for clinics."""
    instance = town(seed)
    assert travel(instance, p, 1, 0.0) == pytest.approx(median(instance, p))
    apart = travel(instance, p, 1, 0.0, nested=False)
    assert apart == pytest.approx(median(instance, p - 1))


@LAW
@given(SEEDS, st.integers(1, 7), SHARES)
def test_where_every_site_is_a_hospital_it_is_the_p_median(
    seed: int, p: int, referral: float
) -> None:
    """Both trips end at the nearest open site."""
    instance = town(seed)
    expected = (1 + referral) * median(instance, p)
    assert travel(instance, p, p, referral) == pytest.approx(expected)


@LAW
@given(SEEDS, st.integers(2, 6), SHARES)
def test_more_sites_hospitals_and_nesting_are_never_worse(
    seed: int, p: int, referral: float
) -> None:
    """And more referrals are never better."""
    instance = town(seed)
    here = travel(instance, p, 1, referral)
    slack = 1e-9 * max(1.0, here)
    assert travel(instance, p + 1, 1, referral) <= here + slack
    assert travel(instance, p, 2, referral) <= here + slack
    assert travel(instance, p, 1, referral + 0.1) >= here - slack
    assert travel(instance, p, 1, referral, nested=False) >= here - slack
    bound = median(instance, p) + referral * median(instance, 1)
    assert here >= bound - slack


@LAW
@given(SEEDS, st.integers(2, 6), SHARES)
def test_without_nesting_clinics_and_hospitals_divide_the_sites(
    seed: int, p: int, referral: float
) -> None:
    """Two medians that share no site: never less than each by itself."""
    instance = town(seed)
    here = travel(instance, p, 1, referral, nested=False)
    bound = median(instance, p - 1) + referral * median(instance, 1)
    assert here >= bound - 1e-9 * max(1.0, bound)


def test_everybody_is_sent_to_the_nearest_of_each_level() -> None:
    """Five villages of 2, 1, 1, 1, 4: sites 1 and 5, and the hospital where most are.

    Clinics: 1 + 2 + 1 = 4. Hospital 5: 2 x 4 + 3 + 2 + 1 = 14; half of it is 7.
    """
    question = Hierarchical(row(2, 1, 1, 1, 4), p=2, hospitals=1, referral=0.5)
    plan = solve(question)
    assert plan.objective == 11.0
    assert plan.amounts == {"1": 1.0, "5": 2.0}
    clinics = {c: s for c, s, _, level in plan.assignment if level == "clinic"}
    assert clinics == {"1": "1", "2": "1", "3": clinics["3"], "4": "5", "5": "5"}
    beyond = {s for _, s, _, level in plan.assignment if level == "hospital"}
    assert beyond == {"5"}


def test_the_referral_moves_the_hospital_and_the_clinic_with_it() -> None:
    """Three villages of 4, 1, 3 and two sites: 1 and 3 serve the visits best.

    They leave 1 x 1; all are referred to 1 at 1 + 3 x 2 = 7: 8 in all. With 2 for a
    hospital, at 4 + 3, clinics at 1 and 2 leave 3: 10.
    """
    plan = solve(Hierarchical(row(4, 1, 3), p=2, hospitals=1, referral=1))
    assert (plan.objective, plan.amounts) == (8.0, {"1": 2.0, "3": 1.0})


def test_a_hospital_that_is_no_clinic_sends_its_village_elsewhere() -> None:
    """Two villages of 3 and 1: clinic at 1 and hospital at 2, at 1 + 0.1 x 3."""
    plan = solve(Hierarchical(row(3, 1), p=2, hospitals=1, referral=0.1, nested=False))
    assert plan.objective == pytest.approx(1.3)
    assert plan.amounts == {"1": 1.0, "2": 2.0}


def test_a_client_without_a_way_to_a_hospital_leaves_no_answer() -> None:
    """Also when nobody lives there, and when nobody is referred."""
    cost = [[0, np.inf], [np.inf, 0]]
    apart = Instance.from_matrix(cost, demand=[1, 0], sites=["A", "B"])
    one = Hierarchical(apart, p=2, hospitals=1, referral=0.0)
    assert solve(one).solution is Found.INFEASIBLE
    both = solve(Hierarchical(apart, p=2, hospitals=2, referral=0.5))
    assert both.objective == 0.0


def test_a_design_too_small_for_its_hospitals_has_no_reply() -> None:
    """Two hospitals need two sites, and a clinic one of its own when not nested."""
    few = np.array([[True, False, False], [True, True, False], [True, True, True]])
    asked: dict[str, Any] = {"budget": 9.0, "hospitals": 2, "referral": 0.5}
    priced = replace(row(1, 1, 1), opening=[1, 1, 1])
    nested = Hierarchical(priced, **asked)
    assert (nested.evaluate(few)[1] > 0).tolist() == [True, False, False]
    apart = Hierarchical(priced, **asked, nested=False)
    assert (apart.evaluate(few)[1] > 0).tolist() == [True, True, False]


def test_the_checker_looks_at_levels() -> None:
    """A hospital too many, an unknown level, a wrong referral and a missing one."""
    problem = Hierarchical(row(3, 1, 2), p=2, hospitals=1, referral=0.5)
    result = solve(problem).to_dict(assignment=True)
    assert result["amounts"] == {"1": 2.0, "3": 1.0}
    assert faults_of_result(result, problem) == []
    found = faults_of_result(result | {"amounts": {"1": 2.0, "3": 2.0}}, problem)
    assert "2 of the open sites are hospitals, not 1" in found
    found = faults_of_result(result | {"amounts": {"1": 3.0, "3": 2.0}}, problem)
    assert "site '1' has the level 3, not 1 or 2" in found
    assert "client '1' is referred to '1', which is no hospital" in found
    found = faults_of_result(result | {"amounts": {"1": 2.0}}, problem)
    assert "site '3' has no level" in found
    fewer = [row for row in result["assignment"] if row[0] != "2"]
    found = faults_of_result(result | {"assignment": fewer}, problem)
    assert "client '2' is served 0 times in 'hospital', not once" in found
    assert "client '2' is served 0 times in 'clinic', not once" in found


def test_the_checker_knows_hospitals_that_are_no_clinics() -> None:
    """A visit to one is a breach, unless they are nested."""
    apart = Hierarchical(row(3, 1), p=2, hospitals=1, referral=0.5, nested=False)
    result = solve(apart).to_dict(assignment=True)
    assert faults_of_result(result, apart) == []
    visits = [
        ["1", "1", 1.0, "clinic"], ["2", "2", 1.0, "clinic"],
        ["1", "2", 1.0, "hospital"], ["2", "2", 1.0, "hospital"],
    ]  # fmt: skip
    wrong = result | {"assignment": visits, "amounts": {"1": 1.0, "2": 2.0}}
    assert "client '2' visits '2', a hospital without a clinic" in (
        faults_of_result(wrong, apart)
    )


def test_the_checker_sees_a_trip_without_a_way() -> None:
    """Nobody gets to a hospital across the water."""
    cost = [[0, 1], [np.inf, 0]]
    island = Instance.from_matrix(cost, demand=[1, 1], sites=["A", "B"])
    problem = Hierarchical(island, p=2, hospitals=1, referral=0.5)
    result = solve(problem).to_dict(assignment=True)
    moved = [
        [who, "A" if level == "hospital" else where, part, level]
        for who, where, part, level in result["assignment"]
    ]
    found = faults_of_result(result | {"assignment": moved}, problem)
    assert "client '2' cannot reach site 'A'" in found


def test_the_command_line_gives_the_same_question() -> None:
    """Numbers and yes or no as texts."""
    texts = {"hospitals": "1", "referral": "0.5", "nested": "no", "p": "2"}
    found = from_text(Hierarchical, texts, what="hierarchical")
    assert found == {"hospitals": 1, "referral": 0.5, "nested": False, "p": 2}
    assert solve(Hierarchical(row(3, 1), **found)).objective == 1 + 0.5 * 3


PLAIN: dict[str, Any] = {"p": 2, "hospitals": 1, "referral": 0.5}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"hospitals": 0}, "hospitals is 0; expected a whole number >= 1."),
    ({"hospitals": 1.5}, "hospitals is 1.5; expected a whole number >= 1."),
    (
        {"hospitals": 3},
        "hospitals is 3, but only 2 may be open; choose hospitals from 1 to 2.",
    ),
    (
        {"hospitals": 2, "nested": False},
        "hospitals is 2, and a clinic beside them (nested is no), but only 2 may "
        "be open; choose hospitals from 1 to 1.",
    ),
    (
        {"p": 1, "nested": False},
        "hospitals is 1, and a clinic beside them (nested is no), but only 1 may "
        "be open; open more sites.",
    ),
    ({"nested": 1}, "nested is 1; expected True or False."),
    ({"referral": 1.01}, "referral is 1.01; expected a number from 0 to 1."),
    ({"referral": -0.1}, "referral is -0.1; expected a number from 0 to 1."),
    (
        {"p": None},
        "hierarchical needs the number of sites to open; give p, or add for new ones "
        "beside the existing, or a budget.",
    ),
]


@pytest.mark.parametrize(("change", "words"), WRONG)
def test_a_wrong_question_is_refused(change: dict[str, Any], words: str) -> None:
    """Every refusal names what was given and what to do."""
    refused = said(lambda: Hierarchical(row(1, 2, 3), **(PLAIN | change)))
    assert refused == f"ProblemError: {words}"
