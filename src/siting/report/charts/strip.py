"""Every run of every method on one axis: dots, with the box of the middle half."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from siting.comparing.front_methods import FrontContest
from siting.comparing.front_standing import names_of
from siting.cost import Floats
from siting.report.charts.axis import Axis, gap_text, log_axis
from siting.report.charts.chart import Chart, Dot, Patch, Tag, across, down, drawn
from siting.report.charts.fronts import number_of
from siting.report.charts.volume import LEAST
from siting.statistics.summary import spread

APART = 0.2
"""How far dots of one row lie from its middle, as a part of the row."""

ROWS = 10
"""Methods that have room."""


def strip_chart(contests: Sequence[FrontContest]) -> Chart | None:
    """Draw the missing hypervolume of every run, a row for each method."""
    met = [contest for contest in contests if contest.is_measured]
    every = names_of(met)
    rows = {name: _missing(name, met) for name in every[:ROWS]}
    if max((len(values) for values in rows.values()), default=0) < 2:
        return None
    title = "Missing hypervolume (logarithmic)"
    values = np.concatenate(list(rows.values()))
    x = log_axis(title, values.tolist(), text=gap_text, least=LEAST, zero=True)
    y = Axis("", (), lambda part: part)
    words = (
        "Part of the reference's hypervolume that each run lacks at its end. The box "
        "is the middle half of the runs, the line in it their median. Further left is "
        "better."
    )
    chart = drawn("strip", "Hypervolume of every run", words, axes=(x, y), curves=())
    patches: list[Patch] = []
    dots: list[Dot] = []
    tags: list[Tag] = []
    for k, (name, lacks) in enumerate(rows.items()):
        number, high = number_of(name, every), 1 - k / len(rows)
        middle, part = high - 0.6 / len(rows), 1 / len(rows)
        patches += _box(lacks, number, x, middle=middle, half=0.26 * part)
        heights = down(middle + part * APART * _apart(len(lacks)))
        places = across(x.place(lacks))
        dots += [
            Dot(number, float(a), float(b))
            for a, b in zip(places, heights, strict=True)
        ]
        top = float(down(np.array(high - 0.17 * part)))
        tags.append(Tag(float(across(np.array(0.0))) + 6, top, name))
    note = (
        f"Only the first {ROWS} of {len(every)} methods." if len(every) > ROWS else ""
    )
    return replace(
        chart, patches=tuple(patches), dots=tuple(dots), tags=tuple(tags), note=note
    )


def _missing(name: str, contests: Sequence[FrontContest]) -> Floats:
    """What the runs of a method lack, over all trade-offs (k,)."""
    return np.concatenate(
        [m.missing for c in contests for m in c.methods if m.solver == name]
    )


def _apart(count: int) -> Floats:
    """Places from -1 to 1 that differ from their neighbours, the same every time."""
    golden = (5**0.5 - 1) / 2
    return np.asarray(2 * ((np.arange(count) + 0.5) * golden % 1.0) - 1)


def _box(
    lacks: Floats, number: int, x: Axis, *, middle: float, half: float
) -> list[Patch]:
    """Quartiles and median."""
    told = spread(lacks.tolist())
    ends = across(x.place(np.array([told.low, told.median, told.high])))
    top, bottom = down(np.array([middle + half, middle - half]))
    left, line, right = ends
    return [
        Patch("box", f"M{left:g} {top:g}H{right:g}V{bottom:g}H{left:g}Z", number),
        Patch("median", f"M{line:g} {top:g}V{bottom:g}", number),
    ]
