"""A chart as the template draws it: paths in pixels, and words for the blind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.report.charts.axis import Axis

Floats = NDArray[np.float64]

WIDTH, HEIGHT = 560, 340
LEFT, RIGHT, TOP, BOTTOM = 88, 24, 12, 52
MARKS = 4
"""Marks on a line, so that lines differ without colour."""


@dataclass(frozen=True, eq=False)
class Curve:
    """A step function of one method: from each x on, the y beside it.

    Attributes
    ----------
    x, y : (k,)
        In the units of the axes; where y is inf nothing is drawn.
    end
        Up to which x the last step is drawn.
    low, high : (k,)
        Edges of a band around it, or None.
    """

    name: str
    x: Floats
    y: Floats
    end: float
    low: Floats | None = None
    high: Floats | None = None


@dataclass(frozen=True)
class Line:
    """A curve in pixels.

    Attributes
    ----------
    number
        Its place among the methods; colour, dashes and marks follow from it.
    band
        The path of the band; empty when there is none.
    marks
        Where its marks are.
    """

    number: int
    path: str
    band: str
    marks: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Dot:
    """A point of a front or a run.

    Attributes
    ----------
    number
        Whose it is; colour and mark follow from it.
    is_solid
        Whether it is filled: what is not proved is hollow.
    words
        What is told of it under the pointer.
    row
        The number of its row in a table of the page; 0 for none.
    """

    number: int
    x: float
    y: float
    is_solid: bool = True
    words: str = ""
    row: int = 0


@dataclass(frozen=True)
class Patch:
    """A shape of its own kind, such as a box of quartiles or an area not searched.

    Attributes
    ----------
    kind
        Class in the style sheet.
    number
        Whose it is; the colour follows from it.
    """

    kind: str
    path: str
    number: int = 6


@dataclass(frozen=True)
class Tag:
    """A word beside a place, to its right or (``side`` 'left') its left."""

    x: float
    y: float
    text: str
    side: str = "right"


@dataclass(frozen=True)
class Chart:
    """What the template needs to draw one chart.

    Attributes
    ----------
    name
        For the ids in the page.
    words
        What the chart says, for who cannot see it.
    note
        What is missing; below the chart.
    size, frame
        Width and height; left, top, right and bottom of what is drawn in.
    down, across
        (pixel, text) of the ticks.
    patches, dots, tags
        What is drawn besides lines: patches behind them, the others before.
    """

    name: str
    title: str
    words: str
    x_title: str
    y_title: str
    across: tuple[tuple[float, str], ...]
    down: tuple[tuple[float, str], ...]
    lines: tuple[Line, ...]
    note: str = ""
    patches: tuple[Patch, ...] = ()
    dots: tuple[Dot, ...] = ()
    tags: tuple[Tag, ...] = ()

    size = (WIDTH, HEIGHT)
    frame = (LEFT, TOP, WIDTH - RIGHT, HEIGHT - BOTTOM)


def drawn(
    name: str,
    title: str,
    words: str,
    *,
    axes: tuple[Axis, Axis],
    curves: Sequence[Curve],
) -> Chart:
    """Lay the curves between the axes; the k-th curve is the k-th method's."""
    x, y = axes
    return Chart(
        name=name,
        title=title,
        words=words,
        x_title=x.title,
        y_title=y.title,
        across=tuple((across(np.array(at)).item(), text) for at, text in x.ticks),
        down=tuple((down(np.array(at)).item(), text) for at, text in y.ticks),
        lines=tuple(_line(k, curve, axes) for k, curve in enumerate(curves)),
    )


def across(part: Floats) -> Floats:
    """Pixels of places from 0 (left) to 1 (right)."""
    return np.round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)


def down(part: Floats) -> Floats:
    """Pixels of places from 0 (bottom) to 1 (top)."""
    return np.round(HEIGHT - BOTTOM - part * (HEIGHT - TOP - BOTTOM), 1)


def _line(number: int, curve: Curve, axes: tuple[Axis, Axis]) -> Line:
    """One curve in pixels, from where it has a value on."""
    there = np.isfinite(curve.y)
    if not there.any():
        return Line(number, "", "", ())
    x = across(axes[0].place(np.append(curve.x[there], curve.end)))
    y = down(axes[1].place(curve.y[there]))
    return Line(number, steps(x, y), _band(curve, axes), _marks(number, x, y))


def steps(x: Floats, y: Floats) -> str:
    """A path that goes across, then up or down; x has one more than y."""
    turns = "".join(f"H{x[k]:g}V{y[k]:g}" for k in range(1, len(y)))
    return f"M{x[0]:g} {y[0]:g}{turns}H{x[-1]:g}"


def _band(curve: Curve, axes: tuple[Axis, Axis]) -> str:
    """The area between the edges; where the upper one is not known, up to the top."""
    if curve.low is None or curve.high is None:
        return ""
    there = np.isfinite(curve.low)
    x = across(axes[0].place(np.append(curve.x[there], curve.end)))
    low = down(axes[1].place(curve.low[there]))
    high = down(axes[1].place(np.minimum(curve.high[there], 1e300)))
    forth = steps(x, low)
    back = "".join(f"H{x[k]:g}V{high[k - 1]:g}" for k in range(len(low) - 1, 0, -1))
    return f"{forth}V{high[-1]:g}{back}H{x[0]:g}Z"


def _marks(number: int, x: Floats, y: Floats) -> tuple[tuple[float, float], ...]:
    """Points on a line, evenly across, the line's own distance from those of others."""
    span = x[-1] - x[0]
    parts = (np.arange(MARKS) + 0.25 + 0.5 * (number % 4) / 4) / MARKS
    points = x[0] + parts * span
    held = y[np.searchsorted(x[:-1], points, side="right") - 1]
    found = {(round(float(a), 1), float(b)) for a, b in zip(points, held, strict=True)}
    return tuple(sorted(found if span > 30 else {(float(x[-1]), float(y[-1]))}))
