"""Axes: where a value lies between 0 and 1, and what is written beside the ticks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.report.trips import even_step

Floats = NDArray[np.float64]

ZERO = 0.09
"""Part of a logarithmic axis that is kept for zero, which has no logarithm."""

MARGIN = 0.06
"""Part of a range that is left free at either end of an even axis."""

LETTERS = 56
"""Letters that lie side by side along an axis."""

CROWD = 7
"""Ticks that an axis has room for."""


@dataclass(frozen=True)
class Axis:
    """One direction of a chart.

    Attributes
    ----------
    ticks
        (where from 0 to 1, text), rising.
    place
        Where values lie from 0 to 1; what is off the axis lies at its end.
    """

    title: str
    ticks: tuple[tuple[float, str], ...]
    place: Callable[[Floats], Floats]


def share_axis(title: str) -> Axis:
    """From nothing to all."""
    parts = (0.0, 0.25, 0.5, 0.75, 1.0)
    ticks = tuple((part, f"{100 * part:.0f} %") for part in parts)
    return Axis(title, ticks, lambda values: np.clip(values, 0, 1))


def even_axis(
    title: str, values: Iterable[float], *, text: Callable[[float], str]
) -> Axis:
    """An even axis that holds some values, with a little room at both ends.

    Parameters
    ----------
    text
        What is written at a tick.
    """
    known = [x for x in values if math.isfinite(x)] or [0.0]
    low, high = min(known), max(known)
    room = MARGIN * (high - low) or abs(high) * MARGIN or 1.0
    low, high = low - room, high + room
    longest = max(len(text(low)), len(text(high)))
    step = even_step((high - low) / min(CROWD, max(3, LETTERS // (longest + 2))))

    def place(points: Floats) -> Floats:
        return np.clip((points - low) / (high - low), 0.0, 1.0)

    numbers = range(math.ceil(low / step), math.floor(high / step) + 1)
    ticks = ((float(place(np.array(k * step))), text(k * step)) for k in numbers)
    return Axis(title, tuple(ticks), place)


def log_axis(
    title: str,
    values: Iterable[float],
    *,
    text: Callable[[float], str],
    least: float,
    zero: bool = False,
) -> Axis:
    """A logarithmic axis that holds some values.

    Parameters
    ----------
    text
        What is written at a tick.
    least
        What is smaller counts as this.
    zero
        Whether 0 has a place of its own at the start.
    """
    known = [max(x, least) for x in values if math.isfinite(x) and (x > 0 or not zero)]
    low, high = _ends(min(known, default=least), max(known, default=10 * least))
    start = ZERO if zero else 0.0

    def place(points: Floats) -> Floats:
        with np.errstate(divide="ignore"):
            powers = np.log10(np.maximum(points, 0.0))
        part = np.clip((powers - low) / (high - low), 0, 1)
        where = start + (1 - start) * part
        return np.where(points <= 0, 0.0, where) if zero else where

    ticks = [(float(place(np.array(x))), text(x)) for x in _round(low, high)]
    return Axis(title, ((0.0, text(0.0)), *ticks) if zero else tuple(ticks), place)


def seconds_text(value: float) -> str:
    """A round time.

    >>> seconds_text(0.01), seconds_text(20.0)
    ('10 ms', '20 s')
    """
    return f"{1000 * value:g} ms" if value < 1 else f"{value:g} s"


def gap_text(value: float) -> str:
    """A round gap in per cent.

    >>> gap_text(0.0), gap_text(0.0005)
    ('0', '0.05 %')
    """
    if value == 0:
        return "0"
    text = np.format_float_positional(100 * value, precision=8, trim="-")
    return f"{text} %"


def factor_text(value: float) -> str:
    """A round factor."""
    return f"{value:g} ×"  # noqa: RUF001


def _ends(least: float, most: float) -> tuple[float, float]:
    """Logarithms of the round numbers around some values, a factor of 2 at least."""
    numbers = [k * 10.0**power for power in range(-12, 13) for k in (1, 2, 5)]
    low = max((x for x in numbers if x <= least * (1 + 1e-9)), default=numbers[0])
    high = min((x for x in numbers if x >= most * (1 - 1e-9)), default=numbers[-1])
    high = high if high > low else min(x for x in numbers if x > low)
    return math.log10(low), math.log10(high)


def _round(low: float, high: float) -> list[float]:
    """The ticks between two powers: decades, and 2 and 5 where there is room."""
    decades = range(math.ceil(low - 1e-9), math.floor(high + 1e-9) + 1)
    fine = [
        k * 10.0**power
        for power in range(math.floor(low), math.ceil(high) + 1)
        for k in (1, 2, 5)
        if low - 1e-9 <= math.log10(k) + power <= high + 1e-9
    ]
    if len(fine) <= CROWD:
        return fine
    return [10.0**power for power in decades[:: math.ceil(len(decades) / CROWD)]]
