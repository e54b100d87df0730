from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from contract.cases import csr
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import read, solve
from siting.check import faults_of_result
from siting.cost import PointCost
from siting.errors import ProblemError
from siting.forms import MedianForm
from siting.instance import Instance
from siting.models import PMedian

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=30, deadline=None)

# Beasley, J. E. (1985), doi:10.1016/0377-2217(85)90196-6; OR-Library's pmedopt.
PUBLISHED = {"pmed1": (5, 5819), "pmed2": (10, 4093), "pmed4": (20, 3034),
             "pmed5": (33, 1355)}  # fmt: skip


def town(seed: int, *, n: int = 12) -> Instance:
    """Random villages, sites in the villages, whole numbers of people."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


def optimum(instance: Instance, p: int) -> float:
    """Proved value of the p-median."""
    found = solve(PMedian(instance, p=p))
    assert found.is_optimal
    return found.objective


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_optimum_is_proved(name: str, data_folder: Path) -> None:
    """OR-Library's optimum, with proof, and p from the file."""
    p, value = PUBLISHED[name]
    found = solve(PMedian(read(f"orlib:{data_folder}/orlib_pmed/{name}.txt")))
    assert len(found.open) == p
    assert (found.objective, found.is_optimal) == (value, True)


@LAW
@given(SEEDS, st.integers(1, 11))
def test_more_sites_never_cost_more(seed: int, p: int) -> None:
    """The optimum does not increase with p, and is 0 when every village has a site."""
    instance = town(seed)
    assert optimum(instance, p + 1) <= optimum(instance, p) + 1e-7
    assert optimum(instance, 12) == 0


@LAW
@given(SEEDS)
def test_order_of_rows_does_not_matter(seed: int) -> None:
    """Shuffled clients and sites have the same optimum, and the same sites by id."""
    instance, rng = town(seed), np.random.default_rng(seed)
    i, j = rng.permutation(12), rng.permutation(12)
    shuffled = Instance.from_matrix(
        instance.travel()[i][:, j],
        demand=instance.demand[i],
        clients=[instance.clients[k] for k in i],
        sites=[instance.sites[k] for k in j],
    )
    assert optimum(shuffled, 4) == pytest.approx(optimum(instance, 4), rel=1e-9)


@LAW
@given(SEEDS, st.sampled_from([1e-6, 0.5, 3.0, 1e7]))
def test_value_scales_with_cost_and_demand(seed: int, factor: float) -> None:
    """Minutes or seconds, people or thousands: the same plan, the value scaled."""
    instance = town(seed)
    value = optimum(instance, 3)
    dearer = replace(instance, cost=instance.travel() * factor)
    busier = replace(instance, demand=instance.demand * factor)
    assert optimum(dearer, 3) == pytest.approx(factor * value, rel=1e-9)
    assert optimum(busier, 3) == pytest.approx(factor * value, rel=1e-9)


@LAW
@given(SEEDS)
def test_splitting_a_client_changes_nothing(seed: int) -> None:
    """Two half villages in one place are one village."""
    instance = town(seed)
    cost = np.vstack([instance.travel(), instance.travel([0])])
    demand = np.append(instance.demand, instance.demand[0] / 2)
    demand[0] /= 2
    split = Instance.from_matrix(cost, demand=demand)
    assert optimum(split, 3) == pytest.approx(optimum(instance, 3), rel=1e-9)


@LAW
@given(SEEDS)
def test_a_dominated_site_changes_nothing(seed: int) -> None:
    """A site that is farther from everybody than another is never worth opening."""
    instance = town(seed)
    worse = instance.travel()[:, [0]] + 1.0
    wider = Instance.from_matrix(
        np.hstack([instance.travel(), worse]), demand=instance.demand
    )
    assert optimum(wider, 3) == pytest.approx(optimum(instance, 3), rel=1e-9)


@LAW
@given(SEEDS)
def test_requiring_the_optimal_sites_gives_the_optimum(seed: int) -> None:
    """Fixing what was found reproduces the value; forbidding it never improves it."""
    problem = PMedian(town(seed), p=3)
    found = solve(problem)
    again = solve(replace(problem, required=found.open))
    assert again.objective == pytest.approx(found.objective, rel=1e-12)
    without = solve(replace(problem, forbidden=found.open[:1]))
    assert without.objective >= found.objective - 1e-9


def test_weight_zero_is_still_a_client() -> None:
    """Somebody without weight costs nothing, and must be served all the same."""
    cost = np.array([[0.0, 9.0], [np.inf, 0.0]])
    instance = Instance.from_matrix(cost, demand=[5, 0], sites=["A", "B"])
    found = solve(PMedian(instance, p=1))
    assert (found.open, found.objective) == (("B",), 45.0)
    assert found.assignment == {"1": "B", "2": "B"}


def test_existing_sites_stay_and_add_counts_new_ones() -> None:
    """'2 existing and 1 new' is p = 3 with the existing two open."""
    instance = replace(town(5), role=["existing"] * 2 + ["candidate"] * 10)
    by_add, by_p = solve(PMedian(instance, add=1)), solve(PMedian(instance, p=3))
    assert by_add.open == by_p.open
    assert {"1", "2"} <= set(by_add.open)
    assert len(by_add.open) == 3


