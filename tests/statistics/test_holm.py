"""Holm's step-down correction."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siting.statistics.holm import holm


def test_a_hand_worked_family() -> None:
    """0.01 x 4, 0.02 x 3, then 0.03 x 2 = 0.06 and 0.04, which is raised to that."""
    found = holm(np.array([0.01, 0.04, 0.03, 0.02]))
    np.testing.assert_allclose(found, [0.04, 0.06, 0.06, 0.06])


def test_what_was_not_tested_does_not_count() -> None:
    """Nor is it corrected."""
    found = holm(np.array([0.02, math.nan, 0.5]))
    assert found[0] == pytest.approx(0.04)
    assert math.isnan(found[1])
    assert found[2] == 0.5
    assert len(holm(np.array([]))) == 0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0.001, 0.999))
def test_it_rejects_what_the_steps_of_holm_reject(p: list[float], level: float) -> None:
    """From the smallest on: reject while p <= level / (hypotheses that are left)."""
    adjusted = holm(np.array(p))
    rejected, left = set(), len(p)
    for k in sorted(range(len(p)), key=lambda k: p[k]):
        if p[k] * left > level:
            break
        rejected.add(k)
        left -= 1
    assert {k for k in range(len(p)) if adjusted[k] <= level} == rejected
