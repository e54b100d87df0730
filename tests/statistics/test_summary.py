"""Quartiles and extremes, with runs that found nothing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siting.statistics.summary import quantiles, spread

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12)


def test_quartiles_of_a_textbook_sample() -> None:
    """Hyndman and Fan's type 7 of 1 .. 4: 1.75, 2.5, 3.25."""
    found = spread([4.0, 1.0, 3.0, 2.0])
    assert (found.count, found.least, found.most) == (4, 1, 4)
    assert (found.low, found.median, found.high) == (1.75, 2.5, 3.25)


@given(NUMBERS)
def test_quantiles_are_those_of_numpy(values: list[float]) -> None:
    """Where all are numbers there is a second way."""
    shares = np.array([0, 0.1, 0.25, 0.5, 0.75, 1])
    np.testing.assert_allclose(
        quantiles(np.array(values), shares), np.quantile(values, shares), atol=1e-6
    )


def test_half_an_answer_is_no_answer() -> None:
    """Between a number and inf lies inf; on a number stands the number."""
    assert spread([1.0, 2.0, math.inf]).median == 2
    assert spread([1.0, 2.0, math.inf]).high == math.inf
    assert spread([1.0, math.inf]).median == math.inf
    assert spread([math.inf, math.inf]).low == math.inf


def test_what_is_not_known_is_left_out() -> None:
    """And when nothing is known, nothing is told."""
    assert spread([math.nan, 3.0]).median == 3
    empty = spread([math.nan])
    assert empty.count == 0
    assert math.isnan(empty.median)


@pytest.mark.parametrize("axis_size", [1, 3])
def test_quantiles_run_along_the_first_axis(axis_size: int) -> None:
    """Every column by itself."""
    rng = np.random.default_rng(0)
    table = rng.random((7, axis_size))
    table[0, 0] = math.inf
    whole = quantiles(table, np.array([0.25, 0.5]))
    for k in range(axis_size):
        np.testing.assert_array_equal(
            whole[:, k], quantiles(table[:, k], np.array([0.25, 0.5]))
        )
