"""With what gap runs ended: the share of runs within some gap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from siting.comparing.methods import Contest
from siting.report.charts.axis import gap_text, log_axis, share_axis
from siting.report.charts.chart import Chart, drawn
from siting.report.charts.reached import risen
from siting.report.charts.runs import measured, names, runs_of, yard
from siting.solution import PROVED
from siting.statistics.ecdf import ecdf


def ended(contests: Sequence[Contest]) -> Chart:
    """Draw the distribution of the gaps at the end, a line for each method."""
    met = measured(contests)
    gaps = {
        name: np.array(
            [r.values[-1] if len(r.values) else np.inf for r in runs_of(name, met)]
        )
        for name in names(contests)
    }
    told = {name: np.where(g <= PROVED, 0, g) for name, g in gaps.items()}
    every = np.concatenate(list(told.values()))
    most = 1.5 * float(every[np.isfinite(every)].max(initial=0.01))
    axis = log_axis(
        f"Gap to {yard(met)} at the end (logarithmic)",
        [*every.tolist(), most],
        text=gap_text,
        least=PROVED,
        zero=True,
    )
    curves = [
        risen(name, *ecdf(values), start=0.0, end=most) for name, values in told.items()
    ]
    words = (
        f"Share of the runs of each method that ended within some gap of {yard(met)}. "
        "Higher and further left is better."
    )
    axes = (axis, share_axis("Share of runs"))
    return drawn("ended", "Gap at the end", words, axes=axes, curves=curves)
