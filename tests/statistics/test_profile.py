"""Performance ratios of Dolan and Moré."""

from __future__ import annotations

import math

import numpy as np

from siting.statistics.ecdf import ecdf
from siting.statistics.profile import TICK, ratios


def test_ratios_of_a_hand_worked_table() -> None:
    """Three tasks, two methods: rho(1) is the share of wins, rho(inf) of successes."""
    found = ratios(np.array([[1.0, 2.0], [6.0, 3.0], [4.0, math.inf]]))
    np.testing.assert_allclose(found, [[1, 2], [2, 1], [1, math.inf]])
    where, share = ecdf(found[:, 0])
    assert (where.tolist(), share.tolist()) == ([1, 2], [2 / 3, 1])
    where, share = ecdf(found[:, 1])
    assert (where.tolist(), share.tolist()) == ([1, 2], [1 / 3, 2 / 3])


def test_a_task_that_nobody_solved_counts_against_all() -> None:
    """Its ratios are inf, not nan."""
    assert ratios(np.array([[math.inf, math.inf]])).tolist() == [[math.inf, math.inf]]


def test_less_than_a_tick_is_no_win() -> None:
    """Microseconds are noise."""
    assert ratios(np.array([[TICK / 100, TICK / 2]])).tolist() == [[1, 1]]
