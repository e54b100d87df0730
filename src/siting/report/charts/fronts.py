"""Fronts of several methods over the reference: a picture for every pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from siting.comparing.front_methods import FrontContest
from siting.comparing.yardstick import Known
from siting.front import unique_names
from siting.report.charts.chart import Chart, drawn
from siting.report.charts.plane import pairs_of, plane_of

REFERENCE = 6
"""Place of the reference among the methods: in ink, with squares."""


def number_of(name: str, methods: Sequence[str]) -> int:
    """The place of a method, by which it is drawn; never the reference's."""
    k = list(methods).index(name)
    return k if k < REFERENCE else k + 1


def fronts_charts(
    contest: FrontContest, methods: Sequence[str], *, number: int
) -> list[Chart]:
    """Draw the run of median hypervolume of each method, over the reference.

    Parameters
    ----------
    methods
        Names of all methods of the comparison, in their order.
    number
        Of the trade-off, for the names of the charts.
    """
    if not contest.is_measured:
        return []
    return [
        _chart(contest, pair, methods, number)
        for pair in pairs_of(contest.yard.tradeoff)
    ]


def _chart(
    contest: FrontContest, pair: tuple[int, int], methods: Sequence[str], number: int
) -> Chart:
    """One pair of objectives."""
    yard = contest.yard
    reference = yard.points * yard.tradeoff.signs
    middles = [(method.solver, method.middle.front) for method in contest.methods]
    shown = [reference, *(front.values for _, front in middles)]
    plane = plane_of(yard.tradeoff, pair, np.concatenate(shown))
    names = unique_names(yard.tradeoff)
    lines = [plane.stairs(reference, REFERENCE)]
    dots = plane.dots(reference, REFERENCE, solid=yard.proven)
    for name, front in middles:
        place = number_of(name, methods)
        lines.append(plane.stairs(front.values, place))
        dots += plane.dots(front.values, place, solid=front.proven)
    what = "union of all runs" if yard.kind is Known.UNION else "exact front"
    words = (
        f"The {what} ({len(yard.points):,} points), and of each method the run whose "
        "hypervolume is the median. Filled points are proved."
    )
    title = f"{names[pair[1]]} against {names[pair[0]]}"
    chart = drawn(
        f"fronts-{number}-{pair[0]}-{pair[1]}",
        title[0].upper() + title[1:],
        words,
        axes=(plane.x, plane.y),
        curves=(),
    )
    return replace(chart, lines=tuple(lines), dots=tuple(dots))
