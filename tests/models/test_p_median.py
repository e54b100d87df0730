from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import read, solve
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