def in_a_row() -> Instance:
    """Three villages of 3, 1 and 1 people at 0, 4 and 10 km."""
    cost = [[0, 4, 10], [4, 0, 6], [10, 6, 0]]
    return Instance.from_matrix(
        cost, demand=[3, 1, 1], sites=["A", "B", "C"], cost_unit="km"
    )


def test_exactly_at_the_worst_distance_is_allowed_and_just_beyond_is_not() -> None:
    """A at 14, B at 18: a limit of 10 allows both, just below 10 leaves B."""
    for most, site, value in (
        (10, "A", 14),
        (np.nextafter(10, 0), "B", 18),
        (6, "B", 18),
    ):
        found = solve(PMedian(in_a_row(), p=1, max_travel=float(most)))
        assert (found.open, found.objective, found.is_optimal) == ((site,), value, True)


def test_too_short_a_limit_says_which_would_do() -> None:
    """Nobody else can be served from one site within 5; 6 would do."""
    found = solve(PMedian(in_a_row(), p=1, max_travel=5))
    assert found.solution == "infeasible"
    assert "the smallest max_travel that would do is 6.0" in found.reason


@LAW
@given(SEEDS, st.floats(10, 140), st.floats(10, 140))
def test_a_looser_limit_never_costs_more(seed: int, a: float, b: float) -> None:
    """The optimum falls with the limit, down to that of the plain p-median."""
    instance = town(seed)
    small, large = (
        solve(PMedian(instance, p=4, max_travel=most)) for most in sorted((a, b))
    )
    assert small.design is None or small.objective >= large.objective - 1e-9
    farthest = float(instance.travel().max())
    free = solve(PMedian(instance, p=4, max_travel=farthest))
    assert free.objective == pytest.approx(optimum(instance, 4), rel=1e-12)


@LAW
@given(SEEDS, st.floats(25, 70))
def test_stored_sparse_and_computed_costs_answer_alike(seed: int, most: float) -> None:
    """One limit, three ways of keeping the costs."""
    instance = town(seed)
    xy = instance.client_xy
    assert xy is not None
    kinds = (
        instance,
        replace(instance, cost=csr(instance.travel())),
        replace(instance, cost=PointCost(xy, xy, "euclid")),
    )
    found = [solve(PMedian(kind, p=4, max_travel=most)) for kind in kinds]
    assert len({x.solution for x in found}) == 1
    if found[0].design is not None:
        first = found[0].objective
        assert [x.objective for x in found] == pytest.approx([first] * 3, rel=1e-12)


def test_the_median_form_knows_the_limit() -> None:
    """Search and bounds see no pair beyond it, and a cost of 0 stays a cost."""
    form = PMedian(in_a_row(), p=1, max_travel=4).form
    assert isinstance(form, MedianForm)
    assert form.weight.tolist() == [3, 1, 1]
    assert form.cost.tolist() == [
        [0, 4, np.inf],
        [4, 0, np.inf],
        [np.inf, np.inf, 0],
    ]
    solvers = ("greedy", "interchange", "lagrangian", "highs")
    problem = PMedian(in_a_row(), p=2, max_travel=4)
    assert {solve(problem, s).objective for s in solvers} == {4.0}


def test_the_checker_sees_a_trip_beyond_the_limit() -> None:
    """The same sites with another limit in the file are no answer."""
    result = solve(PMedian(in_a_row(), p=1)).to_dict(assignment=True)
    wrong = faults_of_result(result, PMedian(in_a_row(), p=1, max_travel=9))
    assert wrong == [
        "client '3' is sent 10 to site 'A', beyond the limit of 9",
    ]


def test_there_is_no_reply_when_somebody_is_too_far() -> None:
    """A leaves the third village 10 km away: no answer within 9, one within 10."""
    alone = np.array([True, False, False])
    assert PMedian(in_a_row(), p=1, max_travel=9).reply(alone) is None
    served = PMedian(in_a_row(), p=1, max_travel=10).reply(alone)
    assert served is not None
    assert served.site.tolist() == [0, 0, 0]


def test_a_limit_of_zero_serves_only_on_the_spot() -> None:
    """0 is a limit, and all three villages need a site of their own."""
    found = solve(PMedian(in_a_row(), p=3, max_travel=0))
    assert (found.open, found.objective) == (("A", "B", "C"), 0.0)
    assert solve(PMedian(in_a_row(), p=2, max_travel=0)).design is None


@pytest.mark.parametrize("most", [-1, float("nan"), float("inf"), True, "far"])
def test_senseless_limit_is_refused(most: float) -> None:
    """The limit is a finite number in the unit of cost."""
    with pytest.raises(ProblemError) as caught:
        PMedian(in_a_row(), p=1, max_travel=most)
    assert str(caught.value) == (
        f"max_travel is {most!r}; expected a number >= 0, in km."
    )


def test_who_is_too_far_and_who_has_no_way_are_both_named() -> None:
    """One village is 9 km off with a limit of 5, another has no road at all."""
    cost = np.array([[0.0, 9.0], [9.0, 9.0], [np.inf, np.inf]])
    instance = Instance.from_matrix(cost, clients=["a", "b", "lonely"])
    found = solve(PMedian(instance, p=1, max_travel=5))
    assert found.reason.startswith(
        "2 of 3 clients cannot be served: client 'lonely' has no way to any site; "
        "client 'b' is 9 from its nearest site, 4 beyond what it may travel"
    )
