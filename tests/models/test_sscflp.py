from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.check import faults_of_result
from siting.forms import FlowForm, MedianForm
from siting.instance import Instance
from siting.models.cflp import CFLP
from siting.models.sscflp import SSCFLP
from siting.models.uflp import UFLP
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=12, deadline=None)


def town(seed: int, *, n: int = 7) -> Instance:
    """Random villages with rents, each site large enough for half of the demand."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    instance = Instance.from_points(xy, xy, demand=rng.integers(1, 9, n).astype(float))
    return replace(
        instance,
        opening=rng.integers(20, 400, n).astype(float),
        capacity=np.full(n, np.ceil(instance.demand.sum() / 2)),
    )


def cost(problem: CFLP | SSCFLP | UFLP) -> float:
    """Proved least cost."""
    found = solve(problem)
    assert found.is_optimal, found.notes
    return found.objective


@LAW
@given(SEEDS)
def test_one_site_for_each_costs_at_least_as_much_as_splitting(seed: int) -> None:
    """Relaxing the single source, and then the capacity, makes nothing dearer."""
    instance = town(seed)
    single, split = cost(SSCFLP(instance)), cost(CFLP(instance))
    assert single >= split - 1e-7
    assert split >= cost(UFLP(instance)) - 1e-7


@LAW
@given(SEEDS)
def test_without_limits_it_is_the_uncapacitated_problem(seed: int) -> None:
    """Where all fit everywhere, one site each is what everybody has anyway."""
    instance = town(seed)
    large = replace(instance, capacity=np.full(7, instance.demand.sum()))
    assert cost(SSCFLP(large)) == pytest.approx(cost(UFLP(instance)), rel=1e-9)


@LAW
@given(SEEDS)
def test_clients_of_weight_one_gain_nothing_from_splitting(seed: int) -> None:
    """With equal whole demands and capacities the split optimum is whole."""
    instance = town(seed)
    equal = replace(instance, demand=np.ones(7), capacity=np.full(7, 3.0))
    assert cost(SSCFLP(equal)) == pytest.approx(cost(CFLP(equal)), rel=1e-9)


def test_packing_decides() -> None:
    """3, 3, 2, 2 and 2 into two depots of 6: 3 + 3 and 2 + 2 + 2, whatever the way.

    The second village of 3 lives beside B (travel 1 to A), the villages of 2 beside A
    (travel 1 to B): 3 x 1 and 3 x 2 x 1 are travelled, 9 in all.
    """
    cost = [[0, 5], [1, 0], [0, 1], [0, 1], [0, 1]]
    five = Instance.from_matrix(cost, demand=[3, 3, 2, 2, 2], sites=["A", "B"])
    plan = solve(SSCFLP(replace(five, capacity=[6, 6])))
    assert plan.objective == 9
    assert plan.assignment == {"1": "A", "2": "A", "3": "B", "4": "B", "5": "B"}
    assert solve(CFLP(replace(five, capacity=[6, 6]))).objective == 3


def test_enough_room_in_all_may_still_be_too_little() -> None:
    """Three villages of 2 do not fit into two depots of 3 without a split."""
    three = Instance.from_matrix(np.ones((3, 2)), demand=[2, 2, 2])
    small = replace(three, capacity=[3, 3])
    plan = solve(SSCFLP(small))
    assert plan.solution is Found.INFEASIBLE
    assert "capacities 1.34 times as large would do, to 0.01" in plan.reason
    assert solve(CFLP(small)).objective == 6


def test_closest_assignment_is_forced_where_capacity_would_break_it() -> None:
    """Both live nearest to A, which has room for one of them: A stays closed."""
    two = Instance.from_matrix([[1, 3], [1, 4]], demand=[2, 2], sites=["A", "B"])
    two = replace(two, capacity=[2, 9])
    assert solve(SSCFLP(two)).objective == 2 * 3 + 2 * 1
    nearest = solve(SSCFLP(two, closest=True))
    assert (nearest.open, nearest.objective) == (("B",), 14.0)


def test_the_checker_refuses_splits_and_overloads() -> None:
    """A share of a client is named, and so is a site that serves too much."""
    two = Instance.from_matrix([[1, 3], [1, 4]], demand=[2, 2], sites=["A", "B"])
    problem = SSCFLP(replace(two, capacity=[2, 9]))
    result = solve(problem).to_dict(assignment=True)
    split = [["1", "A", 0.5], ["1", "B", 0.5], ["2", "A", 0.5], ["2", "B", 0.5]]
    found = faults_of_result(result | {"assignment": split}, problem)
    assert "client '1' is served in parts" in found
    assert "client '1' is served by two sites" in found
    both = {"1": "A", "2": "A"}
    found = faults_of_result(result | {"assignment": both}, problem)
    assert "site 'A' serves 4, but can take 2" in found
    nearest = SSCFLP(replace(two, capacity=[4, 9]), closest=True)
    result = solve(nearest).to_dict(assignment=True)
    result |= {"open": ["A", "B"], "assignment": {"1": "A", "2": "B"}}
    assert "client '2' is sent to 'B', which is not its nearest" in (
        faults_of_result(result, nearest)
    )


def test_it_is_a_median_only_where_every_site_takes_all() -> None:
    """Then the reply is the nearest site; else it is hard."""
    two = Instance.from_matrix([[1, 3], [1, 4]], demand=[2, 2], sites=["A", "B"])
    two = replace(two, opening=[7, 8])
    tight, large = (SSCFLP(replace(two, capacity=[x, 9])) for x in (3, 4))
    assert isinstance(tight.form, FlowForm)
    assert tight.form.whole
    assert (tight.form.capacity.tolist(), tight.reply_is_hard) == ([3, 9], True)
    assert replace(tight, closest=True).form is None
    assert not large.reply_is_hard
    assert isinstance(large.form, MedianForm)
    assert large.form.opening.tolist() == [7, 8]
    assert solve(large, "interchange").objective == 7 + 4
