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
from siting.models.bclp import BCLP
from siting.models.lscp_backup import LSCPBackup
from siting.models.mclp import MCLP
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
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


def answer(instance: Instance, **given: Any) -> float:
    """Proved objective."""
    found = solve(BCLP(instance, **given))
    assert found.is_optimal
    return found.objective


def test_weights_turn_from_breadth_to_depth() -> None:
    """Two far towns of 6 and 5: one site each (11 once), or two at the larger."""
    cost = [[0.0, 0.0, 9.0, 9.0], [9.0, 9.0, 0.0, 0.0]]
    instance = Instance.from_matrix(cost, demand=[6, 5], sites=["A", "B", "C", "D"])
    assert answer(instance, p=2, radius=1, backup_weight=0.0) == 11
    assert answer(instance, p=2, radius=1, backup_weight=1.0) == 6
    broad = solve(BCLP(instance, p=2, radius=1, backup_weight=0.4))
    deep = solve(BCLP(instance, p=2, radius=1, backup_weight=0.5))
    assert broad.objective == pytest.approx(0.6 * 11)
    assert deep.objective == pytest.approx(0.5 * 6 + 0.5 * 6)
    assert deep.open == ("A", "B")
    assert "6 of 11 demand within the radius of an open site, 6 of two" in deep.notes
    both = BCLP(instance, p=2, radius=1, backup_weight=1.0, cover_all=True)
    assert solve(both).objective == 0


def test_half_a_backup_is_none() -> None:
    """With one site a half covered and half backed up village would seem worth more."""
    assert answer(row(8), p=1, radius=1, backup_weight=0.9) == pytest.approx(0.8)


def test_a_client_with_fewer_than_two_sites_in_reach_is_not_backed_up() -> None:
    """Known wrong answer elsewhere: the lonely village counted as covered twice."""
    cost = [[0.0, 1.0, 99.0], [1.0, 0.0, 99.0], [99.0, 99.0, 0.0]]
    instance = Instance.from_matrix(cost, demand=[2, 2, 6], sites=["A", "B", "C"])
    found = solve(BCLP(instance, p=3, radius=1, backup_weight=1))
    assert found.objective == 4
    backups = [entry for entry in found.assignment if entry[3] == "backup"]
    assert backups == [("1", "B", 1.0, "backup"), ("2", "A", 1.0, "backup")]


def test_exactly_at_the_radius_counts() -> None:
    """For the first and for the second site."""
    beyond = np.nextafter(8.0, 9.0)
    near = Instance.from_matrix([[8.0, 8.0]], demand=[3])
    far = Instance.from_matrix([[8.0, beyond]], demand=[3])
    assert answer(near, p=2, radius=8, backup_weight=1) == 3
    assert answer(far, p=2, radius=8, backup_weight=1) == 0


@LAW
@given(SEEDS, st.integers(1, 12), st.floats(0, 90))
def test_without_weight_on_backup_it_is_mclp(seed: int, p: int, radius: float) -> None:
    """Two textbook models, one number."""
    instance = town(seed)
    plain = solve(MCLP(instance, p=p, radius=radius)).objective
    assert answer(instance, p=p, radius=radius, backup_weight=0) == plain


@LAW
@given(SEEDS, st.floats(20, 90))
def test_at_the_fewest_sites_it_is_lscp_with_backup(seed: int, radius: float) -> None:
    """BACOP1 at the least p covers as much demand twice."""
    instance = replace(town(seed), demand=np.arange(1.0, 13.0))
    covering = solve(LSCPBackup(instance, radius=radius))
    p = len(covering.open)
    share = 1 - 2 * (covering.objective - p)
    twice = answer(instance, p=p, radius=radius, backup_weight=1, cover_all=True)
    assert twice == pytest.approx(share * instance.demand.sum(), abs=1e-6)


