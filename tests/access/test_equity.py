from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siting.access.equity import gini

SEEDS = st.integers(0, 10**6)


def some(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Values with ties and zeros, weights with zeros; somebody has something."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 12))
    value, weight = rng.integers(0, 5, n) / 3, rng.integers(0, 4, n).astype(float)
    value[0], weight[0] = 1.0, 2.0
    return value, weight


@given(SEEDS)
def test_it_is_the_mean_difference_over_twice_the_mean(seed: int) -> None:
    """The sorted sum is the double sum of the definition."""
    x, w = some(seed)
    apart = sum(w[i] * w[k] * abs(x[i] - x[k]) for i in range(len(x))
                for k in range(len(x)))  # fmt: skip
    mean = (w @ x) / w.sum()
    assert gini(x, w) == pytest.approx(apart / (2 * w.sum() ** 2 * mean), abs=1e-12)


@given(SEEDS, st.sampled_from([1e-6, 3.0, 1e9]))
def test_neither_the_unit_nor_the_size_of_the_town_matters(
    seed: int, factor: float
) -> None:
    """It is a ratio, of values and of people; and it lies in [0, 1)."""
    x, w = some(seed)
    assert gini(factor * x, w) == pytest.approx(gini(x, w), abs=1e-12)
    assert gini(x, factor * w) == pytest.approx(gini(x, w), abs=1e-12)
    assert -1e-12 <= gini(x, w) < 1


@given(SEEDS)
def test_ten_people_are_ten_times_one(seed: int) -> None:
    """A weight of w is w people with the same value; the order is nothing."""
    x, w = some(seed)
    people = np.repeat(x, w.astype(int))
    mixed = np.random.default_rng(seed).permutation(people)
    assert gini(mixed, np.ones(len(mixed))) == pytest.approx(gini(x, w), abs=1e-12)


def test_equal_shares_one_who_has_all_and_nothing_to_share() -> None:
    """0, (n - 1) / n and nan."""
    assert gini(np.full(4, 2.0), np.arange(4.0)) == pytest.approx(0, abs=1e-15)
    assert gini(np.array([0, 0, 0, 7.0]), np.ones(4)) == pytest.approx(3 / 4)
    assert math.isnan(gini(np.zeros(3), np.ones(3)))
    assert math.isnan(gini(np.ones(3), np.zeros(3)))
