"""The effect size A12 against its definition."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siting.statistics.vargha_delaney import a12, size_of

VALUES = st.lists(st.sampled_from([0.0, 1.0, 2.0, math.inf]), min_size=1, max_size=9)


@given(VALUES, VALUES)
def test_it_is_a_count_over_all_pairs(first: list[float], second: list[float]) -> None:
    """P(first < second) + P(equal) / 2, and the other way round the rest to 1."""
    points = [1.0 if a < b else 0.5 * (a == b) for a in first for b in second]
    found = a12(np.array(first), np.array(second))
    assert found == pytest.approx(sum(points) / len(points))
    assert a12(np.array(second), np.array(first)) == pytest.approx(1 - found)


def test_it_is_the_u_statistic_over_all_pairs() -> None:
    """A second way: Mann and Whitney's U by scipy."""
    from scipy import stats

    rng = np.random.default_rng(5)
    first, second = rng.integers(0, 9, 20), rng.integers(2, 11, 30)
    u = stats.mannwhitneyu(second, first).statistic
    assert a12(first.astype(float), second.astype(float)) == pytest.approx(u / 600)


@pytest.mark.parametrize(
    ("effect", "word"),
    [
        (0.5, "negligible"), (0.5599, "negligible"), (0.56, "small"), (0.64, "medium"),
        (0.71, "large"), (1.0, "large"), (0.4401, "negligible"), (0.36, "medium"),
        (0.0, "large"),
    ],
)  # fmt: skip
def test_words_of_vargha_and_delaney(effect: float, word: str) -> None:
    """0.56 small, 0.64 medium, 0.71 large; the same below 0.5."""
    assert size_of(effect) == word
