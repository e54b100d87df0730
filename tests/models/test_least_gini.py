from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.access.catchments import catchments_of
from siting.access.decay import Decay
from siting.access.equity import gini
from siting.check import faults
from siting.claim import Service
from siting.errors import ProblemError
from siting.instance import Instance
from siting.models.least_gini import LeastGini
from siting.models.max_min_access import MaxMinAccess
from siting.solution import Found, Solution

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=10, deadline=None)


def islands(**fields: Any) -> Instance:
    """Villages of 10 and 30, each with a site of its own, out of reach of the other."""
    town = Instance.from_matrix(
        [[1.0, 9.0], [9.0, 1.0]], demand=[10, 30], sites=["A", "B"]
    )
    return replace(town, **fields)


def question(**fields: Any) -> LeastGini:
    """40 beds on both islands."""
    given: dict[str, Any] = {"p": 2, "beds": 40, "catchment": 5}
    town = fields.pop("town", islands())
    return LeastGini(town, **given | fields)


def town(seed: int, *, n: int = 7) -> Instance:
    """Random villages with sites in them."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    demand = rng.integers(0, 9, n).astype(float)
    demand[0] = 5.0
    return Instance.from_points(xy, xy, demand=demand)


def fairest(problem: LeastGini) -> Solution:
    """The proved answer, which the checker accepts."""
    found = solve(problem)
    assert found.is_optimal
    assert faults(found) == []
    return found


def unequal(instance: Instance, **fields: Any) -> float:
    """Proved least Gini of beds at 3 of the sites."""
    given: dict[str, Any] = {"p": 3, "beds": 20, "catchment": 60}
    return fairest(LeastGini(instance, **given | fields)).objective


def test_a_bed_for_everybody_is_perfect_equality() -> None:
    """10 and 30 beds; the value is 0, and no rounding of it."""
    found = fairest(question())
    assert found.amounts == pytest.approx({"A": 10, "B": 30})
    assert found.objective == 0.0
    assert found.problem.unit == ""


def test_a_quarter_without_anything_is_a_gini_of_a_quarter() -> None:
    """With one site: at B 10 of 40 people go without, at A 30 would."""
    found = fairest(question(p=1))
    assert (found.open, found.objective) == (("B",), pytest.approx(0.25))
    worse = fairest(question(p=1, forbidden=["B"]))
    assert worse.objective == pytest.approx(0.75)


def test_a_full_site_leaves_inequality() -> None:
    """B takes 20: 2 a head at A, 2/3 at B; 10 x 30 x 4/3 over 40 x 40 is 1/4."""
    found = fairest(question(town=islands(capacity=[np.inf, 20])))
    assert found.amounts == pytest.approx({"A": 20, "B": 20})
    assert found.objective == pytest.approx(0.25)


def test_whole_beds_may_not_come_out_even() -> None:
    """Of 3 beds A gets 1 or B 3: 300 x |0.1 - 2/30| / 120 beats 300 x 0.1 / 120."""
    found = fairest(question(beds=3, whole=True))
    assert found.amounts == {"A": 1, "B": 2}
    assert found.objective == pytest.approx(300 * (1 / 10 - 2 / 30) / 120)


def test_who_has_no_access_at_all_is_part_of_the_inequality() -> None:
    """10 people far away among 50: a Gini of 1/5 whatever is opened."""
    cost = np.vstack([islands().travel(), [50, 50]])
    away = Instance.from_matrix(cost, demand=[10, 30, 10], sites=["A", "B"])
    found = fairest(question(town=away))
    assert found.objective == pytest.approx(0.2)
    assert (
        "catchment warning: 1 of 3 clients have no access whatever is opened: '3'; "
        "their 0 is part of the inequality"
    ) in found.notes


def test_a_site_that_nobody_comes_to_gets_no_bed() -> None:
    """So that what is shared out is always all beds; it alone is no answer."""
    cost = np.column_stack([islands().travel(), [50, 50]])
    town = Instance.from_matrix(cost, demand=[10, 30], sites=["A", "B", "C"])
    found = fairest(question(town=town, p=3))
    assert found.amounts == pytest.approx({"A": 10, "B": 30, "C": 0})
    alone = solve(question(town=town, p=1, required=["C"]))
    assert alone.solution is Found.INFEASIBLE


@LAW
@given(SEEDS, st.sampled_from([0.5, 3.0, 1e4]))
def test_only_proportions_matter(seed: int, factor: float) -> None:
    """More beds or more people everywhere are as unequal as before."""
    instance = town(seed)
    value = unequal(instance)
    assert 0 <= value < 1
    assert unequal(instance, beds=20 * factor) == pytest.approx(value, abs=1e-7)
    busier = replace(instance, demand=instance.demand * factor)
    assert unequal(busier) == pytest.approx(value, abs=1e-7)


@LAW
@given(SEEDS)
def test_the_value_is_the_gini_of_the_access_that_the_beds_give(seed: int) -> None:
    """The pairs of the model are the sorted sum of `siting.access.equity`."""
    instance = town(seed)
    found = fairest(LeastGini(instance, p=3, beds=20, catchment=60))
    beds = np.array([found.amounts.get(site, 0.0) for site in instance.sites])
    reached = catchments_of(instance, Decay("gaussian", 60.0)).access(beds)
    assert found.objective == pytest.approx(gini(reached, instance.demand), abs=1e-8)


@LAW
@given(SEEDS, st.integers(1, 6))
def test_one_more_site_is_never_less_equal(seed: int, p: int) -> None:
    """A site may stay without beds; whole beds are harder to share."""
    instance = town(seed)
    value = unequal(instance, p=p)
    assert unequal(instance, p=p + 1) <= value + 1e-7
    assert unequal(instance, p=p, whole=True, beds=6) >= value - 1e-7


@LAW
@given(SEEDS)
def test_no_other_beds_are_more_equal(seed: int) -> None:
    """Random beds at the same sites, and those of the best least access."""
    instance, rng = town(seed), np.random.default_rng(seed)
    found = fairest(LeastGini(instance, p=3, beds=20, catchment=60))
    drawn = catchments_of(instance, Decay("gaussian", 60.0))
    for _ in range(10):
        beds = np.where(found.design, rng.random(7) * (drawn.crowd > 0), 0.0)
        other = gini(drawn.access(beds), instance.demand)
        assert math.isnan(other) or other >= found.objective - 1e-8
    best = solve(MaxMinAccess(instance, p=3, beds=20, catchment=60))
    beds = np.array([best.amounts.get(site, 0.0) for site in instance.sites])
    other = gini(drawn.access(beds), instance.demand)
    assert other >= found.objective - 1e-8


def test_too_many_clients_are_refused_with_their_pairs() -> None:
    """1,001 make half a million; who has no demand is not compared."""
    cost = np.ones((1001, 1))
    with pytest.raises(ProblemError) as caught:
        question(town=Instance.from_matrix(cost), p=1)
    assert str(caught.value) == (
        "least-gini compares every two clients, and 1001 with demand make 500,500 "
        "pairs; merge them to 1000 at most, by district for instance."
    )
    some = Instance.from_matrix(cost, demand=[0] * 5 + [1] * 996)
    assert question(town=some, p=1).nonzeros > 0


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"beds": 0}, "beds is 0; expected a number > 0."),
        (
            {"town": islands(demand=[0, 0])},
            "the demand of all clients is 0, so that there is nobody whose access "
            "could be good; give a client demand > 0.",
        ),
        (
            {"closest": True},
            "least-gini takes no closest: people are not assigned, but use all sites "
            "within the catchment.",
        ),
    ],
)
def test_senseless_questions_are_refused(fields: dict[str, Any], text: str) -> None:
    """As all models of access do."""
    with pytest.raises(ProblemError) as caught:
        question(**fields)
    assert str(caught.value) == text


def test_large_questions_are_no_matter_for_searches() -> None:
    """Where every design is a programme of all pairs, greedy refuses in a sentence."""
    assert not question().reply_is_hard
    assert question(whole=True).reply_is_hard
    assert LeastGini(town(1, n=60), p=3, beds=9, catchment=60).reply_is_hard


def test_the_checker_compares_people() -> None:
    """Two beds a head for 10 and 2/3 for 30: a quarter, by the double sum."""
    problem = question()
    service = Service(problem.instance, (0, 1), [], [], {0: 20.0, 1: 20.0})
    (term,) = problem.terms()
    assert term.value(service) == pytest.approx(0.25)
    empty = Service(problem.instance, (0, 1), [], [], {0: 0.0, 1: 0.0})
    assert math.isnan(term.value(empty))
