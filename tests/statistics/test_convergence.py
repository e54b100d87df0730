"""Runs as step functions, and their median."""

from __future__ import annotations

import math

import numpy as np

from siting.statistics.convergence import MOST, Steps, band, moments_of


def run(*steps: tuple[float, float]) -> Steps:
    """Moments with what held from then on."""
    times, values = np.array(steps, dtype=float).reshape(-1, 2).T
    return Steps(times, values)


def test_a_run_holds_what_it_had_last() -> None:
    """Nothing before the first moment; at a moment its own value."""
    one = run((1, 0.5), (3, 0.1))
    held = one.at(np.array([0.5, 1.0, 2.9, 3.0, 99.0]))
    assert held.tolist() == [math.inf, 0.5, 0.5, 0.1, 0.1]
    assert run().at(np.array([1.0])).tolist() == [math.inf]


def test_the_first_moment_at_a_target() -> None:
    """Equal is reached; a run that never gets there never does."""
    one = run((1, 0.5), (3, 0.1))
    assert (one.reached(0.5), one.reached(0.4), one.reached(0.1)) == (1, 3, 3)
    assert one.reached(0.01) == math.inf


def test_the_band_is_worked_out_moment_by_moment() -> None:
    """Three runs: the median is the second of them at every moment."""
    runs = [run((1, 0.4)), run((2, 0.2)), run((4, 0.0))]
    moments = moments_of(runs)
    assert moments.tolist() == [1, 2, 4]
    low, middle, high = band(runs, moments)
    assert middle.tolist() == [math.inf, 0.4, 0.2]
    np.testing.assert_allclose(low, [math.inf, 0.3, 0.1])
    np.testing.assert_allclose(high, [math.inf, math.inf, 0.3])


def test_very_many_moments_are_thinned_with_both_ends() -> None:
    """A picture needs no more than its pixels."""
    rng = np.random.default_rng(1)
    many = Steps(np.sort(rng.random(9 * MOST)), np.zeros(9 * MOST))
    found = moments_of([many])
    assert len(found) <= MOST
    assert (found[0], found[-1]) == (many.times[0], many.times[-1])
    assert (np.diff(found) > 0).all()
