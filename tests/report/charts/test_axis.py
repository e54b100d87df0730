"""Where values lie, and what is written beside them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siting.report.charts.axis import CROWD, gap_text, log_axis, seconds_text

VALUES = st.lists(st.floats(1e-5, 1e5), min_size=1, max_size=6)


@given(VALUES, st.booleans())
def test_a_log_axis_keeps_order_and_holds_all(values: list[float], zero: bool) -> None:
    """From 0 to 1, and its ticks rise and have room."""
    axis = log_axis("x", values, text=gap_text, least=1e-6, zero=zero)
    where = axis.place(np.array(sorted(values)))
    assert (np.diff(where) >= 0).all()
    assert 0 <= where[0] <= where[-1] <= 1
    ticks = [at for at, _ in axis.ticks]
    assert ticks == sorted(set(ticks))
    assert 1 <= len(ticks) <= CROWD + 1
    assert len({text for _, text in axis.ticks}) == len(ticks)
    if max(values) > 1.01 * min(values):
        assert where[-1] > where[0]


def test_a_factor_of_ten_is_always_as_long() -> None:
    """That is what logarithmic means."""
    axis = log_axis("x", [0.001, 1000.0], text=seconds_text, least=1e-6)
    where = axis.place(10.0 ** np.arange(-3, 4))
    np.testing.assert_allclose(where, np.arange(7) / 6)
    assert [text for _, text in axis.ticks][:4] == ["1 ms", "10 ms", "100 ms", "1 s"]


def test_zero_has_a_place_of_its_own() -> None:
    """Below all that is more, and what has no end lies at the end."""
    axis = log_axis("x", [0.0, 0.01, 0.1], text=gap_text, least=1e-6, zero=True)
    zero, small, large, endless = axis.place(np.array([0, 0.01, 0.1, math.inf]))
    assert zero == 0 < small < large <= endless == 1
    assert axis.ticks[0] == (0.0, "0")


@pytest.mark.parametrize("values", [[], [0.0], [math.inf], [5.0], [1e-9]])
def test_an_axis_of_next_to_nothing_is_an_axis(values: list[float]) -> None:
    """No value, one value, none that is finite."""
    axis = log_axis("x", values, text=gap_text, least=1e-3, zero=True)
    assert np.isfinite(axis.place(np.array([0.0, 1e-9, 5.0, math.inf]))).all()
    assert len(axis.ticks) >= 2
