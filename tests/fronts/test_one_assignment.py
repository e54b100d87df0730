"""Objectives that share one assignment: fronts against all plans, point by point."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from fronts.plans import Question, every_front, question
from sentences import said

from siting import check, pareto
from siting import solve as solve_exactly
from siting.errors import RefusedError
from siting.front import Front
from siting.fronts.corners import extreme
from siting.fronts.measured import are_lines, measures
from siting.fronts.narrowing import narrowed
from siting.fronts.timed import Timed
from siting.instance import Instance
from siting.limits import Limits
from siting.models import (
    CFLP,
    LSCP,
    MCLP,
    SSCFLP,
    UFLP,
    BalancedTravel,
    CapacitatedMCLP,
    CapacitatedPCenter,
    CapacitatedPMedian,
    ModularCFLP,
    PCenter,
    PMaxian,
    PMedian,
)
from siting.problem import Problem
from siting.solution import Solution
from siting.tradeoff import Tradeoff

pytestmark = pytest.mark.usefixtures("in_this_process")

TWO = ("sweep", "boxes", "search-region", "kirlik-sayin")
MORE = TWO[2:]


def agree(seed: int, *, q: int) -> None:
    """The front of a question by all methods, and every plan of it by hand."""
    asked = question(seed, q=q)
    if are_lines(Tradeoff.of(asked.problems)):
        for method in TWO[: 2 * q - 2]:
            with pytest.raises(RefusedError):
                pareto(asked.problems, method)
        return
    expected = every_front(asked)
    for method in TWO if q == 2 else MORE:
        front = pareto(asked.problems, method)
        assert front.infeasible == (len(expected) == 0)
        assert front.complete == (len(expected) == 0 or front.step.count(0) <= 1)
        np.testing.assert_allclose(
            front.turned.reshape(expected.shape), expected, rtol=1e-11
        )
        assert front.proven.all()
        for k in range(len(front)):
            by_hand(front, k, asked)


def by_hand(front: Front, k: int, asked: Question) -> None:
    """One plan keeps what all ask, and is worth what is said."""
    if front.served is None:
        return
    place, asks, served = asked.place, asked.asks, front.served[k]
    sites = tuple(np.flatnonzero(front.designs[k]).tolist())
    parts = zip(served.client.tolist(), served.site.tolist(), served.share, strict=True)
    trips = [(i, j, float(x * place.demand[i])) for i, j, x in parts]
    np.testing.assert_allclose(asked.values(sites, trips), front.turned[k], rtol=1e-9)
    load = np.bincount(
        served.site, served.share * place.demand[served.client], minlength=place.m
    )
    part = np.bincount(served.client, served.share, minlength=place.n)
    assert set(served.site.tolist()) <= set(sites)
    assert not asks.get("room") or (load <= place.capacity * (1 + 1e-9)).all()
    assert (load[list(sites)] >= asks["load"] - 1e-9).all()
    assert (part <= 1 + 1e-9).all()
    assert not asks.get("everyone") or (part >= 1 - 1e-9).all()
    assert not asks.get("whole") or not served.is_split
    travel = place.travel()
    far = travel[served.client, served.site]
    assert (far <= asks["farthest"]).all()
    if asks.get("nearest"):
        assert (far <= travel[served.client][:, list(sites)].min(axis=1)).all()


@pytest.mark.parametrize("seed", range(24))
def test_two_objectives_of_one_assignment(seed: int) -> None:
    """Every non-dominated point of all plans and no other, by four methods."""
    agree(seed, q=2)


@pytest.mark.parametrize("seed", range(1000, 1016))
def test_three_objectives_of_one_assignment(seed: int) -> None:
    """The same by two methods."""
    agree(seed, q=3)


@pytest.mark.slow
@pytest.mark.parametrize("q", [2, 3])
@pytest.mark.parametrize("seed", range(2000, 2200))
def test_many_more_of_one_assignment(seed: int, q: int) -> None:
    """The long campaign: no mismatch."""
    agree(seed, q=q)


def test_dichotomy_finds_the_corners() -> None:
    """Of the hull of all plans, whole or in parts."""
    seen = 0
    for seed in range(24, 60):
        asked = question(seed, q=2)
        if not are_lines(Tradeoff.of(asked.problems)):
            expected = every_front(asked)
            seen += len(expected) > 1
            found = pareto(asked.problems, "dichotomy").turned.reshape(-1, 2)
            corners = extreme([tuple(x) for x in expected.tolist()])
            np.testing.assert_allclose(found, np.array(corners).reshape(found.shape))
    assert seen > 3


# By hand

PLACE = replace(
    Instance.from_matrix([[2, 3], [1, 9]], demand=[3, 2], sites=["A", "B"]),
    capacity=np.array([3.0, 9.0]), opening=np.array([1.0, 1.0]),
)  # fmt: skip
"""A has room for one village; the larger one is nearer than the radius 2 there, the
smaller one saves more by it."""


def of_places(*more: Problem) -> list[Problem]:
    """Two sites in any case: only who goes where is left."""
    return [CapacitatedPMedian(PLACE, p=2), MCLP(PLACE, p=2, radius=2), *more]


def test_one_design_is_several_points() -> None:
    """11 = 2 x 1 + 3 x 3 with 2 people near; 24 = 3 x 2 + 2 x 9 with 3."""
    front = pareto(of_places())
    assert front.values.tolist() == [[11, 2], [24, 3]]
    assert (front.designs == [True, True]).all()
    assert front.complete
    assert front.proven.all()
    told = [point["assignment"] for point in front.to_dict()["points"]]
    assert told == [{"1": "B", "2": "A"}, {"1": "A", "2": "B"}]
    assert any("one assignment" in note for note in front.notes)
    assert front.to_dict()["one_assignment"]


def test_a_point_answers_each_problem_on_its_assignment() -> None:
    """As a checked solution; coverage tells whom it counts."""
    front = pareto(of_places(), "search-region")
    travel, covered = front.solution(1, 0), front.solution(1, 1)
    assert travel.assignment == {"1": "A", "2": "B"}
    assert covered.assignment == {"1": "A"}
    assert (travel.objective, covered.objective) == (24, 3)
    assert check.faults(travel) == check.faults(covered) == []


def test_without_capacity_nothing_is_shared() -> None:
    """Where each site has room for all, everybody is at the nearest."""
    roomy = replace(PLACE, capacity=np.array([9.0, 9.0]))
    problems = [CapacitatedPMedian(roomy, p=1), MCLP(roomy, p=1, radius=2)]
    front = pareto(problems)
    assert front.served is None
    assert not front.to_dict()["one_assignment"]
    assert front.values.tolist() == [[8, 5]]


def test_closest_without_capacity_is_the_plain_front() -> None:
    """Everybody goes to a nearest site in all of them anyway."""
    rng = np.random.default_rng(12)
    place = Instance.from_matrix(rng.integers(1, 30, (20, 9)), demand=np.ones(20))
    plain = pareto([PMedian(place, p=2), MCLP(place, p=2, radius=9)])
    forced = pareto([PMedian(place, p=2, closest=True), MCLP(place, p=2, radius=9)])
    assert forced.served is None
    assert forced.values.tolist() == plain.values.tolist()
    assert len(plain) > 1


def test_closest_beside_one_that_would_go_far_is_shared() -> None:
    """The farthest site is nobody's where one goes to the nearest."""
    problems = [
        PMedian(PLACE, p=1, closest=True),
        PMaxian(PLACE, p=1, to="farthest"),
    ]
    front = pareto(problems)
    assert front.served is not None
    assert front.values.tolist() == [[8, 8], [27, 27]]


