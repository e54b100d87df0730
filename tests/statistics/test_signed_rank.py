"""Wilcoxon's test against tables, enumeration and scipy."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from siting.statistics.signed_rank import EXACT, FEWEST, signed_rank

HALVES = st.lists(st.integers(-4, 4).map(lambda k: k / 2), min_size=6, max_size=9)


def test_darwins_maize() -> None:
    """Fifteen pairs of crossed and self-fertilised plants, in eighths of an inch.

    Darwin's data in Fisher, The Design of Experiments (1935), table 3. The example of
    scipy.stats.wilcoxon has the same: statistic 24, p 0.041259765625.
    """
    eighths = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
    found = signed_rank(np.array(eighths, dtype=float))
    assert (found.pairs, found.zeros, found.statistic) == (15, 0, 24)
    assert found.p == pytest.approx(0.041259765625)


@pytest.mark.parametrize(
    ("pairs", "least", "p"), [(6, 0, 0.03125), (8, 3, 0.0390625), (10, 8, 0.048828125)]
)
def test_critical_values_of_the_tables(pairs: int, least: int, p: float) -> None:
    """Two-sided 5 % points: 0 of 6, 3 of 8, 8 of 10 pairs."""
    ranks = np.arange(1.0, pairs + 1)
    sign = np.where(np.isin(ranks, {0: [], 3: [3], 8: [8]}[least]), -1, 1)
    assert signed_rank(sign * ranks).p == pytest.approx(p)


@given(HALVES)
@settings(max_examples=60)
def test_every_sign_is_as_likely_as_the_other(values: list[float]) -> None:
    """Ties and zeros too: the p-value is a count over all signs of what is not zero."""
    found = signed_rank(np.array(values))
    ranks = stats.rankdata(np.abs(values))[np.array(values) != 0]
    if not len(ranks):
        assert found.p == 1
        return
    signs = np.array(list(product([0, 1], repeat=len(ranks))))
    ups = signs @ ranks
    least = np.minimum(ups, ranks.sum() - ups)
    share = (least <= found.statistic + 1e-9).mean()
    assert found.p == pytest.approx(min(1.0, float(share)))


@pytest.mark.parametrize("k", range(5))
def test_without_ties_it_is_scipys(k: int) -> None:
    """The exact test of scipy, another code."""
    rng = np.random.default_rng(k)
    values = rng.normal(0.3, 1, 12 + 7 * k)
    ours, theirs = signed_rank(values), stats.wilcoxon(values, method="exact")
    assert ours.statistic == theirs.statistic
    assert ours.p == pytest.approx(theirs.pvalue)


def test_very_many_pairs_are_scipys_normal_test() -> None:
    """With zeros by Pratt and with ties, without correction for continuity."""
    rng = np.random.default_rng(3)
    values = rng.integers(-5, 7, EXACT + 50).astype(float)
    theirs = stats.wilcoxon(
        values, zero_method="pratt", correction=False, method="asymptotic"
    )
    assert signed_rank(values).p == pytest.approx(theirs.pvalue)


def test_normal_and_exact_meet_where_one_takes_over() -> None:
    """No jump at the border."""
    rng = np.random.default_rng(4)
    values = rng.normal(0.2, 1, EXACT)
    theirs = stats.wilcoxon(values, correction=False, method="asymptotic")
    assert signed_rank(values).p == pytest.approx(theirs.pvalue, rel=0.05)


def test_few_pairs_have_no_p_value() -> None:
    """Five pairs cannot show anything at 5 %; equal pairs show nothing."""
    assert math.isnan(signed_rank(np.arange(1.0, FEWEST)).p)
    assert signed_rank(np.zeros(0)).pairs == 0
    assert signed_rank(np.zeros(FEWEST)).p == 1


def test_no_answer_is_worse_than_any() -> None:
    """An infinite difference has the highest rank."""
    with_inf = signed_rank(np.array([-math.inf, 1, 2, 3, 4, 5]))
    with_large = signed_rank(np.array([-99.0, 1, 2, 3, 4, 5]))
    assert with_inf == with_large
