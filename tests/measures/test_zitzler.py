"""M1*, M2* and M3* by hand, and what a study printed for M2*."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sentences import said

from siting.measures.zitzler import (
    average_distance,
    distribution,
    extent,
    interior_share,
)

LINE = np.array([[0.0, 4.0], [1.0, 3.0], [2.0, 2.0], [3.0, 1.0], [4.0, 0.0]])
NONE = np.empty((0, 2))


def test_average_distance_is_to_the_nearest_of_the_reference() -> None:
    """5 (3, 4) and 0."""
    points = np.array([[3.0, 8.0], [4.0, 0.0]])
    assert average_distance(points, LINE[[0, 4]]) == 5 / 2
    assert average_distance(LINE, LINE) == 0
    assert math.isnan(average_distance(NONE, LINE))
    assert math.isnan(average_distance(LINE, NONE))


def test_distribution_counts_pairs_that_are_far_apart() -> None:
    """Five in a row, sqrt(2) apart: 20 ordered pairs, 8 of them neighbours."""
    assert distribution(LINE, sigma=0.0) == 5
    assert distribution(LINE, sigma=1.5) == 12 / 4
    assert distribution(LINE, sigma=9.0) == 0
    assert distribution(LINE[[0, 0, 4]], sigma=0.0) == 4 / 2
    assert math.isnan(distribution(LINE[:1], sigma=1.0))
    assert "sigma is -1" in said(lambda: distribution(LINE, sigma=-1))
    assert "sigma is nan" in said(lambda: distribution(LINE, sigma=math.nan))


@pytest.mark.parametrize("k", [2, 3, 4, 5])
def test_what_the_study_printed_is_the_share_of_interior_points(k: int) -> None:
    """M2* as a share is (k - 2) / k where only the neighbours are within sigma."""
    assert interior_share(LINE[:k]) == pytest.approx((k - 2) / k)
    assert distribution(LINE[:k], sigma=1.5) / k == pytest.approx((k - 2) / k)
    assert math.isnan(interior_share(NONE))


def test_extent_is_the_root_of_the_sum_of_the_ranges() -> None:
    """4 and 4; of a point none."""
    assert extent(LINE) == pytest.approx(math.sqrt(8))
    assert extent(LINE[:1]) == 0
    assert math.isnan(extent(NONE))
    assert extent(np.array([[1.0, 2.0, 0.0], [4.0, 2.0, 6.0]])) == 3
