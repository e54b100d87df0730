"""Whether a median costs whole numbers whatever is open, so that a bound is one too."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from siting.cost import Floats, PointCost, dense_block
from siting.forms import MedianForm
from siting.listed.lists import BLOCK, weighted

METRICS = ("round", "floor", "ceil", "tsplib-att", "tsplib-geo")
"""Metrics whose distances are whole numbers."""


def is_whole(form: MedianForm) -> bool:
    """Whether all costs are whole: those that no list holds can be paid as well."""
    if not _whole(form.opening):
        return False
    cost = form.cost
    if isinstance(cost, PointCost):
        return cost.metric in METRICS and _whole(form.weight)
    if isinstance(cost, csr_array):
        with np.errstate(invalid="ignore"):  # 0 times infinite, which is not paid
            return _whole(cost.data * np.repeat(form.weight, np.diff(cost.indptr)))
    step = max(1, BLOCK // cost.shape[1])
    return all(
        _whole(weighted(dense_block(cost, rows, slice(None)), form.weight[rows]))
        for rows in (slice(k, k + step) for k in range(0, cost.shape[0], step))
    )


def _whole(value: Floats) -> bool:
    """Whether all numbers are whole, those apart that are infinite."""
    there = value[np.isfinite(value)]
    return bool((there == np.rint(there)).all())
