"""Subgradient steps on the Lagrangian dual of the median."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]


@compiled
def _reduced(c: Any, multiplier: Any, rho: Any) -> None:
    """rho_j = sum_i min(0, c_ij - multiplier_i)."""
    rho[:] = 0.0
    for i in range(c.shape[0]):
        lam = multiplier[i]
        for j in range(c.shape[1]):
            rho[j] += min(0.0, c[i, j] - lam)


@compiled
def _slope(c: Any, multiplier: Any, sites: Any, slope: Any) -> None:
    """Subgradient: 1 minus how many of the chosen sites would serve each client."""
    for i in range(c.shape[0]):
        count = 1.0
        for s in sites:
            if c[i, s] < multiplier[i]:
                count -= 1.0
        slope[i] = count


def reduced(c: Floats, multiplier: Floats, rho: Floats) -> None:
    """Fill rho (m,) with what opening each site is worth at these multipliers (n,)."""
    _reduced(c, multiplier, rho)


def slope(
    c: Floats, multiplier: Floats, *, sites: NDArray[np.intp], out: Floats
) -> None:
    """Fill out (n,) with a subgradient at the multipliers for the chosen sites."""
    _slope(c, multiplier, sites, out)


def reduced_plain(c: Floats, multiplier: Floats) -> Floats:
    """Twin of `reduced` in numpy."""
    return np.asarray(np.minimum(0.0, c - multiplier[:, None]).sum(axis=0))
