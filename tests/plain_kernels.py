"""Twins in numpy of what the tables of a search say, from scratch, by definition."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.kernels.allowed import Allowed
from siting.kernels.tables import finite

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def best_move_plain(
    c: Floats, opening: Floats, design: Bools, *, rules: Allowed
) -> tuple[float, int, int]:
    """The best move of a median.

    Returns the saving, the site to open and the site to close (-1: none).
    """
    table, far = finite(c, opening)

    def value(trial: Bools) -> float:
        nearest = table[:, trial].min(axis=1) if trial.any() else np.full(len(c), far)
        return float(nearest.sum() + opening[trial].sum())

    now, best = value(design), (0.0, -1, -1)
    leaving = [-1, *np.flatnonzero(design & ~rules.must).tolist()]
    for j in [*np.flatnonzero(~design & ~rules.never).tolist(), -1]:
        for r in leaving:
            trial = design.copy()
            if j >= 0:
                trial[j] = True
            if r >= 0:
                trial[r] = False
            if not rules.least <= trial.sum() <= rules.most:
                continue
            saving = now - value(trial)
            if saving > best[0]:
                best = (saving, j, r)
    return best


def best_swap_plain(
    weight: Floats, covers: Bools, design: Bools, *, rules: Allowed
) -> tuple[float, int, int]:
    """The best swap of a coverage.

    Parameters
    ----------
    covers : (n, m)

    Returns
    -------
    gain, site to open, site to close (-1: none)
    """

    def value(trial: Bools) -> float:
        return float(weight[covers[:, trial].any(axis=1)].sum())

    now, best = value(design), (0.0, -1, -1)
    for j in np.flatnonzero(~design & ~rules.never).tolist():
        for r in np.flatnonzero(design & ~rules.must).tolist():
            trial = design.copy()
            trial[j], trial[r] = True, False
            gain = value(trial) - now
            if gain > best[0]:
                best = (gain, j, r)
    return best
