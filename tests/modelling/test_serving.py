from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from siting.cost import PointCost
from siting.instance import Instance
from siting.modelling.serving import pair_travel


@pytest.mark.parametrize("seed", range(10))
def test_travel_of_pairs_is_that_of_the_table(seed: int) -> None:
    """From dense and sparse costs, stored zeros included, and from coordinates."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 30)), int(rng.integers(1, 9))
    here, there = rng.random((n, 2)), rng.random((m, 2))
    there[0] = here[0]
    points = Instance.from_points(here, there)
    table = points.travel()
    some = rng.random((n, m)) < 0.6
    some[0, 0] = True
    pairs = np.argwhere(some).astype(np.int32)
    row, column = pairs.T
    sparse = csr_array((table[row, column], (row, column)), shape=(n, m))
    for cost in (table, sparse, PointCost(here, there, "euclid")):
        found = pair_travel(replace(points, cost=cost), pairs)
        np.testing.assert_array_equal(found, table[row, column])
    every = np.argwhere(np.ones((n, m), dtype=bool)).astype(np.int32)
    found = pair_travel(replace(points, cost=sparse), every)
    assert np.isinf(found[~some.ravel()]).all()
