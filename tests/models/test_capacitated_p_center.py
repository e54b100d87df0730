from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.check import faults_of_result
from siting.claims.capacity import NearestOpen, OneSiteEach, WithinCapacity
from siting.claims.service import EveryClientServed
from siting.errors import ProblemError
from siting.instance import Instance
from siting.models import CapacitatedPMedian, PCenter
from siting.models.capacitated_p_center import CapacitatedPCenter
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=6, deadline=None)


def town(seed: int, *, n: int = 8, spare: float = 1.4) -> Instance:
    """Random villages, three of whose sites can serve all with some to spare."""
    rng = np.random.default_rng(seed)
    xy, demand = rng.random((n, 2)) * 100, rng.integers(1, 9, n).astype(float)
    instance = Instance.from_points(xy, xy, demand=demand)
    return replace(instance, capacity=np.full(n, np.ceil(spare * demand.sum() / 3)))


def shelters() -> Instance:
    """Villages of 2 and 3 people at A; B, 5 and 7 away, has room for all."""
    instance = Instance.from_matrix(
        [[0.0, 5.0], [0.0, 7.0]], demand=[2, 3], clients=["few", "many"],
        sites=["A", "B"], cost_unit="km", demand_unit="people",
    )  # fmt: skip
    return replace(instance, capacity=[4, 5])


def test_whoever_has_the_shorter_trip_is_diverted() -> None:
    """A takes 4 of 5 people: one village goes to B, 'few' (5 km) not 'many' (7 km)."""
    found = solve(CapacitatedPCenter(shelters(), p=2))
    assert (found.objective, found.is_optimal) == (5.0, True)
    assert found.assignment == {"few": "B", "many": "A"}
    assert (found.problem.unit, found.problem.measure) == ("km", "largest travel")


def test_travel_is_not_weighted() -> None:
    """Two of 2 people at 5 km are 10, one of 0 people at 6 km is none: it is 6 km."""
    instance = replace(
        Instance.from_matrix([[5.0], [6.0]], demand=[2, 0]), capacity=[2]
    )
    assert solve(CapacitatedPCenter(instance, p=1)).objective == 6.0


def test_the_whole_trip_counts_not_the_mean_of_parts() -> None:
    """Half of each village at A would be a mean of 5 km; whole, one goes all 10."""
    instance = Instance.from_matrix([[0.0, 10.0], [0.0, 10.0]], demand=[2, 2])
    instance = replace(instance, capacity=[2, 2])
    found = solve(CapacitatedPCenter(instance, p=2))
    assert found.objective == 10.0
    assert sorted(found.assignment.values()) == ["1", "2"]


def test_one_more_site_to_choose_where_room_is_short() -> None:
    """B alone has room for all (7 km); A alone has not."""
    found = solve(CapacitatedPCenter(shelters(), p=1))
    assert (found.open, found.objective) == (("B",), 7.0)


def test_closest_rules_out_sites_that_would_be_overrun() -> None:
    """All live at A, which cannot take all: B alone, and with A open nothing."""
    problem = CapacitatedPCenter(shelters(), p=1, closest=True)
    assert solve(problem).objective == 7.0
    both = solve(replace(problem, p=2))
    assert both.solution is Found.INFEASIBLE
    assert problem.evaluate(np.array([[True, True]]))[1][0] > 0


def test_reach_is_kept() -> None:
    """B sends for nobody farther than 6 km: 'many' can only go to A."""
    instance = replace(shelters(), reach=[np.inf, 6.0])
    assert solve(CapacitatedPCenter(instance, p=2)).objective == 5.0
    assert solve(CapacitatedPCenter(instance, p=1)).solution is Found.INFEASIBLE


@LAW
@given(SEEDS)
def test_endless_capacity_is_the_p_center(seed: int) -> None:
    """Where nothing binds it is the p-center, and no answer is less."""
    tight = town(seed)
    exact = solve(PCenter(tight, p=3)).objective
    roomy = replace(tight, capacity=None)
    free = solve(CapacitatedPCenter(roomy, p=3)).objective
    assert free == pytest.approx(exact, rel=1e-9)
    nearest = solve(CapacitatedPCenter(roomy, p=3, closest=True)).objective
    assert nearest == pytest.approx(exact, rel=1e-9)
    found = solve(CapacitatedPCenter(tight, p=3))
    if found.solution is Found.FEASIBLE:
        assert found.objective >= exact - 1e-9


