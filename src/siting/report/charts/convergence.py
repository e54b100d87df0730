"""Gap against time: the median of the runs of each method, and their middle half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from siting.comparing.methods import Contest
from siting.report.charts.axis import gap_text, log_axis, seconds_text
from siting.report.charts.chart import Chart, Curve, drawn
from siting.report.charts.runs import longest, measured, names, runs_of, yard
from siting.solution import PROVED
from siting.statistics.convergence import Steps, band, moments_of
from siting.statistics.profile import TICK

DOWN = "Gap"
ACROSS = "Time"


def convergence(contests: Sequence[Contest]) -> Chart:
    """Draw a line for each method, over all problems and seeds."""
    met = measured(contests)
    curves = [_curve(name, runs_of(name, met)) for name in names(contests)]
    values = np.concatenate([[0.0], *(c.y for c in curves)])
    times = np.concatenate([[], *(np.append(c.x, c.end) for c in curves)])
    axes = (
        log_axis(f"{ACROSS} (logarithmic)", times, text=seconds_text, least=TICK),
        log_axis(
            f"{DOWN} to {yard(met)} (logarithmic)",
            values,
            text=gap_text,
            least=PROVED,
            zero=True,
        ),
    )
    missing = [c.name for c in curves if not np.isfinite(c.y).any()]
    words = (
        f"Median gap to {yard(met)} of the runs of each method while time goes on; the "
        "shaded band is the middle half of the runs. Lower and further left is better."
    )
    chart = drawn("convergence", "Gap against time", words, axes=axes, curves=curves)
    return replace(chart, note=_note(missing))


def _note(missing: Sequence[str]) -> str:
    """Whose line is not there, and why."""
    if not missing:
        return ""
    names = ", ".join(missing)
    return f"No line for {names}: half of the runs or more have no answer."


def _curve(name: str, runs: Sequence[Steps]) -> Curve:
    """The median of some runs with their quartiles."""
    found = [run for run in runs if len(run.times)]
    if not found:
        return Curve(name, np.empty(0), np.empty(0), 0.0)
    moments = moments_of(found)
    low, middle, high = np.where(band(runs, moments) <= PROVED, 0, band(runs, moments))
    edges = (low, high) if len(runs) > 1 else (None, None)
    return Curve(name, moments, middle, longest(found), *edges)
