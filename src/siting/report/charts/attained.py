"""Attainment surfaces: what half of the runs attain, and what all of them do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from siting.comparing.front_methods import FrontContest, FrontMethod
from siting.cost import Floats
from siting.indicators import attainment
from siting.report.charts.chart import Chart, drawn
from siting.report.charts.fronts import REFERENCE, number_of
from siting.report.charts.plane import plane_of

LEVELS = (
    (0.5, "half", "Attained by half of the runs"),
    (1.0, "all", "Attained by every run"),
)
"""Share of the runs, the name of a chart, its title."""


def attained_charts(
    contest: FrontContest, methods: Sequence[str], *, number: int
) -> list[Chart]:
    """Draw both surfaces of each method, of two objectives with several runs."""
    yard = contest.yard
    if not contest.is_measured or len(yard.tradeoff.problems) != 2:
        return []
    if max(len(method.runs) for method in contest.methods) < 2:
        return []
    signs = yard.tradeoff.signs
    levels = tuple(level for level, _, _ in LEVELS)
    surfaces = {
        method.solver: attainment(_points(method), levels) for method in contest.methods
    }
    reference = yard.points * signs
    every = [s * signs for found in surfaces.values() for s in found.values()]
    plane = plane_of(yard.tradeoff, (0, 1), np.concatenate([reference, *every]))
    charts = []
    for level, name, title in LEVELS:
        lines = [plane.stairs(reference, REFERENCE)]
        lines += [
            plane.stairs(found[level] * signs, number_of(solver, methods))
            for solver, found in surfaces.items()
        ]
        words = (
            f"{title} of each method, over the reference: the edge of the values that "
            "so many runs meet or beat. The nearer to the reference the better."
        )
        chart = drawn(
            f"attained-{number}-{name}",
            title,
            words,
            axes=(plane.x, plane.y),
            curves=(),
        )
        none = [s for s, found in surfaces.items() if not len(found[level])]
        note = (
            f"No line for {', '.join(none)}: too few runs have points." if none else ""
        )
        charts.append(replace(chart, lines=tuple(lines), note=note))
    return charts


def _points(method: FrontMethod) -> list[Floats]:
    """Points of the runs, all to be minimised."""
    return [row.front.turned for row in method.runs]
