"""The share that has come by some time."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from siting.statistics.ecdf import ecdf


def test_steps_of_a_small_sample() -> None:
    """Ties rise together; who never comes counts below the line."""
    where, share = ecdf(np.array([3.0, 1.0, 3.0, math.inf]))
    assert where.tolist() == [1, 3]
    assert share.tolist() == [0.25, 0.75]


def test_nobody_came() -> None:
    """No step at all."""
    where, share = ecdf(np.array([math.inf]))
    assert len(where) == len(share) == 0


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0, math.inf]), min_size=1))
def test_the_share_is_a_count(values: list[float]) -> None:
    """By its definition, at every step."""
    for at, part in zip(*ecdf(np.array(values)), strict=True):
        assert part == sum(v <= at for v in values) / len(values)
