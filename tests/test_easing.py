"""The values that are tried, and that they are what their digits say."""

from __future__ import annotations

import pytest

from siting.easing import factors, lower, upper


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [(9.0, 8.99, 0.01), (5.5, 5.49, 0.01), (1.0, 0.99, 0.01), (1234.5, 1230, 10)],
)
def test_lower_values_fall_by_the_third_digit(
    value: float, first: float, last: float
) -> None:
    """Below the value, down to one step."""
    found = lower(value, least=1)
    assert (found[0], found[-1]) == (first, last)
    assert list(found) == sorted(set(found), reverse=True)


def test_the_end_may_be_nothing() -> None:
    """No load at all."""
    assert lower(0.5, least=0)[-1] == 0


@pytest.mark.parametrize(("value", "last"), [(10.0, 10), (0.123456, 0.124), (3e7, 3e7)])
def test_upper_values_end_at_or_above(value: float, last: float) -> None:
    """So that the value itself would do."""
    found = upper(value)
    assert found[-1] == last
    assert 0 < found[0] <= value / 100


def test_factors_are_hundredths() -> None:
    """Above 1, and one at least as large as is asked."""
    found = factors(1.666)
    assert (found[0], found[-1]) == (1.01, 1.67)
    assert list(found[:3]) == [1.01, 1.02, 1.03]
    assert factors(200.0)[-1] >= 200
