from __future__ import annotations

import numpy as np
import pytest

from siting.cost import METRICS
from siting.kernels import near


def points(seed: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Clients and sites on a plane, on a lattice, on a line, or all at one point."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 400)), int(rng.integers(1, 40))
    here, there = rng.random((n, 2)) * 30, rng.random((m, 2)) * 36 - 3
    kind = seed % 4
    if kind == 1:
        here, there = np.floor(here / 3), np.floor(there / 3)
    if kind == 2:
        here[:, 1] = there[:, 1] = 7.0
    if kind == 3:
        here[:] = here[0]
    return here, there, float(rng.choice([0.0, 1.0, 3.0, 5.0, rng.random() * 40]))


@pytest.mark.parametrize("metric", near.CODES)
@pytest.mark.parametrize("seed", range(12))
def test_rows_are_those_of_the_dense_table(seed: int, metric: str) -> None:
    """Bit by bit the pairs that the metric itself finds, at the radius included."""
    here, there, radius = points(seed)
    travel = METRICS[metric](here, there)
    if seed % 3 == 0:
        radius = float(np.random.default_rng(seed).choice(travel.ravel()))
    found = near.Near(here, there, metric=metric, radius=radius)
    for k in range(0, len(here), found.step):
        start, site = found.rows(here[k : k + found.step])
        twin = near.rows_plain(travel[k : k + found.step], radius)
        np.testing.assert_array_equal(start, twin[0])
        np.testing.assert_array_equal(site, twin[1])


def test_a_radius_that_is_a_distance_counts_its_pair() -> None:
    """A hundred thousand pairs, each at its own distance exactly and just below it."""
    rng = np.random.default_rng(8)
    here, there = rng.random((100_000, 2)) * 1e3, rng.random((1, 2)) * 1e3
    far = METRICS["euclid"](here, there)[:, 0]
    which, least = near.nearest(here, there, metric="euclid")
    np.testing.assert_array_equal(least, far)
    assert not which.any()
    for k in range(0, len(here), 1000):
        for radius, inside in ((far[k], 1), (np.nextafter(far[k], 0), 0)):
            one = near.Near(here[k : k + 1], there, metric="euclid", radius=radius)
            assert len(one.rows(here[k : k + 1])[1]) == inside


@pytest.mark.parametrize("metric", near.CODES)
@pytest.mark.parametrize("seed", range(8))
def test_nearest_is_the_first_of_the_least(seed: int, metric: str) -> None:
    """As numpy's argmin over the dense table has it, ties included."""
    here, there, _ = points(seed)
    travel = METRICS[metric](here, there)
    which, least = near.nearest(here, there, metric=metric)
    np.testing.assert_array_equal(which, travel.argmin(axis=1))
    np.testing.assert_array_equal(least, travel.min(axis=1))
