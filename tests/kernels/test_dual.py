from __future__ import annotations

import numpy as np

from siting.kernels import dual


def test_reduced_costs_are_their_plain_twin() -> None:
    """The compiled sums are those of the one-line definition, infinities included."""
    rng = np.random.default_rng(0)
    for _ in range(50):
        c = rng.random((rng.integers(1, 40), rng.integers(1, 30))) * 10
        c[rng.random(c.shape) < 0.1] = np.inf
        multiplier, rho = rng.random(len(c)) * 10, np.empty(c.shape[1])
        dual.reduced(c, multiplier, rho)
        np.testing.assert_allclose(rho, dual.reduced_plain(c, multiplier), atol=1e-12)


def test_slope_counts_who_would_serve() -> None:
    """One minus the chosen sites that are cheaper than the multiplier."""
    c = np.array([[1.0, 5.0, 3.0], [2.0, 2.0, 9.0]])
    slope = np.empty(2)
    dual.slope(c, np.array([4.0, 2.0]), sites=np.array([0, 2]), out=slope)
    assert slope.tolist() == [-1.0, 1.0]
