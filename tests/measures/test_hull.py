"""A point is supported when a weighted sum is nowhere less, for some weights."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from sentences import said

from siting.cost import Floats
from siting.measures.hull import supported


def by_weights(points: Floats, *, alone: bool) -> list[bool]:
    """Try the weights at which two points are equal, and between each two such.

    Weights of 0 do not count.
    """
    slopes = {
        -(a[1] - b[1]) / (a[0] - b[0]) for a in points for b in points if a[0] != b[0]
    }
    turns = sorted(s for s in slopes if s > 0)
    ends = [0.0, *turns, (turns or [1.0])[-1] + 2]
    between = [(a + b) / 2 for a, b in pairwise(ends)]
    found = np.zeros(len(points), dtype=bool)
    for weight in [*between, *([] if alone else turns)]:
        sums = weight * points[:, 0] + points[:, 1]
        found |= np.abs(sums - sums.min()) < 1e-9
    return found.tolist()


@pytest.mark.parametrize("extreme", [False, True])
def test_supported_is_what_some_weights_find(extreme: bool) -> None:
    """Small whole values: ties, doubles, points on lines."""
    rng = np.random.default_rng(4)
    for _ in range(400):
        points = rng.integers(0, 7, (int(rng.integers(1, 9)), 2)).astype(float)
        expected = by_weights(points, alone=extreme)
        assert supported(points, extreme=extreme).tolist() == expected


def test_a_point_on_the_line_is_supported_and_no_corner() -> None:
    """The one above the line is neither."""
    points = np.array([[0.0, 4.0], [1.0, 3.0], [3.0, 1.5], [4.0, 0.0]])
    assert supported(points).tolist() == [True, True, False, True]
    assert supported(points, extreme=True).tolist() == [True, False, False, True]


def test_rounding_takes_no_point_off_the_line() -> None:
    """Tenths are not exact."""
    points = np.array([[0.1 * k, 0.3 - 0.1 * k] for k in range(4)]) + 1 / 3
    assert supported(points).all()
    assert supported(points, extreme=True).tolist() == [True, False, False, True]


def test_few_points_and_bad_ones() -> None:
    """None, one, and what is no pair of numbers."""
    assert supported(np.empty((0, 2))).tolist() == []
    assert supported(np.array([[2.0, 5.0]]), extreme=True).tolist() == [True]
    assert "expected (k, 2)" in said(lambda: supported(np.ones((2, 3))))
    assert "not finite" in said(lambda: supported(np.array([[1.0, np.inf]])))
