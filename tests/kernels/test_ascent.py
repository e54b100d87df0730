"""Prices by subgradient ascent, against the definition and the linear program."""

from __future__ import annotations

import numpy as np
import pytest

from siting.centers.covering_lp import CoveringLP
from siting.kernels.ascent import ascent, value_plain


@pytest.mark.parametrize("seed", range(5))
def test_prices_come_near_the_linear_program(seed: int) -> None:
    """Never above it, and in a few hundred steps not far below."""
    rng = np.random.default_rng(seed)
    xy = rng.random((90, 2))
    table = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) < 0.2
    lp = CoveringLP(table)
    lp.solve(seconds=60)
    price, value = ascent(table, goal=1e9, steps=1)
    assert value == pytest.approx(value_plain(table, price))
    price, value = ascent(table, goal=lp.value, steps=800)
    assert (price >= 0).all()
    assert value == pytest.approx(value_plain(table, price))
    assert 0.95 * lp.value < value <= lp.value + 1e-6


def test_it_stops_at_the_goal() -> None:
    """Prices that refute are enough."""
    table = np.eye(40, dtype=bool)[:, :39]
    table[39, 0] = True
    _, value = ascent(table, goal=20.0, steps=1000)
    assert value >= 20.0
