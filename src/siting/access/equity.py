"""How unequally something is spread over people."""

from __future__ import annotations

import numpy as np

from siting.cost import Floats


def gini(value: Floats, weight: Floats) -> float:
    """Gini's coefficient of values (n,) that so many people (n,) have each.

    sum_ik w_i w_k |x_i - x_k| / (2 W^2 mean), W the sum of weights: 0 when all have the
    same, near 1 when one has all. nan when nobody has anything.

    >>> gini(np.array([0.0, 1.0]), np.array([3.0, 1.0]))
    0.75
    """
    order = np.argsort(value, kind="stable")
    x, w = value[order], weight[order]
    before, held = np.cumsum(w) - w, np.cumsum(w * x) - w * x
    whole = float(w.sum() * (w @ x))
    if whole == 0:
        return float("nan")
    return float((w * (x * before - held)).sum() / whole)
