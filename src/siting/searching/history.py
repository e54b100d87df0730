"""What a run held at some moments: the last state of every stretch of time."""

from __future__ import annotations

import math

from siting.cost import Floats

STRETCHES = 8
"""Stretches of time in which the last state is kept, from one second to ten."""

FIRST = 1e-3
"""Seconds that are one stretch: nobody looks closer."""


class History:
    """States with the seconds at which they were reached, evenly in the logarithm.

    Of each stretch of time the last state is kept, with its own moment: what is told of
    a moment was true then, and no run is told to have been quicker than it was.
    """

    def __init__(self) -> None:
        self._moments: list[tuple[float, Floats]] = []

    def note(self, seconds: float, values: Floats) -> None:
        """Keep a state (k, q), which nobody changes afterwards."""
        if self._moments and _stretch(self._moments[-1][0]) == _stretch(seconds):
            self._moments[-1] = (seconds, values)
        else:
            self._moments.append((seconds, values))

    @property
    def moments(self) -> tuple[tuple[float, Floats], ...]:
        """(seconds, values), in the order of time."""
        return tuple(self._moments)


def _stretch(seconds: float) -> int:
    """Number of the stretch of time in which a moment lies."""
    return math.floor(STRETCHES * math.log10(max(seconds, FIRST)))
