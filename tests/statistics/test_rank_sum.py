"""The rank-sum test against scipy, and against every choice of ranks."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from siting.statistics.rank_sum import EXACT, rank_sum, too_few


@pytest.mark.parametrize("sizes", [(4, 4), (5, 7), (21, 21), (1, 60), (28, 30)])
def test_without_ties_it_is_scipys_exact_test(sizes: tuple[int, int]) -> None:
    """The same statistic and the same p-value."""
    rng = np.random.default_rng(sum(sizes))
    one, other = rng.random(sizes[0]), rng.random(sizes[1]) + 0.2
    theirs = stats.mannwhitneyu(one, other, method="exact")
    ours = rank_sum(one, other)
    assert ours.statistic == theirs.statistic
    method = "exact" if sum(sizes) <= EXACT else "asymptotic"
    theirs = stats.mannwhitneyu(one, other, method=method, use_continuity=False)
    assert ours.p == pytest.approx(theirs.pvalue, rel=1e-9)


def test_with_ties_every_choice_of_ranks_is_counted() -> None:
    """By enumeration: sums as far from their mean as the one seen."""
    one, other = np.array([0.0, 0, 1, 5, 5]), np.array([0.0, 2, 5, 7])
    ranks = stats.rankdata(np.concatenate([one, other]))
    sums = [ranks[list(chosen)].sum() for chosen in combinations(range(9), 5)]
    far = abs(ranks[:5].sum() - 25)
    expected = np.mean([abs(s - 25) >= far - 1e-9 for s in sums])
    assert rank_sum(one, other).p == pytest.approx(expected)
    assert rank_sum(other, one).p == pytest.approx(expected)


def test_many_values_are_near_the_exact_test() -> None:
    """Beyond what is counted: scipy's normal approximation with ties."""
    rng = np.random.default_rng(7)
    one, other = rng.integers(0, 9, 80), rng.integers(1, 10, 90)
    theirs = stats.mannwhitneyu(one, other, method="asymptotic", use_continuity=False)
    assert rank_sum(one, other).p == pytest.approx(theirs.pvalue, rel=1e-9)


@pytest.mark.parametrize(
    ("sizes", "few"),
    [((3, 3), True), ((4, 4), False), ((1, 21), True), ((1, 39), False)],
)
def test_no_p_value_where_none_could_be_small(
    sizes: tuple[int, int], few: bool
) -> None:
    """2 of C(k + l, k) choices are the clearest: 3 and 3 give 0.1 at best."""
    assert too_few(*sizes) is few
    one, other = np.arange(sizes[0]), np.arange(sizes[1]) + 100.0
    p = rank_sum(one.astype(float), other).p
    assert math.isnan(p) is few
    if not few:
        assert p == pytest.approx(2 / math.comb(sum(sizes), sizes[0]))


def test_equal_values_differ_in_nothing_and_inf_is_the_greatest() -> None:
    """Runs without an answer tie with each other and lose to all others."""
    assert rank_sum(np.zeros(9), np.zeros(5)).p == 1
    lost = np.full(6, np.inf)
    assert rank_sum(np.arange(6.0), lost).p == pytest.approx(2 / math.comb(12, 6))
    assert rank_sum(lost, lost).p == 1