@LAW
@given(SEEDS, st.integers(1, 11), st.floats(0, 60), st.floats(0, 1))
def test_more_sites_and_more_radius_never_cover_less(
    seed: int, p: int, radius: float, weight: float
) -> None:
    """Whoever was covered, or backed up, still is."""
    instance = town(seed)
    here = answer(instance, p=p, radius=radius, backup_weight=weight)
    more = answer(instance, p=p + 1, radius=radius, backup_weight=weight)
    wider = answer(instance, p=p, radius=radius + 20, backup_weight=weight)
    assert more >= here - 1e-9
    assert wider >= here - 1e-9


def test_cover_all_that_is_too_much_is_explained() -> None:
    """Three villages far apart and two sites; or a radius that reaches not all."""
    apart = replace(row(1, 1, 1), cost=row(1, 1, 1).travel() * 10)
    found = solve(BCLP(apart, p=2, radius=1, cover_all=True))
    assert found.solution is Found.INFEASIBLE
    assert "2 open sites cannot do it" in found.reason
    cost = Instance.from_matrix([[1.0, 9.0], [5.0, 4.0]])
    narrow = solve(BCLP(cost, p=2, radius=3, cover_all=True))
    assert narrow.reason.endswith("the smallest radius that would do is 4.0.")
    assert solve(BCLP(cost, p=2, radius=3)).objective == 0.5


def test_a_reply_leaves_nobody_out_where_all_must_be_covered() -> None:
    """Without cover_all the reply covers whom it can."""
    instance, first = row(1, 1, 1), np.array([True, False, False])
    partly = BCLP(instance, p=1, radius=1).reply(first)
    assert partly is not None
    assert partly.client.tolist() == [0, 1]
    assert BCLP(instance, p=1, radius=1, cover_all=True).reply(first) is None


def test_the_checker_sees_wrong_covers() -> None:
    """A site beyond the radius, and one that is counted twice."""
    problem = BCLP(row(5, 1, 1), p=2, radius=1, required=["1", "3"])
    result = solve(problem).to_dict(assignment=True)
    assert faults_of_result(result, problem) == []
    twice = [*result["assignment"], ("1", "1", 1.0, "backup")]
    found = faults_of_result({**result, "assignment": twice}, problem)
    assert found[0] == "client '1' is covered twice by one site"
    far = [*result["assignment"], ("1", "3", 1.0, "backup")]
    found = faults_of_result({**result, "assignment": far}, problem)
    assert found[0] == "client '1' is 2 from site '3', beyond the radius 1"


def test_the_checker_knows_who_must_be_covered() -> None:
    """With cover_all a client of weight 0 is missed too."""
    problem = BCLP(row(5, 1, 0), p=1, radius=1, cover_all=True)
    result = solve(problem).to_dict(assignment=True)
    result["assignment"] = [x for x in result["assignment"] if x[0] != "3"]
    assert faults_of_result(result, problem) == ["client '3' is covered by no site"]


@pytest.mark.parametrize("radius", [-1, float("nan"), float("inf"), True])
def test_senseless_radius_is_refused(radius: float) -> None:
    """The radius is a finite number in the unit of cost."""
    kilometres = replace(row(1, 1), cost_unit="km")
    assert said(lambda: BCLP(kilometres, p=1, radius=radius)) == (
        f"ProblemError: radius is {radius!r}; expected a number >= 0, in km."
    )


@pytest.mark.parametrize("weight", [-0.1, 1.5, float("nan"), "half"])
def test_senseless_weight_is_refused(weight: float) -> None:
    """A part of 1."""
    assert said(lambda: BCLP(row(1, 1), p=1, radius=1, backup_weight=weight)) == (
        f"ProblemError: backup_weight is {weight!r}; expected a number from 0 to 1."
    )


def test_the_number_of_sites_is_needed() -> None:
    """Without it, all would be open."""
    assert said(lambda: BCLP(row(1, 1), radius=1)).startswith(
        "ProblemError: bclp needs the number of sites to open"
    )


def test_a_radius_of_the_wrong_unit_is_noted_and_the_unit_is_people() -> None:
    """Everybody from one site is an answer worth a second look."""
    found = solve(BCLP(replace(row(1, 1), demand_unit="people"), p=1, radius=70))
    assert any(x.startswith("radius warning: radius is 70") for x in found.notes)
    assert found.problem.unit == "people"
