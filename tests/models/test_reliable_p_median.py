from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from contract.cases import csr
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.check import faults_of_result
from siting.cost import PointCost
from siting.errors import ProblemError
from siting.instance import Instance
from siting.models import PMedian
from siting.models.reliable_p_median import ReliablePMedian
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
CHANCES = st.integers(0, 95).map(lambda x: x / 100)
LAW = settings(max_examples=20, deadline=None)


def town(seed: int, *, n: int = 10) -> Instance:
    """Random villages, sites in the villages, some without people."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


def row() -> Instance:
    """Three villages of 5, 1 and 3 people in a row, 4 and 6 km apart."""
    cost = [[0, 4, 10], [4, 0, 6], [10, 6, 0]]
    return Instance.from_matrix(
        cost, demand=[5, 1, 3], clients=["a", "b", "c"], sites=["A", "B", "C"]
    )


def expected(instance: Instance, **given: Any) -> float:
    """Proved least expected travel."""
    found = solve(ReliablePMedian(instance, **given))
    assert found.is_optimal
    return found.objective


def test_expectation_by_hand() -> None:
    """A and C, q = 0.2, penalty 20: 0.8 x nearest + 0.16 x second + 0.04 x 20.

    a: 0 + 1.6 + 0.8 = 2.4; b: 3.2 + 0.96 + 0.8 = 4.96; c: 0 + 1.6 + 0.8 = 2.4.
    """
    problem = ReliablePMedian(row(), p=2, failure=0.2, penalty=20)
    ac = np.array([[True, False, True]])
    assert problem.evaluate(ac)[0][0, 0] == pytest.approx(8 * 2.4 + 4.96)
    counted = replace(problem, penalty=None)
    days = (8 * 1.6 + 4.16) / 0.96
    assert counted.evaluate(ac)[0][0, 0] == pytest.approx(days)


def test_no_trip_costs_more_than_the_penalty() -> None:
    """With a penalty of 7, nobody goes 10 km: a and c have no backup, b has one."""
    problem = ReliablePMedian(row(), p=2, failure=0.2, penalty=7)
    found = solve(replace(problem, required=["A", "C"]))
    assert found.assignment == [
        ("a", "A", 1.0, "primary"),
        ("b", "A", 1.0, "primary"),
        ("b", "C", 1.0, "backup"),
        ("c", "C", 1.0, "primary"),
    ]
    assert found.objective == pytest.approx(8 * 0.2 * 7 + 3.2 + 0.96 + 0.04 * 7)


def test_a_site_exactly_at_the_penalty_serves() -> None:
    """6 km for 6 is a trip, at the same price; just below, it is the penalty."""
    design = np.array([True, False, True])
    at = ReliablePMedian(row(), p=2, failure=0.2, penalty=6).reply(design)
    below = ReliablePMedian(
        row(), p=2, failure=0.2, penalty=float(np.nextafter(6, 0))
    ).reply(design)
    assert at is not None
    assert below is not None
    assert (len(at.client), len(below.client)) == (4, 3)


@LAW
@given(SEEDS, st.integers(1, 3), st.integers(1, 4))
def test_sites_that_never_fail_are_the_p_median(seed: int, p: int, levels: int) -> None:
    """q = 0, with or without a penalty beyond all trips, whatever the backups."""
    instance = town(seed)
    exact = solve(PMedian(instance, p=p)).objective
    for penalty in (None, 1e3):
        value = expected(instance, p=p, failure=0, levels=levels, penalty=penalty)
        assert value == pytest.approx(exact, rel=1e-9)


@LAW
@given(SEEDS, CHANCES)
def test_one_level_on_working_days_is_the_p_median(seed: int, q: float) -> None:
    """Without backup and penalty, failure says nothing."""
    instance = town(seed)
    value = expected(instance, p=2, failure=q, levels=1)
    assert value == pytest.approx(solve(PMedian(instance, p=2)).objective, rel=1e-9)


@LAW
@given(SEEDS, CHANCES, CHANCES)
def test_failing_more_often_never_costs_less(seed: int, a: float, b: float) -> None:
    """With a penalty, and on the days that are counted without one."""
    instance = town(seed)
    low, high = sorted((a, b))
    for penalty in (None, 60.0):
        values = [
            expected(instance, p=3, failure=q, levels=3, penalty=penalty)
            for q in (low, high)
        ]
        assert values[0] <= values[1] * (1 + 2e-6) + 1e-6


@LAW
@given(SEEDS, CHANCES, st.integers(0, 150), st.integers(0, 150))
def test_a_higher_penalty_never_costs_less(seed: int, q: float, a: int, b: int) -> None:
    """Dearer last resort, dearer plan; and a free one makes all free."""
    instance = town(seed)
    low, high = (expected(instance, p=2, failure=q, penalty=x) for x in sorted((a, b)))
    assert low <= high * (1 + 2e-6) + 1e-6
    assert expected(instance, p=2, failure=q, penalty=0) == 0


@LAW
@given(SEEDS, CHANCES, st.integers(1, 4))
def test_one_more_backup_or_site_never_hurts_under_a_penalty(
    seed: int, q: float, levels: int
) -> None:
    """There is always the penalty instead."""
    instance = town(seed)
    plain, backup, site = (
        expected(instance, p=p, failure=q, levels=r, penalty=80)
        for p, r in ((3, levels), (3, levels + 1), (4, levels))
    )
    assert backup <= plain * (1 + 2e-6) + 1e-6
    assert site <= plain * (1 + 2e-6) + 1e-6


def test_there_are_no_more_levels_than_sites() -> None:
    """Five levels with two sites are two, and their names are those of two."""
    for penalty in (None, 30):
        five, two = (
            ReliablePMedian(row(), p=2, failure=0.3, levels=r, penalty=penalty)
            for r in (5, 2)
        )
        assert solve(five).objective == solve(two).objective
        assert five.layers == two.layers == ("primary", "backup")
    assert ReliablePMedian(row(), p=3, failure=0.3, levels=3).layers == (
        "primary", "backup", "backup 2",
    )  # fmt: skip
    assert ReliablePMedian(row(), p=1, failure=0.3).layers == ("primary",)


def test_whoever_cannot_reach_a_backup_is_no_answer_without_penalty() -> None:
    """c reaches C only; with a penalty it does without a backup."""
    cost = np.array([[0.0, 4.0, 9.0], [4.0, 0.0, 6.0], [np.inf, np.inf, 1.0]])
    instance = Instance.from_matrix(cost, demand=[5, 1, 3], sites=["A", "B", "C"])
    without = solve(ReliablePMedian(instance, p=2, failure=0.1))
    assert without.solution is Found.INFEASIBLE
    paid = solve(ReliablePMedian(instance, p=2, failure=0.1, penalty=50))
    assert paid.open == ("A", "C")
    assert paid.assignment[-1] == ("3", "C", 1.0, "primary")
    assert paid.objective == pytest.approx(
        5 * (0.09 * 9 + 0.01 * 50) + (0.9 * 4 + 0.09 * 6 + 0.5) + 3 * (0.9 + 0.1 * 50)
    )


def test_a_budget_that_opens_fewer_sites_than_levels_is_no_design() -> None:
    """Without p, a design needs as many sites as there are levels."""
    instance = replace(row(), opening=[1, 1, 1])
    problem = ReliablePMedian(instance, budget=2, failure=0.1)
    designs = np.array([[True, False, False], [True, True, False]])
    assert (problem.evaluate(designs)[1] > 0).tolist() == [True, False]
    assert problem.reply(designs[0]) is None


@LAW
@given(SEEDS, st.floats(10, 80))
def test_stored_sparse_and_computed_costs_answer_alike(seed: int, cap: float) -> None:
    """One penalty, three ways of keeping the costs."""
    instance = town(seed)
    xy = instance.client_xy
    assert xy is not None
    values = [
        expected(replace(instance, cost=cost), p=3, failure=0.2, penalty=cap)
        for cost in (
            instance.travel(),
            csr(instance.travel()),
            PointCost(xy, xy, "euclid"),
        )
    ]
    assert values == pytest.approx([values[0]] * 3, rel=1e-9)


def test_the_checker_sees_levels_out_of_order() -> None:
    """Swapped, missing and doubled levels, and trips beyond the penalty."""
    problem = ReliablePMedian(row(), p=2, failure=0.2, required=["A", "C"])
    good = solve(problem).to_dict(assignment=True)
    assert faults_of_result(good, problem) == []

    def wrong(entries: list[Any], asked: ReliablePMedian = problem) -> list[str]:
        return faults_of_result({**good, "assignment": entries}, asked)

    rest = [list(x) for x in good["assignment"] if x[0] != "b"]
    swapped = [*rest, ["b", "C", 1.0, "primary"], ["b", "A", 1.0, "backup"]]
    assert "client 'b' goes 6 to 'C' at level 1, where a site is 4 away" in (
        wrong(swapped)
    )
    twice = [*rest, ["b", "A", 1.0, "primary"], ["b", "A", 1.0, "backup"]]
    assert "client 'b' has one site at several levels" in wrong(twice)
    parts = [*rest, ["b", "A", 0.5, "primary"], ["b", "C", 1.0, "backup"]]
    assert "client 'b' is served in parts" in wrong(parts)
    only = [*rest, ["b", "C", 1.0, "backup"]]
    said = wrong(only)
    assert "client 'b' has sites at 1 levels, not at 2" in said
    assert "client 'b' has no site or several at some level" in said
    paid = replace(problem, penalty=7)
    said = wrong(good["assignment"], paid)
    assert "client 'a' is 10 from site 'C', farther than the penalty 7" in said
    assert "client 'b' is left to the penalty, though an open site is 4 away" in (
        wrong(rest, paid)
    )


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"failure": -0.1}, "failure is -0.1; expected a number from 0 to 1."),
        ({"failure": 5}, "failure is 5; expected a number from 0 to 1."),
        ({"failure": float("nan")}, "failure is nan; expected a number from 0 to 1."),
        (
            {"failure": 1.0},
            "failure is 1.0, so that no site ever works; expected a probability below "
            "1.",
        ),
        (
            {"failure": 0.1, "levels": 0},
            "levels is 0; expected a whole number >= 1.",
        ),
        (
            {"failure": 0.1, "levels": 1.5},
            "levels is 1.5; expected a whole number >= 1.",
        ),
        (
            {"failure": 0.1, "penalty": -2},
            "penalty is -2; expected a number >= 0, in the unit of cost.",
        ),
    ],
)
def test_senseless_fields_are_refused(given: dict[str, Any], text: str) -> None:
    """Each names what it expects."""
    with pytest.raises(ProblemError) as caught:
        ReliablePMedian(row(), p=2, **given)
    assert str(caught.value) == text
