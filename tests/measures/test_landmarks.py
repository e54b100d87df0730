"""Ends, knee, bend and compromise: by hand, and by what makes them so."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sentences import said

from siting.cost import Floats
from siting.measures.filtering import filtered
from siting.measures.landmarks import bend, compromise, ends, knee

CURVE = np.array([[0, 100], [1, 60], [2, 30], [5, 20], [9, 12], [10, 0]], dtype=float)
NONE = np.empty((0, 2))


def drawn(rng: np.random.Generator, q: int) -> Floats:
    """Some points of which none dominates another, sorted by the first value."""
    points = rng.integers(0, 20, (12, q)).astype(float)
    points = points[filtered(points)]
    return points[np.lexsort(points.T[::-1])]


def test_ends_are_the_best_of_each_objective() -> None:
    """Of equals the one that is best in the others, in their order."""
    assert ends(CURVE) == (0, 5)
    assert ends(np.array([[1.0, 9, 9], [3, 2, 8], [4, 2, 1], [5, 5, 1]])) == (0, 1, 2)
    assert ends(np.array([[1.0, 9, 9], [4, 2, 2], [5, 2, 1], [6, 1, 1]])) == (0, 3, 2)
    assert ends(NONE) == ()


def test_the_knee_is_deepest_below_the_line_of_the_ends() -> None:
    """(2, 30) is at 0.2 + 0.3; (5, 20) at 0.5 + 0.2. Units change nothing."""
    assert knee(CURVE) == 2
    assert knee(CURVE * [1e6, 1e-3] + [5e8, -7]) == 2


def test_a_front_that_bulges_or_is_straight_has_no_knee() -> None:
    """No more have two points, one or none."""
    straight = np.array([[0.1 * k, 1 - 0.1 * k] for k in range(8)]) * [3, 7]
    bulging = np.array([[0, 10], [4, 9], [9, 4], [10, 0]], dtype=float)
    for points in (straight, straight + 1e5, bulging, CURVE[:2], CURVE[:1], NONE):
        assert knee(points) is None


def test_the_bend_is_where_the_rate_changes_most() -> None:
    """Of the hull's corners: at (2, 30) it falls from 3.5 to 0.375 of the ranges."""
    assert bend(CURVE) == 2
    late = np.array([[0, 1], [0.02, 0.6], [0.4, 0.03], [1, 0]])
    for unit in (1e-6, 1, 1e6):
        assert bend(late * [1, unit]) == 2
    early = np.array([[0, 100], [1, 50], [5, 25], [10, 0]], dtype=float)
    assert bend(early) == 1
    assert bend(CURVE[::-1]) == 3  # the same point, found in any order
    for points in (CURVE[[0, 5]], CURVE[[0, 4, 5]], NONE, np.eye(3)):
        assert bend(points) is None


@pytest.mark.parametrize("q", [2, 3, 4])
def test_the_compromise_has_the_least_worst_distance(q: int) -> None:
    """In ranges, with weights; no other point has less, by brute force."""
    rng = np.random.default_rng(q)
    for _ in range(100):
        points = drawn(rng, q)
        weights = rng.integers(0, 4, q) + np.eye(q)[0]
        span = np.where(np.ptp(points, axis=0) > 0, np.ptp(points, axis=0), 1)
        far = (points - points.min(axis=0)) / span
        for given, scale in ((None, np.ones(q)), (weights.tolist(), weights)):
            found = compromise(points, given)
            assert found is not None
            worst = (far * scale).max(axis=1)
            assert worst[found] == pytest.approx(worst.min())


def test_weights_pull_the_compromise_to_an_end() -> None:
    """With all the weight on one objective it is that end, the best of its equals."""
    assert compromise(CURVE) == 2
    assert compromise(CURVE, [1, 0]) == 0
    assert compromise(CURVE, [0, 1]) == 5
    assert compromise(CURVE, [5, 1]) == 1
    tied = np.array([[0.0, 9, 5], [4, 0, 7], [4, 0, 3], [9, 4, 0]])
    assert compromise(tied, [0, 1, 0]) == 2
    assert compromise(CURVE, [2, 2]) == compromise(CURVE)


def test_one_point_is_its_own_compromise() -> None:
    """And both ends; of none nothing can be said."""
    assert compromise(CURVE[:1]) == 0
    assert ends(CURVE[:1]) == (0, 0)
    assert compromise(NONE) is None


def test_an_objective_without_a_range_plays_no_part() -> None:
    """The third is the same everywhere."""
    flat = np.column_stack([CURVE, np.full(6, 4.0)])
    assert compromise(flat) == compromise(CURVE)
    assert knee(flat) == knee(CURVE)
    assert compromise(flat, [0, 0, 1]) is not None


@pytest.mark.parametrize("weights", [[1], [1, 2, 3], [0, 0], [-1, 2], [math.nan, 1]])
def test_bad_weights_are_refused(weights: list[float]) -> None:
    """With what is expected."""
    assert "expected 2 numbers >= 0" in said(lambda: compromise(CURVE, weights))
