"""Performance profiles: how often a method is within a factor of the quickest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from siting.comparing.methods import Contest
from siting.report.charts.axis import factor_text, log_axis, share_axis
from siting.report.charts.chart import Chart, drawn
from siting.report.charts.reached import risen
from siting.report.charts.runs import Target, measured, names, tasks
from siting.statistics.ecdf import ecdf
from siting.statistics.profile import ratios


def profile(contests: Sequence[Contest], target: Target) -> Chart:
    """Draw the profile of the times to a target, a line for each method."""
    every = tasks(measured(contests))
    times = np.array([[run.reached(target.gap) for run in task] for task in every])
    factors = ratios(times.reshape(len(every), -1))
    finite = factors[np.isfinite(factors)]
    most = 1.5 * max(2.0, float(finite.max(initial=1.0)))
    axis = log_axis(
        "Time as a multiple of the quickest method's (logarithmic)",
        [1.0, most],
        text=factor_text,
        least=1.0,
    )
    curves = [
        risen(name, *ecdf(factors[:, k]), start=1.0, end=1e9)
        for k, name in enumerate(names(contests))
    ]
    words = (
        f"Share of the tasks (a problem with a seed, {len(every)} in all) in which a "
        f"method came to {target.words} within some multiple of the time of the "
        "quickest there (Dolan and Moré, 2002). Higher and further left is better."
    )
    return drawn(
        f"profile-{target.name}",
        f"Performance profile, time to {target.words}",
        words,
        axes=(axis, share_axis("Share of tasks")),
        curves=curves,
    )
