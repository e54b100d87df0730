"""What a front has of the volume that can be had: never more than the truth."""

from __future__ import annotations

import math

import numpy as np
import pytest

from siting.cost import Floats
from siting.indicators import hypervolume
from siting.measures.filtering import filtered
from siting.measures.volume import volume_of

STEPS = np.array([[0.0, 10.0], [10.0, 0.0]])


def test_by_hand() -> None:
    """Corner (11, 11): 11 + 11 - 1 found; a point at (5, 5) at most adds 5 x 5."""
    found = volume_of(STEPS, np.array([[[5.0, 5.0], [9.0, 9.0]]]))
    assert found.corner.tolist() == [11, 11]
    assert found.found == 21
    assert found.upper == 21 + 25
    assert found.certificate == pytest.approx(21 / 46)


def test_nothing_unexplored_is_all_and_nothing_known_is_nan() -> None:
    """Nor is anything known of a box that is open towards the better."""
    assert volume_of(STEPS, np.empty((0, 2, 2))).certificate == 1
    assert math.isnan(volume_of(STEPS, None).certificate)
    assert math.isnan(volume_of(STEPS, None).upper)
    endless = np.array([[[5.0, -math.inf], [9.0, 9.0]]])
    assert math.isnan(volume_of(STEPS, endless).certificate)
    assert volume_of(STEPS, endless).found == 21
    known = volume_of(STEPS, endless, utmost=np.array([-math.inf, 2.0]))
    assert known.corner.tolist() == [11, 11]
    assert known.upper == 11 + 11 - 1 + 5 * 8


def test_boxes_without_anything_better_change_nothing() -> None:
    """Their best corner is dominated."""
    assert volume_of(STEPS, np.array([[[10.0, 3.0], [10.0, 9.0]]])).certificate == 1


def test_a_missing_end_counts() -> None:
    """The corner lies beyond what may be there, else the end would weigh nothing.

    Only the first half of a front is known, the rest in one box.
    """
    half = np.array([[0.0, 10.0], [1.0, 9.0]])
    rest = np.array([[[1.0, 0.0], [20.0, 9.0]]])
    found = volume_of(half, rest)
    assert found.corner.tolist() == [22, 11]
    assert found.certificate == pytest.approx((1 + 21 * 2) / (1 + 21 * 11))
    open_ended = np.array([[[1.0, 0.0], [math.inf, 9.0]]])
    assert volume_of(half, open_ended).corner.tolist() == pytest.approx([1.1, 11])


def boxes_around(points: Floats, rng: np.random.Generator) -> Floats:
    """A box around each point."""
    low, high = rng.integers(0, 4, points.shape), rng.integers(0, 4, points.shape)
    return np.stack([points - low, points + high], axis=1)


@pytest.mark.parametrize("q", [2, 3])
def test_the_certificate_is_never_more_than_the_true_share(q: int) -> None:
    """Points are hidden in boxes; then the whole front is measured at that corner."""
    rng = np.random.default_rng(q)
    for _ in range(100):
        points = rng.integers(0, 20, (12, q)).astype(float)
        points = points[filtered(points)]
        shown = rng.random(len(points)) < 0.6
        shown[0] = True
        found = volume_of(points[shown], boxes_around(points[~shown], rng))
        truth = found.found / hypervolume(points, found.corner)
        assert 0 < found.certificate <= truth + 1e-12
        assert found.upper >= found.found


def test_one_point_and_values_beyond_all_digits() -> None:
    """A range of nothing is a unit; where even that is lost, nothing is claimed."""
    assert volume_of(np.array([[3.0, 4.0]]), None).found == pytest.approx(0.01)
    lost = volume_of(np.array([[1e20, 1e20]]), np.empty((0, 2, 2)))
    assert math.isnan(lost.certificate)
