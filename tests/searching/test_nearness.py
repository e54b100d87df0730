"""Neighbours of sites are the nearest others, by coordinates or by travel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from siting.instance import Instance
from siting.searching.ground import Ground
from siting.searching.nearness import near_sites


def test_neighbours_are_the_nearest_others() -> None:
    """None is its own neighbour; nearest first, with sites in one place, too."""
    rng = np.random.default_rng(3)
    for m in (1, 2, 5, 14, 40):
        xy = rng.integers(0, 6, (m, 2)).astype(float)
        town = Instance.from_points(xy, xy)
        near = near_sites(town, count=10)
        assert near.shape == (m, min(10, m - 1))
        apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
        for j, row in enumerate(near.tolist()):
            assert j not in row
            assert len(set(row)) == len(row)
            others = np.sort(np.delete(apart[j], j))[: len(row)]
            assert np.allclose(apart[j, row], others)


def test_without_coordinates_travel_tells_who_is_near() -> None:
    """On a line, sites next to each other are near; also where one is cut off."""
    place = np.arange(12.0)
    cost = np.abs(place[:, None] - place[None, :])
    cost[:, 11] = np.inf
    town = Instance.from_matrix(cost)
    near = near_sites(town, count=2)
    for j in range(1, 9):
        assert set(near[j].tolist()) == {j - 1, j + 1}
    assert 11 not in near[:10]


def test_the_nearest_of_some_is_found() -> None:
    """As the plain minimum says, the first on ties."""
    rng = np.random.default_rng(5)
    xy = rng.integers(0, 5, (30, 2)).astype(float)
    ground = Ground(replace(Instance.from_matrix(np.ones((4, 30))), site_xy=xy))
    for _ in range(50):
        among = np.sort(rng.choice(30, 7, replace=False))
        site = int(rng.integers(30))
        apart = ((xy[among] - xy[site]) ** 2).sum(axis=1)
        assert ground.nearest(site, among) == among[apart.argmin()]
