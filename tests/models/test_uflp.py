from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.instance import Instance
from siting.models import UFLP, PMedian

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=30, deadline=None)


def town(seed: int, *, n: int = 11) -> Instance:
    """Random villages with rents."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    instance = Instance.from_points(xy, xy, demand=rng.integers(1, 9, n).astype(float))
    return replace(instance, opening=rng.integers(20, 400, n).astype(float))


@LAW
@given(SEEDS)
def test_free_number_of_sites_is_the_best_fixed_one(seed: int) -> None:
    """The optimum is the least over all p of the optimum with p sites."""
    instance = town(seed, n=7)
    free = solve(UFLP(instance)).objective
    fixed = [solve(UFLP(instance, p=p)).objective for p in range(1, 8)]
    assert free == pytest.approx(min(fixed), rel=1e-9)


@LAW
@given(SEEDS, st.integers(1, 10))
def test_without_rents_and_with_p_it_is_the_p_median(seed: int, p: int) -> None:
    """Two models, one question, one value."""
    instance = replace(town(seed), opening=np.zeros(11))
    first, second = solve(UFLP(instance, p=p)), solve(PMedian(instance, p=p))
    assert first.objective == pytest.approx(second.objective, rel=1e-9)


@LAW
@given(SEEDS, st.floats(1, 300))
def test_higher_rents_never_cost_less(seed: int, rise: float) -> None:
    """A dearer site makes nothing cheaper, by at most the rise for each open site."""
    instance = town(seed)
    dearer = replace(instance, opening=instance.opening + rise)
    before, after = solve(UFLP(instance)), solve(UFLP(dearer))
    assert before.objective <= after.objective + 1e-9
    assert after.objective <= before.objective + rise * len(before.open) + 1e-7


def test_hand_instance() -> None:
    """Rents 10, 10, 100; opening the cheap two costs 20 and no travel but c's 3."""
    cost = np.array([[0.0, 9, 9], [9, 0, 9], [9, 3, 0]])
    instance = replace(
        Instance.from_matrix(cost, demand=[2, 2, 1], sites=["a", "b", "c"]),
        opening=np.array([10.0, 10, 100]),
    )
    found = solve(UFLP(instance))
    assert (found.open, found.objective) == (("a", "b"), 23.0)
