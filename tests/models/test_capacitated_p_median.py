from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import read, solve
from siting.check import faults_of_result
from siting.forms import FlowForm, MedianForm
from siting.instance import Instance
from siting.models import PMedian
from siting.models.capacitated_p_median import CapacitatedPMedian
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=15, deadline=None)

# Osman, Christofides (1994); OR-Library's pmedcap1. Capacity binds in all.
PUBLISHED = {1: 713, 2: 740, 4: 651, 5: 664}


def town(seed: int, *, n: int = 10, spare: float = 1.5) -> Instance:
    """Random villages, three of whose sites can serve all with some to spare."""
    rng = np.random.default_rng(seed)
    xy, demand = rng.random((n, 2)) * 100, rng.integers(1, 9, n).astype(float)
    instance = Instance.from_points(xy, xy, demand=demand)
    return replace(instance, capacity=np.full(n, np.ceil(spare * demand.sum() / 3)))


def schools() -> Instance:
    """Two villages of 2 and 3 pupils at A; B, 5 away, has room for all."""
    cost = [[0.0, 5.0], [0.0, 5.0]]
    instance = Instance.from_matrix(
        cost, demand=[2, 3], clients=["few", "many"], sites=["A", "B"], cost_unit="km",
        demand_unit="pupils",
    )  # fmt: skip
    return replace(instance, capacity=[4, 5])


@pytest.mark.parametrize("number", PUBLISHED)
def test_published_optimum_is_proved(number: int, data_folder: Path) -> None:
    """Single source, travel cut to whole numbers and not weighted."""
    name = f"orlib:{data_folder}/orlib_pmedcap/pmedcap1.txt?problem={number}"
    found = solve(CapacitatedPMedian(read(name), weighted=False))
    assert len(found.open) == 5
    assert (found.objective, found.is_optimal) == (PUBLISHED[number], True)


def test_whole_clients_are_packed_and_split_ones_flow() -> None:
    """A takes 4 of 5: whole, the 2 pupils go 5 km; in parts, one pupil does."""
    whole = solve(CapacitatedPMedian(schools(), p=2))
    assert (whole.objective, whole.assignment) == (10.0, {"few": "B", "many": "A"})
    parts = solve(CapacitatedPMedian(schools(), p=2, single_source=False))
    assert parts.objective == pytest.approx(5.0)
    assert whole.is_optimal
    assert parts.is_optimal


def test_unweighted_travel_counts_villages() -> None:
    """One village travels 5 km whichever it is; a third of 'many' is less than that."""
    whole = solve(CapacitatedPMedian(schools(), p=2, weighted=False))
    assert (whole.objective, whole.problem.unit) == (5.0, "km")
    assert whole.problem.measure == "travel"
    parts = CapacitatedPMedian(schools(), p=2, weighted=False, single_source=False)
    assert solve(parts).objective == pytest.approx(5 / 3)
    weighted = CapacitatedPMedian(schools(), p=2)
    assert (weighted.unit, weighted.measure) == ("pupils x km", "weighted travel")


def test_true_loads_are_listed_and_within_capacity() -> None:
    """What the answer sends to a site is what it can take (spopt lists others)."""
    instance = town(4, spare=1.1)
    found = solve(CapacitatedPMedian(instance, p=3))
    loads = dict.fromkeys(found.open, 0.0)
    for client, site in found.assignment.items():
        loads[site] += instance.demand[instance.clients.index(client)]
    assert sum(loads.values()) == instance.demand.sum()
    assert max(loads.values()) <= instance.capacity[0]


@LAW
@given(SEEDS)
def test_endless_capacity_is_the_p_median(seed: int) -> None:
    """Whole or in parts, and then methods for medians take it."""
    instance = replace(town(seed), capacity=None)
    exact = solve(PMedian(instance, p=3)).objective
    for whole in (True, False):
        problem = CapacitatedPMedian(instance, p=3, single_source=whole)
        assert solve(problem).objective == pytest.approx(exact, rel=1e-9)
        assert isinstance(problem.form, MedianForm)
        assert not problem.reply_is_hard
        assert problem.form.weight.tolist() == instance.demand.tolist()
        unweighted = replace(problem, weighted=False).form
        assert isinstance(unweighted, MedianForm)
        assert set(unweighted.weight.tolist()) == {1.0}


def test_capacity_that_binds_is_no_median_and_packing_is_hard() -> None:
    """Methods that know no capacity are not offered; shares are easy, wholes not."""
    whole = CapacitatedPMedian(schools(), p=2)
    parts = replace(whole, single_source=False)
    assert isinstance(whole.form, FlowForm)
    assert isinstance(parts.form, FlowForm)
    assert (whole.form.whole, parts.form.whole) == (True, False)
    unweighted = replace(whole, weighted=False).form
    assert isinstance(unweighted, FlowForm)
    assert unweighted.weight.tolist() == [1, 1]
    assert unweighted.load.tolist() == schools().demand.tolist()
    assert replace(whole, closest=True).form is None
    assert (whole.reply_is_hard, parts.reply_is_hard) == (True, False)


