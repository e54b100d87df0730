from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.check import faults, faults_of_result
from siting.claim import Service
from siting.errors import ProblemError
from siting.instance import Instance
from siting.models.max_min_access import MaxMinAccess
from siting.solution import Found, Solution

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=10, deadline=None)


def valley(**fields: Any) -> Instance:
    """Villages of 10, 20 and 30; A serves the first two within 5, B the last two."""
    town = Instance.from_matrix(
        [[1.0, 9.0], [1.0, 1.0], [9.0, 1.0]], demand=[10, 20, 30], sites=["A", "B"],
        cost_unit="km", demand_unit="people",
    )  # fmt: skip
    return replace(town, **fields)


def question(**fields: Any) -> MaxMinAccess:
    """16 beds at both sites of the valley, within 5 km alike."""
    given: dict[str, Any] = {"p": 2, "beds": 16, "catchment": 5, "decay": "step"}
    town = fields.pop("town", valley())
    return MaxMinAccess(town, **given | fields)


def town(seed: int, *, n: int = 8) -> Instance:
    """Random villages with sites in them."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


def least(problem: MaxMinAccess) -> Solution:
    """The proved answer, which the checker accepts."""
    found = solve(problem)
    assert found.is_optimal
    assert faults(found) == []
    return found


def access(instance: Instance, **fields: Any) -> float:
    """Proved largest least access of beds at 3 of the sites."""
    given: dict[str, Any] = {"p": 3, "beds": 20, "catchment": 60}
    return least(MaxMinAccess(instance, **given | fields)).objective


def test_both_ends_of_the_valley_are_served_alike() -> None:
    """x / 30 at A is (16 - x) / 50 at B for x = 6: 0.2 a head."""
    found = least(question())
    assert found.amounts == pytest.approx({"A": 6, "B": 10})
    assert found.objective == pytest.approx(0.2)
    assert found.problem.unit == "beds per people"
    assert found.assignment == {}


def test_with_one_site_somebody_has_nothing() -> None:
    """Everybody has a site within 5 km, but not the one that is open."""
    assert least(question(p=1)).objective == 0


def test_a_capacity_leaves_the_rest_to_the_other_site() -> None:
    """B takes 8 of 16: 8 / 50 for the third village, and A the other 8."""
    found = least(question(town=valley(capacity=[np.inf, 8])))
    assert found.amounts == pytest.approx({"A": 8, "B": 8})
    assert found.objective == pytest.approx(0.16)


def test_fewest_beds_of_a_site_are_kept() -> None:
    """With at least 8 at A, B has 8 as well."""
    found = least(question(min_beds=8))
    assert found.amounts == pytest.approx({"A": 8, "B": 8})


def test_whole_beds_are_whole() -> None:
    """Of 17, A takes 6 and B 11: 6/30 < 11/50. With 7 and 10 it were 10/50, as good."""
    found = least(question(beds=17, whole=True))
    assert found.objective == pytest.approx(0.2)
    assert all(beds == int(beds) for beds in found.amounts.values())
    assert sum(found.amounts.values()) == 17
    assert least(question(beds=17)).objective == pytest.approx(17 / 80)


def test_who_no_site_can_serve_is_not_counted_but_named() -> None:
    """A farm 50 km off does not make every plan worth 0."""
    cost = np.vstack([valley().travel(), [50, 50]])
    away = Instance.from_matrix(cost, demand=[10, 20, 30, 5], sites=["A", "B"])
    found = least(question(town=away))
    assert found.objective == pytest.approx(0.2)
    assert (
        "catchment warning: 1 of 4 clients have no access whatever is opened: '4'; "
        "they are not counted in the least access"
    ) in found.notes


def test_who_only_a_forbidden_site_could_serve_is_not_counted() -> None:
    """Without A the first village is left out: 16 / 50 for the others."""
    found = least(question(p=1, forbidden=["A"]))
    assert found.objective == pytest.approx(16 / 50)


def test_a_village_of_nobody_is_not_counted() -> None:
    """It needs no beds and shares none: 16 / 50 at B for all who are there."""
    empty = valley(demand=[0, 20, 30])
    found = least(question(town=empty))
    assert found.objective == pytest.approx(16 / 50)
    assert not any("no access" in note for note in found.notes)


def test_a_reach_ends_a_catchment() -> None:
    """B serves up to half a kilometre: nobody, and it gets no bed."""
    found = least(question(town=valley(reach=[np.inf, 0.5])))
    assert found.amounts == pytest.approx({"A": 16, "B": 0})
    assert found.objective == pytest.approx(16 / 30)


def test_beds_beyond_all_room_are_no_answer_with_what_would_do() -> None:
    """7 beds fit into any one site, and 16 into none; both together take them."""
    found = solve(question(p=1, town=valley(capacity=[9, 9])))
    assert found.solution is Found.INFEASIBLE
    assert found.reason == (
        "no allowed choice of sites answers max-min-access: the beds are 16, but the "
        "largest site that may be open can take 9 (at least 2 are needed); 1 open site "
        "cannot do it, and the smallest number that would do is 2; capacities 1.78 "
        "times as large would do, to 0.01 of a time; the largest number of beds that "
        "would do is 9, to 3 digits."
    )


@LAW
@given(SEEDS, st.sampled_from([0.5, 3.0, 1e4]))
def test_access_scales_with_beds_and_against_people(seed: int, factor: float) -> None:
    """Twice the beds is twice the least access; twice the people is half of it."""
    instance = town(seed)
    if not instance.demand.any():
        return
    value = access(instance)
    assert access(instance, beds=20 * factor) == pytest.approx(factor * value)
    busier = replace(instance, demand=instance.demand * factor)
    assert access(busier) == pytest.approx(value / factor)


@LAW
@given(SEEDS)
def test_nobody_worst_off_has_more_than_the_mean(seed: int) -> None:
    """The least is at most the mean, beds / people, where everybody counts."""
    instance = town(seed)
    if instance.demand.any():
        most = 20 / instance.demand.sum()
        assert access(instance, catchment=200, decay="step") == pytest.approx(most)
        assert access(instance, catchment=200, decay="linear") <= most * (1 + 1e-9)


@LAW
@given(SEEDS, st.integers(1, 7))
def test_one_more_site_is_never_worse_but_fewest_beds_may_be(seed: int, p: int) -> None:
    """A site may stay without beds; at least so many can only cost access."""
    instance = town(seed)
    if instance.demand.any():
        value = access(instance, p=p)
        assert access(instance, p=p + 1) >= value - 1e-9
        assert access(instance, p=p, min_beds=20 / (p + 1)) <= value + 1e-9
        assert access(instance, p=p, whole=True) <= value + 1e-9


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"beds": 0}, "beds is 0; expected a number > 0."),
        ({"beds": -5}, "beds is -5; expected a number >= 0."),
        (
            {"beds": 2.5, "whole": True},
            "beds is 2.5; expected a whole number > 0.",
        ),
        ({"catchment": -1}, "catchment is -1; expected a number >= 0, in km."),
        (
            {"catchment": 0.5},
            "catchment is 0.5, within which no site that may be open has anybody with "
            "demand; is it in km?",
        ),
        (
            {"min_beds": 9},
            "min_beds is 9, so that 2 open sites take 18 beds, but beds is 16; lower "
            "min_beds or open fewer sites.",
        ),
        ({"min_beds": -1}, "min_beds is -1; expected a number >= 0."),
        (
            {"decay": "flat"},
            "decay is 'flat'; expected step or linear or gaussian or exponential.",
        ),
        (
            {"decay": "exponential"},
            "decay 'exponential' needs beta: it says how fast exponential decay falls, "
            "per unit of cost.",
        ),
        (
            {"closest": True},
            "max-min-access takes no closest: people are not assigned, but use all "
            "sites within the catchment.",
        ),
        (
            {"p": None},
            "max-min-access needs the number of sites to open; give p, or add for new "
            "ones beside the existing, or a budget.",
        ),
    ],
)
def test_senseless_questions_are_refused(fields: dict[str, Any], text: str) -> None:
    """Each with what was given and what to do."""
    with pytest.raises(ProblemError) as caught:
        question(**fields)
    assert str(caught.value) == text


def test_the_checker_counts_the_beds() -> None:
    """All placed, within room, where somebody comes, and whole when that is asked."""
    town = valley(capacity=[np.inf, 12], reach=[0.5, np.inf])
    problem = question(town=town, min_beds=5, beds=21, whole=True, p=None, budget=None,
                       add=2)  # fmt: skip

    def said(a: float, b: float) -> list[str]:
        service = Service(town, (0, 1), [], [], {0: a, 1: b})
        return [text for duty in problem.duties() for text in duty.faults(service)]

    assert said(8, 13) == [
        "site 'A' has 8 beds, but nobody to use them",
        "site 'B' has 13 beds, but room for 12",
    ]
    assert said(0, 12) == [
        "12 beds are placed, not the 21 that there are",
        "site 'A' has 0 beds, but needs 5",
    ]
    assert "site 'B' has 11.5 beds, which is no whole number" in said(9.5, 11.5)


def test_amounts_of_a_result_file_are_checked_as_they_stand() -> None:
    """Beds that are moved from one site to another are seen, without an assignment."""
    found = least(question())
    result = found.to_dict()
    assert result["assignment"] is None
    assert faults_of_result(result, found.problem) == []
    moved = {**result, "amounts": {"A": 7.0, "B": 9.0}}
    assert faults_of_result(moved, found.problem) == [
        "the objective is given as 0.2, but is 0.18"
    ]


def test_it_is_said_when_beds_are_divided() -> None:
    """6 and 10 of 16 are whole; of 17 they are 6.375 and 10.625, unless it is asked."""
    divided = "beds are divided: some sites have a fraction of one; with whole = yes "
    said = [
        any(x.startswith(divided) for x in least(problem).notes)
        for problem in (question(), question(beds=17), question(beds=17, whole=True))
    ]
    assert said == [False, True, False]
