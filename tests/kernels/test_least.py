"""The least cost over some sites, and what is worked out with it."""

from __future__ import annotations

import numpy as np

from siting.assignment import MANY, nearest_travel
from siting.instance import Instance
from siting.kernels.least import least_cost


def test_least_cost_is_the_plain_minimum() -> None:
    """With costs that are infinite, and no column at all."""
    rng = np.random.default_rng(2)
    for _ in range(50):
        n, m = rng.integers(1, 12, 2)
        cost = rng.integers(0, 9, (n, m)).astype(float)
        cost[rng.random((n, m)) < 0.3] = np.inf
        columns = np.flatnonzero(rng.random(m) < 0.5)
        expected = cost[:, columns].min(axis=1, initial=np.inf)
        assert (least_cost(cost, columns) == expected).all()


def test_many_designs_are_worth_what_each_is_worth() -> None:
    """To the last bit, whichever way is taken."""
    rng = np.random.default_rng(4)
    cost = rng.random((30, 20)) * 100
    cost[rng.random((30, 20)) < 0.4] = np.inf
    town = Instance.from_matrix(cost, demand=rng.random(30))
    designs = rng.random((MANY + 5, 20)) < 0.3
    travel, unserved = nearest_travel(town, designs)
    for k, design in enumerate(designs):
        one = nearest_travel(town, design[None, :])
        assert (travel[k], unserved[k]) == (one[0][0], one[1][0])
