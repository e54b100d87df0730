from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.check import faults_of_result
from siting.errors import ProblemError
from siting.forms import FlowForm, MedianForm
from siting.instance import Instance
from siting.models.cflp import CFLP
from siting.models.uflp import UFLP
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=15, deadline=None)


def town(seed: int, *, n: int = 8) -> Instance:
    """Random villages with rents, each site large enough for half of the demand."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    instance = Instance.from_points(xy, xy, demand=rng.integers(1, 9, n).astype(float))
    return replace(
        instance,
        opening=rng.integers(20, 400, n).astype(float),
        capacity=np.full(n, np.ceil(instance.demand.sum() / 2)),
    )


def pair() -> Instance:
    """Two towns of 4 and 1, 4 km apart; A takes 3 for rent 5, B takes 9 for rent 3."""
    two = Instance.from_matrix([[0, 4], [4, 0]], demand=[4, 1], sites=["A", "B"])
    return replace(two, opening=[5, 3], capacity=[3, 9])


def cost(problem: CFLP | UFLP) -> float:
    """Proved least cost; infinite when there is no answer."""
    found = solve(problem)
    if found.solution is Found.INFEASIBLE:
        return np.inf
    assert found.is_optimal
    return found.objective


@LAW
@given(SEEDS)
def test_without_limits_it_is_the_uncapacitated_problem(seed: int) -> None:
    """Unlimited capacity, and capacity for everybody, are the UFLP."""
    instance = town(seed)
    free = replace(instance, capacity=None)
    large = replace(instance, capacity=np.full(8, instance.demand.sum()))
    expected = cost(UFLP(instance))
    assert cost(CFLP(free)) == pytest.approx(expected, rel=1e-9)
    assert cost(CFLP(large)) == pytest.approx(expected, rel=1e-9)


@LAW
@given(SEEDS, st.floats(1, 3))
def test_larger_sites_never_cost_more(seed: int, factor: float) -> None:
    """Capacity is a limit only."""
    instance = town(seed)
    larger = replace(instance, capacity=instance.capacity * factor)
    assert cost(CFLP(larger)) <= cost(CFLP(instance)) + 1e-7


@LAW
@given(SEEDS, st.integers(0, 10), st.integers(0, 10))
def test_a_larger_least_load_never_costs_less(seed: int, a: int, b: int) -> None:
    """A throughput that must be reached is one more condition; 0 is none."""
    instance = town(seed)
    low, high = sorted((a, b))
    none, some, more = (cost(CFLP(instance, p=4, min_load=x)) for x in (0.0, low, high))
    assert none == pytest.approx(cost(CFLP(instance, p=4)))
    assert none <= some + 1e-7
    assert some <= more + 1e-7


def test_true_loads_are_listed_and_a_client_may_be_split() -> None:
    """A serves 3 of its 4 neighbours, and B the rest: nobody is beyond a capacity."""
    plan = solve(CFLP(pair()))
    assert plan.assignment == [("1", "A", 0.75), ("1", "B", 0.25), ("2", "B", 1.0)]
    assert plan.objective == 12


def test_closest_assignment_makes_the_small_site_useless() -> None:
    """All four of the first town would go to A, which takes 3: only B may open."""
    plan = solve(CFLP(pair(), closest=True))
    assert (plan.open, plan.objective) == (("B",), 19.0)


def test_a_least_load_closes_the_site_that_cannot_reach_it() -> None:
    """Five people make two loads of 2, or of 2.5 by 1.5 trips, but not of 2.75."""
    assert solve(CFLP(pair(), min_load=2)).objective == 5 + 3 + 4
    assert solve(CFLP(pair(), min_load=2.5)).objective == 5 + 3 + 1.5 * 4
    assert solve(CFLP(pair(), min_load=2.75)).open == ("B",)


def test_a_client_of_weight_zero_is_still_served_where_it_can_go() -> None:
    """The second town has no people, but needs a site that it can reach."""
    lonely = Instance.from_matrix(
        [[0, 1], [np.inf, 2]], demand=[3, 0], sites=["A", "B"]
    )
    plan = solve(CFLP(replace(lonely, opening=[9, 50], capacity=[9, 9])))
    assert plan.open == ("B",)
    assert plan.objective == 53


def test_too_little_capacity_is_explained_with_what_would_do() -> None:
    """The sites that p allows take less than the demand."""
    small = replace(pair(), capacity=[3, 2])
    plan = solve(CFLP(small, p=1))
    assert plan.solution is Found.INFEASIBLE
    assert "the demand is 5, but the largest site that may be open can take 3" in (
        plan.reason
    )
    assert "smallest number that would do is 2" in plan.reason


def test_a_least_load_that_nobody_can_reach_has_no_answer() -> None:
    """6 of 5 people cannot be served."""
    plan = solve(CFLP(pair(), min_load=6))
    assert plan.solution is Found.INFEASIBLE


def test_the_checker_names_site_load_and_limits() -> None:
    """Too much and too little, each with its numbers."""
    problem = CFLP(pair(), min_load=2)
    result = solve(problem).to_dict(assignment=True)
    result["assignment"] = {"1": "A", "2": "B"}
    found = faults_of_result(result, problem)
    assert "site 'A' serves 4, but can take 3" in found
    assert "site 'B' serves 1, less than the least load of 2" in found
    result["open"] = ["A", "B"]
    result["assignment"] = {"1": "B", "2": "B"}
    found = faults_of_result(result, problem)
    assert "site 'A' serves 0, less than the least load of 2" in found


def test_the_checker_wants_the_nearest_where_that_was_asked() -> None:
    """B is not the first town's nearest while A is open."""
    problem = CFLP(replace(pair(), capacity=None), closest=True)
    result = solve(problem).to_dict(assignment=True)
    result |= {"open": ["A", "B"], "assignment": {"1": "B", "2": "B"}}
    found = faults_of_result(result, problem)
    assert "client '1' is sent to 'B', which is not its nearest" in found


@pytest.mark.parametrize("load", [-1, float("nan"), float("inf"), True, "3"])
def test_a_senseless_least_load_is_refused(load: float) -> None:
    """It is a finite number in the unit of the demand."""
    instance = replace(pair(), demand_unit="people")
    with pytest.raises(ProblemError) as caught:
        CFLP(instance, min_load=load)
    assert str(caught.value) == (
        f"min_load is {load!r}; expected a number >= 0, in people."
    )


def test_it_is_a_median_only_where_no_limit_can_bind() -> None:
    """Methods for medians know neither capacity nor least load."""
    large = replace(pair(), capacity=[5, 9])
    tight = CFLP(pair()).form
    assert isinstance(tight, FlowForm)
    assert not tight.whole
    assert CFLP(pair(), closest=True).form is None
    assert CFLP(pair(), min_load=1).form is None
    assert CFLP(large, min_load=1).form is None
    form = CFLP(large).form
    assert isinstance(form, MedianForm)
    assert form.opening.tolist() == [5, 3]
    assert solve(CFLP(large), "interchange").objective == 5 + 3