@LAW
@given(SEEDS)
def test_less_freedom_never_costs_less(seed: int) -> None:
    """p-median <= in parts <= whole, and more room never costs more."""
    instance = town(seed, spare=1.2)
    roomy = replace(instance, capacity=instance.capacity * 1.5)
    values = [
        solve(problem).objective
        for problem in (
            PMedian(instance, p=3),
            CapacitatedPMedian(roomy, p=3, single_source=False),
            CapacitatedPMedian(instance, p=3, single_source=False),
            CapacitatedPMedian(instance, p=3),
        )
    ]
    for less, more in pairwise(values):
        if not np.isnan(more):
            assert less <= more + 1e-6
    wide = solve(CapacitatedPMedian(roomy, p=3)).objective
    assert np.isnan(values[-1]) or wide <= values[-1] + 1e-6


@LAW
@given(SEEDS)
def test_closest_sends_everybody_to_a_nearest_site(seed: int) -> None:
    """Where capacity would divert somebody, other sites are opened, or none."""
    instance = town(seed, spare=1.3)
    found = solve(CapacitatedPMedian(instance, p=3, closest=True))
    free = solve(CapacitatedPMedian(instance, p=3))
    if found.solution is not Found.FEASIBLE:
        return
    assert found.objective >= free.objective - 1e-9
    places = [instance.sites.index(s) for s in found.open]
    nearest = instance.travel(slice(None), places).min(axis=1)
    assert found.objective == pytest.approx(nearest @ instance.demand, rel=1e-9)


def test_too_little_room_is_said() -> None:
    """Four places for five pupils, whatever is opened."""
    found = solve(CapacitatedPMedian(schools(), p=1, required=["A"]))
    assert found.solution is Found.INFEASIBLE
    tight = replace(schools(), capacity=[4, 0.5])
    assert "the demand is 5, but the 2 largest sites that may be open can take 4.5" in (
        solve(CapacitatedPMedian(tight, p=2)).reason
    )


def test_room_in_all_may_be_too_little_for_whole_clients() -> None:
    """Three villages of 2 do not pack into 3 + 3, but flow there."""
    cost = np.ones((3, 2))
    instance = Instance.from_matrix(cost, demand=[2, 2, 2], sites=["A", "B"])
    instance = replace(instance, capacity=[3, 3])
    assert solve(CapacitatedPMedian(instance, p=2)).solution is Found.INFEASIBLE
    parts = solve(CapacitatedPMedian(instance, p=2, single_source=False))
    assert parts.objective == pytest.approx(6.0)


def test_nearest_service_that_fits_needs_no_solver() -> None:
    """A design whose nearest service fits is worth just that, reply and value."""
    instance = replace(schools(), capacity=[5, 5])
    problem = CapacitatedPMedian(instance, p=1)
    both = np.array([[True, False], [False, True], [True, True]])
    values, violation = problem.evaluate(both)
    assert values[:2, 0].tolist() == [0.0, 25.0]
    assert (violation > 0).tolist() == [False, False, True]
    reply = problem.reply(both[1])
    assert reply is not None
    assert reply.site.tolist() == [1, 1]
    short = CapacitatedPMedian(replace(instance, capacity=[4, 5]), p=1)
    assert short.evaluate(both[:1])[1][0] > instance.n
    assert short.reply(both[0]) is None


def test_the_checker_sees_overrun_sites_and_split_clients() -> None:
    """An answer without capacity, or with shares, is none with it."""
    roomy = replace(schools(), capacity=None)
    overrun = solve(CapacitatedPMedian(roomy, p=2)).to_dict(assignment=True)
    overrun.pop("instance_hash")
    problem = CapacitatedPMedian(schools(), p=2)
    assert "site 'A' serves 5, but can take 4" in faults_of_result(overrun, problem)
    parts = CapacitatedPMedian(schools(), p=2, single_source=False)
    split = solve(parts).to_dict(assignment=True)
    assert faults_of_result(split, parts) == []
    wrong = faults_of_result(split, problem)
    assert any("is served in parts" in text for text in wrong)
    diverted = solve(problem).to_dict(assignment=True)
    strict = replace(problem, closest=True)
    assert "client 'few' is sent to 'B', which is not its nearest" in (
        faults_of_result(diverted, strict)
    )


def test_fields_that_are_no_are_written_to_the_result() -> None:
    """The file of an answer says that it was in parts and unweighted."""
    problem = CapacitatedPMedian(schools(), p=2, single_source=False, weighted=False)
    given_ = solve(problem).to_dict()["parameters"]
    assert (given_["single_source"], given_["weighted"]) == (False, False)
