from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from siting.access.catchments import Catchments, catchments_of
from siting.access.decay import Decay
from siting.instance import Instance

SEEDS = st.integers(0, 10**6)
DECAYS = st.sampled_from(
    [
        Decay("step", 40.0),
        Decay("linear", 40.0),
        Decay("gaussian", 40.0),
        Decay("exponential", 80.0, 0.05),
    ]
)


def town(seed: int, *, n: int = 12, m: int = 5) -> Instance:
    """Random villages, some without people, and sites, some with nobody about."""
    rng = np.random.default_rng(seed)
    cost = rng.random((n, m)) * 100
    cost[rng.random((n, m)) < 0.2] = np.inf
    demand = rng.integers(0, 5, n).astype(float)
    return Instance.from_matrix(cost, demand=demand)


def test_luo_and_wang_2003_figure_3() -> None:
    """One doctor at a for 8 people, one at b for 4; the fourth village sees both.

    Luo and Wang (2003, doi:10.1068/b29120), figure 3, with 30 minutes: 1/8, 1/4 and
    1/8 + 1/4.
    """
    to_a = [20, 20, 20, 20, 40, 20, 20, 40, 20, 20, 40]
    to_b = [40, 40, 40, 20, 20, 40, 40, 20, 40, 40, 20]
    place = Instance.from_matrix(np.column_stack([to_a, to_b]).astype(float))
    found = catchments_of(place, Decay("step", 30.0))
    expected = [1 / 8, 1 / 8, 1 / 8, 3 / 8, 2 / 8] + [1 / 8] * 2 + [2 / 8]
    expected += [1 / 8] * 2 + [2 / 8]
    np.testing.assert_array_equal(found.crowd, [8, 4])
    np.testing.assert_allclose(found.access(np.ones(2)), expected)


def test_gravity_is_the_same_algebra() -> None:
    """With g = 1 / travel, V is 3 and 2.5: 1/3 + 1/2.5, and 1/3 + 0.5/2.5."""
    weight = csr_array(np.array([[1, 1], [1, 1], [1, 0.5]]))
    found = Catchments(weight, np.ones(3)).access(np.ones(2))
    np.testing.assert_allclose(found, [1 / 3 + 0.4, 1 / 3 + 0.4, 1 / 3 + 0.2])


@given(SEEDS, DECAYS)
def test_all_that_is_in_somebodys_reach_is_shared_out(seed: int, decay: Decay) -> None:
    """sum_i D_i A_i is the supply of the sites with V_j > 0, whatever the decay."""
    instance = town(seed)
    found = catchments_of(instance, decay)
    supply = np.random.default_rng(seed).random(instance.m) * 100
    shared = float(instance.demand @ found.access(supply))
    assert shared == pytest.approx(supply[found.crowd > 0].sum())


@given(SEEDS, DECAYS, st.sampled_from([0.25, 3.0, 1e5]))
def test_access_scales_with_supply_and_against_demand(
    seed: int, decay: Decay, factor: float
) -> None:
    """Twice the beds is twice the access, twice the people half of it."""
    instance = town(seed)
    found = catchments_of(instance, decay)
    supply = np.random.default_rng(seed).random(instance.m)
    access = found.access(supply)
    np.testing.assert_allclose(found.access(factor * supply), factor * access)
    busier = replace(instance, demand=instance.demand * factor)
    crowded = catchments_of(busier, decay).access(supply)
    np.testing.assert_allclose(crowded, access / factor)


@given(SEEDS, DECAYS)
def test_access_is_linear_in_supply(seed: int, decay: Decay) -> None:
    """What two sets of beds give together is what they give apart."""
    instance, rng = town(seed), np.random.default_rng(seed)
    found = catchments_of(instance, decay)
    a, b = rng.random((2, instance.m))
    np.testing.assert_allclose(found.access(a + b), found.access(a) + found.access(b))


@given(SEEDS, st.sampled_from([0.001, 7.0, 1000.0]))
def test_the_unit_of_travel_is_nothing(seed: int, factor: float) -> None:
    """Metres, with the catchment in metres, are as good as kilometres."""
    instance = town(seed)
    other = replace(instance, cost=instance.travel() * factor)
    supply = np.ones(instance.m)
    here = catchments_of(instance, Decay("gaussian", 40.0)).access(supply)
    there = catchments_of(other, Decay("gaussian", 40.0 * factor)).access(supply)
    np.testing.assert_allclose(here, there, rtol=1e-6)


def test_a_site_that_nobody_is_drawn_to_gives_nothing() -> None:
    """No division by 0 people; a village of 0 people has access all the same."""
    instance = Instance.from_matrix([[1.0, 9.0, 1.0], [9.0, 1.0, 1.0]], demand=[4, 0])
    found = catchments_of(instance, Decay("step", 2.0))
    np.testing.assert_array_equal(found.crowd, [4, 0, 4])
    np.testing.assert_array_equal(found.access(np.full(3, 8.0)), [4, 2])
