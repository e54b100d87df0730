"""Hypervolume against time: what is missing of the reference's, run by run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from siting.comparing.front_methods import FrontContest
from siting.comparing.front_standing import names_of
from siting.report.charts.axis import gap_text, log_axis, seconds_text
from siting.report.charts.chart import Chart, Curve, drawn
from siting.report.charts.fronts import REFERENCE, number_of
from siting.report.charts.runs import longest
from siting.statistics.convergence import Steps, band, moments_of
from siting.statistics.profile import TICK

LEAST = 1e-6
"""Missing parts of a hypervolume below this are drawn as this."""


def volume_chart(contests: Sequence[FrontContest]) -> Chart | None:
    """Draw a line for each method over all trade-offs and seeds, and the reference."""
    met = [contest for contest in contests if contest.is_measured]
    if not met:
        return None
    names = names_of(contests)
    curves = [
        _curve(
            name,
            [
                r.steps
                for c in met
                for m in c.methods
                if m.solver == name
                for r in m.rows
            ],
        )
        for name in names
    ]
    numbers = [number_of(name, names) for name in names]
    beside = [c.reference.steps for c in met if c.reference is not None]
    if beside:
        curves.append(_curve("reference", beside))
        numbers.append(REFERENCE)
    values = np.concatenate([[0.0], *(c.y for c in curves)])
    times = np.concatenate([[], *(np.append(c.x, c.end) for c in curves)])
    x = log_axis("Time (logarithmic)", times, text=seconds_text, least=TICK)
    title = "Missing hypervolume (logarithmic)"
    y = log_axis(title, values, text=gap_text, least=LEAST, zero=True)
    words = (
        "Part of the reference's hypervolume that the runs of each method lack while "
        "time goes on: the median, with the middle half of the runs shaded. Lower and "
        "further left is better."
    )
    chart = drawn(
        "volume", "Hypervolume against time", words, axes=(x, y), curves=curves
    )
    lines = (
        replace(line, number=k) for line, k in zip(chart.lines, numbers, strict=True)
    )
    return replace(chart, lines=tuple(lines))


def _curve(name: str, runs: Sequence[Steps]) -> Curve:
    """The median of some runs with their quartiles."""
    found = [run for run in runs if len(run.times)]
    if not found:
        return Curve(name, np.empty(0), np.empty(0), 0.0)
    moments = moments_of(found)
    low, middle, high = np.minimum(band(runs, moments), 1.0)
    edges = (low, high) if len(runs) > 1 else (None, None)
    return Curve(name, moments, middle, longest(found), *edges)
