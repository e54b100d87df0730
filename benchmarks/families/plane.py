"""Points by chance in a square: two objectives that pull apart.

Weights are whole numbers from 1 to 100, and every point is a client and a site.
"""

from __future__ import annotations

import numpy as np

from siting import Instance
from siting.models import MCLP, PMedian
from siting.problem import Problem

SIDE = 1000.0
"""Length of the square."""


def town(n: int, *, seed: int) -> Instance:
    """So many points, numpy's generator with a seed; distances are rounded."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * SIDE
    weight = rng.integers(1, 101, n).astype(float)
    apart = xy[:, None, :] - xy[None, :, :]
    cost = np.rint(np.hypot(apart[..., 0], apart[..., 1]))
    made = Instance.from_matrix(cost, demand=weight, name=f"plane{n}")
    from dataclasses import replace

    return replace(made, site_xy=xy)


def median_and_coverage(
    *, n: int = 500, p: int = 30, radius: float = 60.0, seed: int = 1
) -> tuple[Problem, Problem]:
    """Weighted travel and covered demand of the same p sites."""
    place = town(n, seed=seed)
    return PMedian(place, p=p), MCLP(place, p=p, radius=radius)