def test_the_largest_trip_of_a_part_counts() -> None:
    """Three of four people stay, one goes 4 km: the worst is 4, not the mean of 1."""
    town = Instance.from_matrix([[0, 4], [4, 0]], demand=[4, 1], sites=["A", "B"])
    town = replace(town, opening=[5, 3], capacity=[3, 9])
    for method in (*TWO, "dichotomy"):
        front = pareto([CFLP(town), PCenter(town, budget=8)], method)
        assert front.values.tolist() == [[12, 4]]
        assert front.complete
        assert front.proven.all()
    assert front.points[0]["assignment"] == [
        ("1", "A", 0.75), ("1", "B", 0.25), ("2", "B", 1.0)
    ]  # fmt: skip


@pytest.mark.parametrize("load", [None, 6.0])
def test_parts_beside_a_worst_case_by_all_methods(load: float | None) -> None:
    """Larger than what can be listed: five ways to one front, with its plans."""
    rng = np.random.default_rng(21)
    here, there = rng.random((9, 2)) * 40, rng.random((6, 2)) * 40
    cost = np.rint(np.abs(here[:, None] - there[None]).sum(axis=2))
    town = Instance.from_matrix(cost, demand=rng.integers(1, 9, 9))
    room = rng.integers(9, 20, 6).astype(float)
    town = replace(town, opening=rng.integers(100, 400, 6).astype(float), capacity=room)
    problems = [CFLP(town, min_load=load), PCenter(town, budget=4000)]
    fronts = [pareto(problems, method) for method in TWO]
    assert len(fronts[0]) > 3
    for front in fronts:
        assert front.complete
        assert front.values.tolist() == fronts[0].values.tolist()
        assert front.served is not None
        assert any(served.is_split for served in front.served)
    turned = pareto(problems[::-1], "sweep")
    assert turned.complete
    assert turned.values[::-1, ::-1].tolist() == fronts[0].values.tolist()
    corners = pareto(problems, "dichotomy").values.tolist()
    assert all(corner in fronts[0].values.tolist() for corner in corners)


