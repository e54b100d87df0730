"""The few clients with their costs, and looks at the others."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from siting.centers import clients as module
from siting.centers.clients import Clients, worst_of_each
from siting.cost import Cost, PointCost
from siting.forms import CenterForm
from siting.rules import Rules


def form(seed: int, kind: str) -> tuple[CenterForm, np.ndarray]:
    """A center with required and forbidden sites, and its weighted table."""
    rng = np.random.default_rng(seed)
    n, m = 17, 9
    xy, there = rng.random((n, 2)), rng.random((m, 2))
    points = PointCost(xy, there, "euclid")
    weight = rng.integers(0, 4, n).astype(float)
    table = points.stored()
    cost: Cost = points
    if kind != "points":
        table[rng.random((n, m)) < 0.3] = np.inf
        cost = table
    if kind == "sparse":
        row, column = np.nonzero(np.isfinite(table))
        cost = csr_array((table[row, column], (row, column)), shape=table.shape)
    must, never = np.arange(m) == 2, np.arange(m) == 5
    rules = Rules(must, never, 4, 4)
    worth = np.where(np.isfinite(table), weight[:, None], 1.0) * table
    return CenterForm(weight, cost, rules), worth


@pytest.mark.parametrize("kind", ["points", "table", "sparse"])
@pytest.mark.parametrize("block", [1, 30, 2**22])
def test_all_kinds_of_cost_in_blocks(
    kind: str, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table is asked for in parts, and is what it would be in one."""
    monkeypatch.setattr(module, "BLOCK", block)
    question, table = form(3, kind)
    few = Clients(question)
    free = [0, 1, 3, 4, 6, 7, 8]
    assert few.sites.tolist() == free
    assert few.k == 3
    assert few.held.tolist() == table[:, 2].tolist()
    assert few.add(np.array([4, 9, 4]))
    assert not few.add(np.array([9]))
    assert few.add(np.array([9, 0, 16]))
    assert few.index == [4, 9, 0, 16]
    assert few.table.tolist() == table[few.index][:, free].tolist()
    bare = [i for i in few.index if table[i, 2] >= 0.4]
    assert few.covered(0.4).tolist() == (table[bare][:, free] < 0.4).tolist()

    chosen = np.array([1, 6])
    cost, nearest = few.travel(chosen)
    among = table[:, [2, 1, 8]]
    assert cost.tolist() == among.min(axis=1).tolist()
    assert nearest.tolist() == (among.argmin(axis=1) - 1).tolist()


def test_the_worst_of_each_group() -> None:
    """The first on ties."""
    value = np.array([3.0, 7.0, 7.0, 1.0, np.inf])
    group = np.array([0, 1, 1, 0, -1])
    assert worst_of_each(value, group).tolist() == [4, 0, 1]
    assert worst_of_each(value[:0], group[:0]).tolist() == []
