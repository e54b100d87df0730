"""Local upper bounds and facts against their definitions."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from siting.cost import Floats
from siting.fronts.facts import Facts
from siting.fronts.zones import Zones


def maximal_corners(points: Floats) -> set[tuple[float, ...]]:
    """The maximal corners below which no known point lies, from all that may be."""
    q = points.shape[1]
    grid = [sorted({*points[:, k].tolist(), np.inf}) for k in range(q)]
    free = [
        corner for corner in itertools.product(*grid)
        if not (points < np.array(corner)).all(axis=1).any()
    ]  # fmt: skip
    return {
        a for a in free
        if not any(a != b and all(x <= y for x, y in zip(a, b, strict=True))
                   for b in free)
    }  # fmt: skip


@pytest.mark.parametrize("q", [2, 3, 4])
def test_corners_are_the_maximal_ones(q: int) -> None:
    """In any order of points, with equal coordinates, and dominated ones among them."""
    rng = np.random.default_rng(q)
    for _ in range(25):
        points = rng.integers(0, 5, (int(rng.integers(1, 8)), q)).astype(float)
        zones = Zones(q)
        for point in points:
            zones.cut(point)
        corners = list(map(tuple, zones.corner.tolist()))
        assert len(corners) == len(set(corners))
        assert set(corners) == maximal_corners(points)


def test_a_zone_left_out_does_not_come_back() -> None:
    """What is cut from the others lies in none that is gone."""
    zones = Zones(2)
    zones.cut(np.array([3.0, 3.0]))
    assert sorted(zones.corner.tolist()) == [[3.0, np.inf], [np.inf, 3.0]]
    zones.keep(zones.corner[:, 0] == 3.0)
    assert not len(zones.cut(np.array([4.0, 2.0])))
    new = zones.cut(np.array([1.0, 5.0]))
    assert sorted(zones.corner[new].tolist()) == [[1.0, np.inf], [3.0, 5.0]]


def test_facts_hold_under_tighter_limits_only() -> None:
    """And the best that applies counts, whatever was noted in between."""
    rng = np.random.default_rng(0)
    noted: list[tuple[Floats, float]] = []
    facts = Facts(3)
    for _ in range(60):
        limits, value = rng.integers(0, 6, 3).astype(float), float(rng.integers(9))
        facts.note(1, limits, value)
        noted.append((limits, value))
        asked = rng.integers(0, 6, (4, 3)).astype(float)
        expected = [
            max(
                (v for known, v in noted if (row <= known)[[0, 2]].all()),
                default=-np.inf,
            )
            for row in asked
        ]
        assert facts.least(1, asked).tolist() == expected
    assert (facts.least(0, np.zeros((2, 3))) == -np.inf).all()
