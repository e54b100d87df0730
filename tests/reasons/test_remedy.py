"""What would do, where a question has no answer; and who is in the way."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.sparse import csr_array

from siting import Instance, explain, solve
from siting.cost import PointCost
from siting.models import (
    CFLP,
    LSCP,
    MCLP,
    Hierarchical,
    LeastGini,
    ModularCFLP,
    Phased,
    PMedian,
    ReliablePMedian,
)
from siting.problem import Problem
from siting.reasons.remedy import remedies
from siting.solution import Found, Proof

WAY = np.inf


def islands() -> Instance:
    """Three islands with a site each, and a client that all three reach."""
    cost = [[1, WAY, WAY], [WAY, 1, WAY], [WAY, WAY, 2], [5, 5, 5]]
    plain = Instance.from_matrix(cost, clients=list("abcd"), sites=list("ABC"))
    return replace(plain, opening=[5, 6, 7])


CANNOT = "no allowed choice of sites answers "


def reason(problem: Problem, **options: Any) -> str:
    """Why a question has no answer; it must have none."""
    found = solve(problem, **options)
    assert found.solution is Found.INFEASIBLE
    return found.reason


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"p": 2},
            "2 open sites cannot do it, and the smallest number that would do is 3.",
        ),
        ({"budget": 12}, "the smallest budget that would do is 18."),
        (
            {"p": 3, "quotas": ["at most 1 of A, B"]},
            "3 open sites cannot do it, nor can any other number; without the quotas "
            "there would be an answer.",
        ),
    ],
)
def test_what_would_do_is_found_by_solving(given: dict[str, Any], said: str) -> None:
    """Each island needs its site: three sites, 18 of money, no conflict."""
    found = reason(PMedian(islands(), **given))
    assert found.startswith(f"{CANNOT}p-median: ")
    assert found.endswith(said)
    lonely = "at best 1 of 4 clients is left out: client '"
    assert (lonely in found) == ("quotas" not in given)


def test_too_many_sites_are_too_many() -> None:
    """A quota of two at most, and three asked for."""
    town = Instance.from_matrix(np.ones((2, 3)), sites=["A", "B", "C"])
    assert reason(PMedian(town, p=3, quotas=["at most 2 of A, B, C"])) == (
        f"{CANNOT}p-median: 3 open sites cannot do it, and the largest number that "
        "would do is 2; without the quotas there would be an answer."
    )


def test_numbers_on_both_sides_are_named() -> None:
    """B alone does, for who tries one site; for two each, two sites are too few."""
    row = Instance.from_matrix([[1, 2, WAY], [WAY, 1, 2]], sites=["A", "B", "C"])
    assert solve(ReliablePMedian(row, p=1, failure=0.1)).open == ("B",)
    assert solve(ReliablePMedian(row, p=3, failure=0.1)).solution is Found.FEASIBLE
    assert (
        "2 open sites cannot do it, and the nearest numbers that would do are 1 and 3;"
    ) in reason(ReliablePMedian(row, p=2, failure=0.1))


def test_a_covering_question_can_fail_by_money() -> None:
    """Nobody must be covered, but one site must be paid."""
    found = reason(MCLP(islands(), budget=3, radius=2))
    assert found == f"{CANNOT}mclp: the smallest budget that would do is 5."


def test_no_site_at_all_is_no_number_that_would_do() -> None:
    """Even the cheaper one of rents 10 and 20 is too dear for 5."""
    town = replace(Instance.from_matrix([[1, 2], [2, 1]]), opening=[10, 20])
    assert reason(MCLP(town, p=1, radius=9, budget=5)) == (
        f"{CANNOT}mclp: 1 open site cannot do it, nor can any other number; the "
        "smallest budget that would do is 10."
    )


def test_a_budget_is_named_to_the_last_digit() -> None:
    """Rounded to 3.23456e+06 it would not do."""
    town = replace(Instance.from_matrix([[1, 2], [2, 1]]), opening=[3234564.9, 9e6])
    problem = MCLP(town, p=1, radius=9, budget=5)
    assert reason(problem).endswith("the smallest budget that would do is 3234564.9.")
    assert solve(replace(problem, budget=3234564.9)).solution is Found.FEASIBLE


def test_more_sites_may_have_to_do_more() -> None:
    """Two islands: with one site a client tries one, with two sites both of them."""
    isles = Instance.from_matrix([[1, WAY], [WAY, 1]], sites=["A", "B"])
    said = "1 open site cannot do it, nor can any other number."
    assert reason(ReliablePMedian(isles, p=1, failure=0.1)).endswith(said)


def test_a_limit_is_sought_beyond_what_reaches_everybody() -> None:
    """At 3 everybody has a site, but not everybody the same; at 50 they do."""
    cost = [[3, 50, 50], [50, 3, 50], [50, 50, 3]]
    town = Instance.from_matrix(cost, sites=["A", "B", "C"])
    early = reason(PMedian(town, p=1, max_travel=2))
    assert early.startswith("3 of 3 clients cannot be served: client '1' is 3 from its")
    assert early.endswith("; the smallest max_travel that would do is 50.0.")
    late = reason(PMedian(town, p=1, max_travel=3))
    assert "at best 2 of 3 clients are left out: client" in late
    assert "is 50 from its nearest open site, 47 beyond what it may travel" in late
    assert late.endswith("the smallest max_travel that would do is 50.0.")


def test_a_limit_that_alone_does_not_do_is_no_remedy() -> None:
    """Everybody has a site at 3, but no money buys three of them."""
    cost = [[3, WAY, WAY], [WAY, 3, WAY], [WAY, WAY, 3]]
    town = replace(Instance.from_matrix(cost), opening=[1, 1, 1])
    assert reason(LSCP(town, radius=2, budget=1)).endswith(
        "with a radius of 3.0 all of them could be, but that alone gives no answer."
    )


def test_who_is_beyond_reach_is_named_with_the_distance() -> None:
    """Sites reach 1: c is 2 from its own, d is 5 from all."""
    near = replace(islands(), reach=[1, 1, 1])
    assert reason(PMedian(near, p=3)) == (
        "2 of 4 clients cannot be served: client 'd' is 5 from site 'A', 4 beyond its "
        "reach of 1; client 'c' is 2 from site 'C', 1 beyond its reach of 1; sites "
        "that all reach at least 5.0 would do."
    )


def test_the_site_that_lacks_least_is_named() -> None:
    """Not the nearest one: B lacks 0.5 of its reach, and A 4."""
    town = Instance.from_matrix([[1, 9], [5, 6]], clients=list("ab"), sites=list("AB"))
    assert "client 'b' is 6 from site 'B', 0.5 beyond its reach of 5.5; sites" in (
        reason(PMedian(replace(town, reach=[1, 5.5]), p=2))
    )
    town = Instance.from_matrix([[59, 64]], clients=["a"], sites=["A", "B"])
    assert reason(LSCP(replace(town, reach=[26, 100]), radius=60)) == (
        "1 of 1 clients cannot be served: client 'a' is 64 from site 'B', 4 beyond "
        "what it may travel; the smallest radius that would do is 64.0; sites that all "
        "reach at least 59.0 would do."
    )


@pytest.mark.parametrize(
    ("capacity", "said"),
    [
        ([0.05, 0.05], "capacities 100.00 times as large would do, to 0.01 of a time"),
        ([0, 0], "capacities of at least 5 at every site would do, to 3 digits"),
    ],
)
def test_capacity_may_be_far_too_small(capacity: list[float], said: str) -> None:
    """A hundredth of the demand, or nothing at all."""
    town = Instance.from_matrix([[1, 2], [2, 1]], demand=[5, 5])
    found = reason(CFLP(replace(town, capacity=capacity)))
    assert found.endswith(f"; {said}.")
    assert (
        "the demand is 10, but the 2 largest sites that may be open can take" in found
    )


def test_too_little_room_is_seen_before_anything_is_solved() -> None:
    """Sites for 4, 3 and 2 of 9 people: all three are needed, and that is certain."""
    town = Instance.from_matrix(np.ones((3, 3)), demand=[3, 3, 3])
    found = solve(CFLP(replace(town, capacity=[4, 2, 3]), p=2))
    assert found.proof is Proof.CERTIFIED
    assert (
        "the demand is 9, but the 2 largest sites that may be open can take 7 (at "
        "least 3 are needed);"
    ) in found.reason
    assert "the smallest number that would do is 3" in found.reason


def test_closest_assignment_is_named() -> None:
    """All three go to A, which takes two."""
    cost = [[1, 2], [1, 2], [1, 2]]
    town = Instance.from_matrix(cost, demand=[5, 5, 5], sites=["A", "B"])
    found = reason(CFLP(replace(town, capacity=[8, 8]), p=2, closest=True))
    assert "finds no room for" in found
    assert "without closest assignment there would be an answer" in found


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            lambda town: CFLP(town, min_load=11),
            "the largest min_load that would do is 10, to 3 digits",
        ),
        (
            lambda town: ModularCFLP(town, sizes=["2:1", "3:1"]),
            "sizes 1.67 times as large would do, to 0.01 of a time",
        ),
        (
            lambda town: ModularCFLP(replace(town, capacity=[3, 1]), sizes=["8:1"]),
            "capacities 8.00 times as large would do, to 0.01 of a time",
        ),
        (
            lambda town: LeastGini(
                replace(town, capacity=[2, 3]), p=2, beds=9, catchment=5, whole=True
            ),
            "the largest number of beds that would do is 5",
        ),
    ],
)
def test_numbers_of_the_model_may_be_in_the_way(
    problem: Callable[[Instance], Problem], said: str
) -> None:
    """A load that 10 people cannot make, sizes for 6 of them, beds for 5 places."""
    town = Instance.from_matrix([[1, 2], [2, 1]], demand=[5, 5])
    assert f"; {said}" in reason(problem(town)).replace(": ", "; ")


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (
            lambda town: Hierarchical(town, p=3, hospitals=1, referral=0.5),
            "the smallest number of hospitals that would do is 3",
        ),
        (
            lambda town: ReliablePMedian(town, p=3, failure=0.1),
            "the largest number of levels that would do is 1",
        ),
        (
            lambda town: Phased(town, schedule=[1, 3]),
            "the smallest first number of the schedule that would do is 3",
        ),
    ],
)
def test_levels_and_periods_may_be_in_the_way(
    problem: Callable[[Instance], Problem], said: str
) -> None:
    """On three islands everybody needs a hospital, and nobody has a backup."""
    cost = [[1, WAY, WAY], [WAY, 1, WAY], [WAY, WAY, 1]]
    found = reason(problem(Instance.from_matrix(cost, sites=["A", "B", "C"])))
    assert re.search(r"of 3 clients are left out: client '\d' has no site for '", found)
    assert found.endswith(f"; {said}.")


def test_what_is_not_found_in_the_time_is_said() -> None:
    """Nothing is left out without a word."""
    problem = PMedian(islands(), p=2, budget=9, max_travel=6)
    assert list(remedies(problem, until=0.0)) == [
        "the number of sites, the budget, max_travel: what would do was not found in "
        "the time"
    ]
    said = explain.unanswerable(problem, time_limit=0.0)
    assert "who is left out at best was not found in the time" in said


@pytest.mark.parametrize("kind", ["table", "sparse", "points"])
def test_limits_are_found_in_travel_of_any_kind(kind: str) -> None:
    """From 300 clients to 20 sites: the true least, without a table of points."""
    rng = np.random.default_rng(4)
    here, there = rng.random((300, 2)), rng.random((20, 2))
    points = PointCost(here, there, "euclid")
    table = points.stored()
    costs = {"table": table, "sparse": csr_array(table), "points": points}
    town = replace(Instance.from_matrix(table), cost=costs[kind])
    problem = LSCP(town, radius=0.01, quotas=[f"at most 2 of {', '.join(town.sites)}"])
    found = reason(problem)
    value = float(found.split("radius that would do is ")[1].rstrip("."))
    pairs = itertools.combinations(range(20), 2)
    assert value == min(table[:, pair].min(axis=1).max() for pair in map(list, pairs))