def test_the_largest_trip_counts_people_where_asked() -> None:
    """The four people's parts to B weigh 4 x 4, the one's way 1 x 9."""
    town = Instance.from_matrix([[0, 4], [9, 9]], demand=[4, 1], sites=["A", "B"])
    town = replace(town, opening=[5, 3], capacity=[3, 9])
    for method in TWO:
        front = pareto([CFLP(town, p=2), PCenter(town, p=2, weighted=True)], method)
        assert front.values.tolist() == [[21, 16]]
        assert front.complete


def test_a_least_load_couples_where_there_is_room_for_all() -> None:
    """Both sites open: two of the four people at A must go 4 km for B's load of 2."""
    town = Instance.from_matrix([[0, 4], [9, 9]], demand=[4, 0], sites=["A", "B"])
    problems = [CFLP(town, min_load=2, p=2), PCenter(town, p=2)]
    front = pareto(problems)
    assert front.served is not None
    assert front.values.tolist() == [[8, 9]]


def test_a_group_of_clients_may_be_split_by_capacity() -> None:
    """Coverage of two like clients goes in steps of one, as one may find no room."""
    town = Instance.from_matrix([[1, 5], [1, 5]], demand=[1, 1], sites=["A", "B"])
    town = replace(town, opening=[10, 0], capacity=[1, 9])
    front = pareto([SSCFLP(town), MCLP(town, budget=10, radius=1)])
    assert front.values.tolist() == [[10, 0], [16, 1]]
    assert front.step == (1, 1)


def test_parts_go_in_units_of_capacity_too() -> None:
    """Three of four people fit into A, 1 km off, and one has 2 km to B: 5, not 4."""
    town = Instance.from_matrix([[1, 2], [1, 2]], demand=[2, 2], sites=["A", "B"])
    town = replace(town, opening=[6, 6], capacity=[3, 9])
    front = pareto([CFLP(town), PMedian(town, budget=12)])
    assert front.values.tolist() == [[14, 8], [17, 5]]
    assert front.step == (1, 1)
    assert front.complete


def test_parts_of_clients_that_count_alike_have_no_step() -> None:
    """A third of the one and two fifths of the other differ by anything."""
    town = Instance.from_matrix([[1, 2], [1, 2]], demand=[3, 5], sites=["A", "B"])
    town = replace(town, capacity=[3, 9])
    alike = CapacitatedPMedian(town, p=2, single_source=False, weighted=False)
    told = measures(Tradeoff.of([alike, PCenter(town, p=2)]))
    assert [measure.step for measure in told] == [0, 1]


def test_who_lives_beyond_the_radius_takes_room() -> None:
    """All must be served: the far village fills the only place at A."""
    town = Instance.from_matrix([[1, 3], [3, 3]], demand=[1, 1], sites=["A", "B"])
    town = replace(town, capacity=[1, 1], opening=[1, 1])
    problems = [LSCP(town, radius=3), CapacitatedMCLP(town, radius=1, budget=2)]
    assert pareto(problems).values.tolist() == [[2, 1]]


def test_what_is_the_same_in_all_plans_makes_one_point() -> None:
    """A zero range: everybody is within the radius, whatever is done."""
    front = pareto([SSCFLP(PLACE), MCLP(PLACE, budget=2, radius=99)])
    assert len(front) == 1
    assert front.complete


@pytest.mark.parametrize("method", TWO)
def test_no_room_for_all_is_infeasible_with_a_reason(method: str) -> None:
    """Each alone has an answer; together there is no room at one site."""
    problems = [LSCP(PLACE, radius=99), CapacitatedMCLP(PLACE, radius=2, budget=2)]
    short = replace(PLACE, capacity=np.array([2.0, 2.0]))
    problems = [replace(problem, instance=short) for problem in problems]
    front = pareto(problems, method)
    assert front.infeasible
    assert front.complete
    assert "no plan" in front.reason


