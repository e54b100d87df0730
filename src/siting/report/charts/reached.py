"""The share of runs that had reached a target by some time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from siting.comparing.methods import Contest
from siting.report.charts.axis import log_axis, seconds_text, share_axis
from siting.report.charts.chart import Chart, Curve, drawn
from siting.report.charts.runs import Target, longest, measured, names, runs_of
from siting.statistics.ecdf import ecdf
from siting.statistics.profile import TICK


def reached(contests: Sequence[Contest], target: Target) -> Chart:
    """Draw the distribution of the times to a target, a line for each method."""
    met = measured(contests)
    by_name = {name: runs_of(name, met) for name in names(contests)}
    end = np.nanmax([TICK, *(longest(runs) for runs in by_name.values())])
    curves, times = [], [end]
    for name, runs in by_name.items():
        found = np.maximum([run.reached(target.gap) for run in runs], TICK)
        where, share = ecdf(found)
        curves.append(risen(name, where, share, start=TICK, end=end))
        times += where.tolist()
    first = min(times) / 2
    axes = (
        log_axis("Time (logarithmic)", [first, *times], text=seconds_text, least=TICK),
        share_axis("Share of runs"),
    )
    words = (
        f"Share of the runs of each method that had come to {target.words} by some "
        "time. Higher and further left is better."
    )
    name = f"reached-{target.name}"
    return drawn(name, f"Time to {target.words}", words, axes=axes, curves=curves)


def risen(
    name: str, where: np.ndarray, share: np.ndarray, *, start: float, end: float
) -> Curve:
    """A distribution as a curve that begins with nothing."""
    x, y = np.concatenate([[start], where]), np.concatenate([[0.0], share])
    return Curve(name, x, y, float(end))
