"""Travel of pairs, whatever the costs are kept in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse import csr_array

from siting import Instance
from siting.cost import PointCost
from siting.serving import pair_travel


@pytest.mark.parametrize("kind", ["table", "sparse", "points"])
@pytest.mark.parametrize("count", [0, 3])
def test_travel_of_pairs_is_a_number_each(kind: str, count: int) -> None:
    """Also of no pairs, where everything is beyond a reach."""
    points = PointCost(np.arange(6.0).reshape(3, 2), np.zeros((2, 2)), "manhattan")
    table = points.stored()
    costs = {"table": table, "sparse": csr_array(table), "points": points}
    town = replace(Instance.from_matrix(table), cost=costs[kind])
    pairs = np.array([[0, 1], [1, 0], [2, 1]], dtype=np.int32)[:count]
    assert pair_travel(town, pairs).tolist() == [1.0, 5.0, 9.0][:count]