@LAW
@given(SEEDS)
def test_more_freedom_never_costs_more(seed: int) -> None:
    """More room, one more site, no duty of the nearest; and the median is no better."""
    instance = town(seed)
    problem = CapacitatedPCenter(instance, p=3)
    base = solve(problem)
    if base.solution is not Found.FEASIBLE:
        return
    roomy = replace(instance, capacity=instance.capacity * 1.5)
    assert solve(replace(problem, instance=roomy)).objective <= base.objective + 1e-9
    assert solve(replace(problem, p=4)).objective <= base.objective + 1e-9
    strict = solve(replace(problem, closest=True))
    if strict.solution is Found.FEASIBLE:
        assert strict.objective >= base.objective - 1e-9
    median = solve(CapacitatedPMedian(instance, p=3))
    trips = [
        float(instance.travel([instance.clients.index(c)])[0, instance.sites.index(s)])
        for c, s in median.assignment.items()
    ]
    assert max(trips) >= base.objective - 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_best_of_all_ways(seed: int) -> None:
    """Every pair of sites and every way to send five villages there."""
    instance = town(seed, n=5, spare=1.8)
    cost, load, room = instance.travel(), instance.demand, instance.capacity
    best = np.inf
    for pair in combinations(range(5), 2):
        for sent in product(pair, repeat=5):
            loads = np.bincount(sent, weights=load, minlength=5)
            if (loads <= room).all():
                best = min(best, cost[np.arange(5), sent].max())
    found = solve(CapacitatedPCenter(instance, p=2))
    if best == np.inf:
        assert found.solution is Found.INFEASIBLE
    else:
        assert found.objective == pytest.approx(best, rel=1e-9)


def test_too_little_room_is_said() -> None:
    """The room of the largest sites, or of what whole villages leave."""
    tight = replace(shelters(), capacity=[4, 0.5])
    assert "the demand is 5, but the 2 largest sites that may be open can take 4.5" in (
        solve(CapacitatedPCenter(tight, p=2)).reason
    )
    three = Instance.from_matrix(np.ones((3, 2)), demand=[2, 2, 2])
    three = replace(three, capacity=[3, 3])
    assert solve(CapacitatedPCenter(three, p=2)).solution is Found.INFEASIBLE


def test_nearest_service_that_fits_needs_no_solver() -> None:
    """Value and reply of a design are those of the nearest where there is room."""
    problem = CapacitatedPCenter(replace(shelters(), capacity=[5, 5]), p=1)
    both = np.array([[True, False], [False, True], [True, True]])
    values, violation = problem.evaluate(both)
    assert values[:2, 0].tolist() == [0.0, 7.0]
    assert (violation > 0).tolist() == [False, False, True]
    reply = problem.reply(both[1])
    assert reply is not None
    assert reply.site.tolist() == [1, 1]


def test_service_that_does_not_fit_is_packed() -> None:
    """Both open, 'few' is diverted to B; A alone has too little room."""
    problem = CapacitatedPCenter(shelters(), p=2)
    both, alone = np.array([[True, True], [True, False]])
    values, violation = problem.evaluate(both[None, :])
    assert (values[0, 0], violation[0]) == (pytest.approx(5.0), 0.0)
    reply = problem.reply(both)
    assert reply is not None
    assert dict(zip(reply.client.tolist(), reply.site.tolist(), strict=True)) == {
        0: 1,
        1: 0,
    }
    short = replace(problem, p=1)
    assert short.evaluate(alone[None, :])[1][0] > short.instance.n
    assert short.reply(alone) is None


def test_packing_is_hard_and_duties_are_said() -> None:
    """An answer keeps the solver's reply; the nearest are owed only where asked."""
    problem = CapacitatedPCenter(shelters(), p=2)
    assert problem.reply_is_hard
    assert problem.has_capacity
    owed = (EveryClientServed(), WithinCapacity(), OneSiteEach())
    assert problem.duties() == owed
    assert replace(problem, closest=True).duties() == (*owed, NearestOpen())


def test_the_checker_sees_overrun_sites_and_those_not_nearest() -> None:
    """An answer without capacity is none with it; a diverted one is not nearest."""
    roomy = replace(shelters(), capacity=None)
    overrun = solve(CapacitatedPCenter(roomy, p=2, closest=True))
    result = overrun.to_dict(assignment=True)
    result.pop("instance_hash")
    problem = CapacitatedPCenter(shelters(), p=2)
    assert "site 'A' serves 5, but can take 4" in faults_of_result(result, problem)
    diverted = solve(problem).to_dict(assignment=True)
    assert "client 'few' is sent to 'B', which is not its nearest" in (
        faults_of_result(diverted, replace(problem, closest=True))
    )


def test_the_number_of_sites_is_needed() -> None:
    """Without p all would be opened."""
    with pytest.raises(ProblemError, match="capacitated-p-center needs the number"):
        CapacitatedPCenter(shelters())