def test_data_without_a_step_are_exact_to_a_millionth() -> None:
    """Distances with many digits: the same points.

    A sweep over the longest trip is whole all the same, as trips are further apart.
    """
    rng = np.random.default_rng(8)
    place = Instance.from_matrix(rng.random((7, 5)) * 9, demand=np.arange(1.0, 8))
    place = replace(place, capacity=np.full(5, 12.0), opening=rng.random(5) * 20)
    problems = [SSCFLP(place), CapacitatedPCenter(place, budget=80)]
    fronts = [pareto(problems, method) for method in TWO]
    for front in fronts:
        assert front.complete == (front.solver.name in ("sweep", "boxes"))
        np.testing.assert_allclose(front.values, fronts[0].values, rtol=2e-6)
    assert len(fronts[0]) > 2


@pytest.mark.parametrize("kind", [CFLP, SSCFLP])
def test_the_longest_trip_is_what_is_left_when_longer_ones_are_forbidden(
    kind: type[Problem],
) -> None:
    """The same front by the model's own exact method, with fewer and fewer ways."""
    rng = np.random.default_rng(4)
    here, there = rng.random((30, 2)) * 40, rng.random((12, 2)) * 40
    cost = np.rint(np.abs(here[:, None] - there[None]).sum(axis=2))
    town = Instance.from_matrix(cost, demand=rng.integers(1, 9, 30))
    room = rng.integers(15, 40, 12).astype(float)
    town = replace(town, opening=rng.integers(99, 400, 12).astype(float), capacity=room)
    front = pareto([kind(town), PCenter(town, budget=9e9)], "sweep")
    other = narrowed(Timed(kind(town), cost), answered, Limits())
    assert front.complete
    assert len(front) > 2
    np.testing.assert_allclose(front.values, [pair for pair, _ in other.points])


def answered(problem: Problem, _: object, seconds: float) -> Solution:
    """By the method that was made for it."""
    return solve_exactly(problem, time_limit=seconds)


def test_trips_nearer_than_a_millionth_are_not_called_whole() -> None:
    """Of two longest trips a limit may lose the shorter one."""
    town = Instance.from_matrix(
        [[np.pi, np.pi * (1 + 1e-7)], [1, 1]], demand=[1, 1], sites=["A", "B"]
    )
    town = replace(town, opening=[9, 1], capacity=[2, 1])
    problems = [SSCFLP(town), PCenter(town, budget=10)]
    for method in ("sweep", "boxes"):
        front = pareto(problems, method)
        assert not front.complete
        assert front.is_fine


# Refusals


def test_mixtures_without_end_are_refused() -> None:
    """Travel and coverage want different parts of a client: no method lists them."""
    problems = [CFLP(PLACE), MCLP(PLACE, radius=2, budget=2)]
    for method in (*TWO, "dichotomy", "auto"):
        words = said(partial(pareto, problems, method))
        assert "RefusedError: cflp+mclp serves clients in parts" in words
        assert "sscflp" in words
    far = said(lambda: pareto([CFLP(PLACE, p=1), PMaxian(PLACE, p=1, to="farthest")]))
    assert "serves clients in parts" in far
    beside = [*problems, SSCFLP(PLACE, budget=2)]
    assert pareto(beside).complete


def test_what_does_not_fit_into_memory_is_refused_before_it_is_listed() -> None:
    """Four hundred million pairs: no list of them is made."""
    xy = np.random.default_rng(1).random((20_000, 2)) * 1e5
    town = Instance.from_points(xy, xy)
    town = replace(town, capacity=np.full(20_000, 9.0), opening=np.ones(20_000))
    problems = [CFLP(town), PCenter(town, p=9)]
    for method in (*TWO, "dichotomy"):
        assert "take fewer clients or sites" in said(partial(pareto, problems, method))


@pytest.mark.parametrize("method", ["nsga2", "weights"])
def test_heuristics_know_designs_alone(method: str) -> None:
    """A design has many assignments; the sentence names who knows them."""
    words = said(lambda: pareto(of_places(), method))
    assert "many assignments" in words
    assert "use sweep or search-region" in words


REFUSED: list[tuple[list[Problem], str]] = [
    (
        [CFLP(PLACE), BalancedTravel(PLACE, p=1)],
        "cflp limits what sites take, so all objectives are measured on one "
        "assignment, which does not tell mean difference of travel of balanced-travel",
    ),
    (
        [ModularCFLP(PLACE, sizes=["9:1"]), UFLP(PLACE)],
        "modular-cflp decides more than who goes where",
    ),
]


@pytest.mark.parametrize(("problems", "words"), REFUSED)
def test_what_an_assignment_does_not_tell_is_refused(
    problems: list[Problem], words: str
) -> None:
    """By name, with what may be taken in its place."""
    assert words in said(lambda: Tradeoff.of(problems))
