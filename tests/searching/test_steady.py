"""Last bits go, and nothing else."""

from __future__ import annotations

import numpy as np

from siting.searching.steady import steady


def test_sums_in_another_order_are_the_same() -> None:
    """A hundred shuffles of many digits make one value."""
    rng = np.random.default_rng(1)
    parts = rng.random(500) * 1e4
    sums = np.array([np.add.accumulate(rng.permutation(parts))[-1] for _ in range(100)])
    assert len(set(sums.tolist())) > 1
    assert len(set(steady(sums).tolist())) == 1


def test_whole_numbers_and_all_that_is_told_apart_stay() -> None:
    """Also negative, none and infinite."""
    whole = np.array([0.0, -3.0, 2.0**39 + 1, 1e9 + 1, np.inf])
    assert (steady(whole) == whole).all()
    rng = np.random.default_rng(2)
    values = rng.random(100) * 1e5
    assert (np.abs(steady(values) - values) <= 1e-12 * values).all()
    assert (steady(values * (1 + 1e-10)) > steady(values)).all()
