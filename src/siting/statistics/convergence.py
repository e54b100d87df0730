"""Gap against time: every run a step function, every method a median and quartiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.statistics.summary import quantiles

Floats = NDArray[np.float64]

MOST = 240
"""Moments of a curve: more than a figure can show."""


@dataclass(frozen=True, eq=False)
class Steps:
    """A run as a step function: from each moment on, the value beside it.

    Attributes
    ----------
    times : (k,)
        Seconds, rising.
    values : (k,)
        What held from then on; before the first moment nothing did, which is inf.
    """

    times: Floats
    values: Floats

    def at(self, moments: Floats) -> Floats:
        """What held at some moments."""
        values = np.concatenate([[np.inf], self.values])
        held: Floats = values[np.searchsorted(self.times, moments, side="right")]
        return held

    def reached(self, target: float) -> float:
        """The first moment with a value of at most the target; inf when none came."""
        there = np.flatnonzero(self.values <= target)
        return float(self.times[there[0]]) if len(there) else np.inf


def moments_of(runs: Sequence[Steps]) -> Floats:
    """Every moment at which a run stepped; of very many an even choice with both ends.

    Returns
    -------
    (k,)
        Rising, at most ``MOST``.
    """
    every = np.unique(np.concatenate([run.times for run in runs]))
    if len(every) <= MOST:
        return every
    even = np.unique(np.linspace(0, len(every) - 1, MOST).round().astype(int))
    return np.array(every[even])


def band(runs: Sequence[Steps], moments: Floats) -> Floats:
    """Lower quartile, median and upper quartile over runs.

    A run that has ended keeps its last value; one that has found nothing yet counts
    as inf.

    Returns
    -------
    (3, k)
    """
    values = np.array([run.at(moments) for run in runs])
    return quantiles(values, np.array([0.25, 0.5, 0.75]))
