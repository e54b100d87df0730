"""A point of HiGHS as it is told: without rounding, and with the best shares."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from siting.cost import Floats
from siting.fronts.assigned import Assigned
from siting.fronts.programs import solved
from siting.milp.highs import Options, Status

SHARE = 1e-6
"""Part of a client, or of a unit of its demand, that is rounding of HiGHS."""


def settled(model: Assigned, x: Floats, options: Options) -> Floats | None:
    """The point (columns,) for what HiGHS found; None where that does not hold.

    Whole numbers are made whole. Where clients are served in parts, these are found
    anew for the open sites: as good as can be, with no worse case than there was.
    """
    point = np.where(model.matrix.integer, np.round(x), x)
    if not model.whole:
        shares = _best_shares(model, point, options)
        if shares is None:
            return None
        point[model.assign] = shares
    used = point[model.assign] > SHARE
    for goal, measure in zip(model.goals, model.measures, strict=True):
        columns = np.flatnonzero(goal)
        if measure.far is not None and len(columns):  # one that is limited has none
            worst = measure.far[used].max(initial=0.0)
            levels = np.unique(measure.far)[1:]
            point[columns] = worst if model.whole else worst >= levels
    return point


def _best_shares(model: Assigned, point: Floats, options: Options) -> Floats | None:
    """The best shares (k,) under the open sites of a point, in whole units.

    All objectives want the same of the shares, so that limits are not in the way.
    """
    free = np.full(len(model.measures), math.inf)
    asked = model.asked(np.zeros(len(free)), free)
    cost, most = np.zeros(len(asked.cost)), asked.upper.copy()
    cost[model.assign] = sum(measure.of_pair for measure in model.measures)
    used = point[model.assign] > SHARE
    for measure in model.measures:
        if measure.far is not None:
            worst = measure.far[used].max(initial=-math.inf)
            most[model.assign][measure.far > worst] = 0.0
    parted = np.zeros(len(cost), dtype=asked.integer.dtype)
    fixed = replace(asked, cost=cost, upper=most, integer=parted)
    result, best = solved(
        fixed.with_design(point[asked.family("open")] > 0.5),
        replace(options, absolute_gap=0.0),
    )
    if result.status is not Status.OPTIMAL or best is None:
        return None
    return _in_units(model, best[model.assign])


def _in_units(model: Assigned, shares: Floats) -> Floats | None:
    """Shares whose demand is in whole units, where these are known; None off them."""
    shares = np.clip(shares, 0.0, 1.0)
    if not model.flow_unit:
        return shares
    units = model.demand / model.flow_unit
    whole = np.rint(shares * units)
    if (np.abs(shares * units - whole) > SHARE * np.maximum(1.0, whole)).any():
        return None
    return np.where(units > 0, whole / np.maximum(units, 1.0), np.rint(shares))
