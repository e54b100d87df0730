from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.check import faults_of_result
from siting.errors import ProblemError
from siting.instance import Instance
from siting.models import MCLP

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=30, deadline=None)


def town(seed: int, *, n: int = 14) -> Instance:
    """Random villages, sites in the villages."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


def covered(instance: Instance, p: int, radius: float) -> float:
    """Proved most demand within the radius."""
    found = solve(MCLP(instance, p=p, radius=radius))
    assert found.is_optimal
    return found.objective


@LAW
@given(SEEDS, st.floats(0, 140), st.floats(0, 140))
def test_larger_radius_never_covers_less(seed: int, a: float, b: float) -> None:
    """Reaching farther loses nobody."""
    instance = town(seed)
    small, large = sorted((a, b))
    assert covered(instance, 3, small) <= covered(instance, 3, large) + 1e-9


@LAW
@given(SEEDS, st.integers(1, 13))
def test_more_sites_never_cover_less_and_gain_less_each_time(seed: int, p: int) -> None:
    """Coverage grows with p, and is everything when every village has a site."""
    instance = town(seed)
    assert covered(instance, p + 1, 20) >= covered(instance, p, 20) - 1e-9
    assert covered(instance, 14, 0) == instance.demand.sum()


@LAW
@given(SEEDS, st.sampled_from([1e-6, 4.0, 1e8]))
def test_value_scales_with_demand_and_not_with_units_of_cost(
    seed: int, factor: float
) -> None:
    """Metres or kilometres, with the radius in the same unit, are the same question."""
    instance = town(seed)
    value = covered(instance, 2, 25)
    metres = replace(instance, cost=instance.travel() * 1024)
    assert covered(metres, 2, 25 * 1024) == value
    busier = replace(instance, demand=instance.demand * factor)
    assert covered(busier, 2, 25) == pytest.approx(factor * value, rel=1e-9)


def test_exactly_at_the_radius_is_covered_and_just_beyond_is_not() -> None:
    """7:59 is in time and 8:01 is not."""
    instance = Instance.from_matrix([[8.0], [np.nextafter(8.0, 9.0)]], demand=[3, 5])
    assert covered(instance, 1, 8.0) == 3


def test_coverage_is_counted_in_people() -> None:
    """One place of 100 people beats two of one, whatever the number of points."""
    cost = np.array([[0.0, 9.0], [9.0, 0.0], [9.0, 0.0]])
    instance = Instance.from_matrix(cost, demand=[100, 1, 1], sites=["town", "farms"])
    found = solve(MCLP(instance, p=1, radius=1))
    assert (found.open, found.objective) == (("town",), 100.0)
    assert found.assignment == {"1": "town"}


@pytest.mark.parametrize("radius", [-1, float("nan"), float("inf"), True])
def test_senseless_radius_is_refused(radius: float) -> None:
    """The radius is a finite number in the unit of cost."""
    instance = replace(town(1), cost_unit="minutes")
    with pytest.raises(ProblemError) as caught:
        MCLP(instance, p=1, radius=radius)
    assert str(caught.value) == (
        f"radius is {radius!r}; expected a number >= 0, in minutes."
    )


def test_who_is_counted_from_beyond_the_radius_is_noticed() -> None:
    """The second client is 5 away from the only site, and the radius is 4."""
    problem = MCLP(Instance.from_matrix([[0], [5]]), p=1, radius=4)
    right = solve(problem).to_dict(assignment=True)
    wrong = right | {"assignment": {"1": "1", "2": "1"}}
    assert faults_of_result(right, problem) == []
    assert any("radius" in fault for fault in faults_of_result(wrong, problem))
