"""One objective at its best while another is kept at or below a limit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]

Point: TypeAlias = NDArray[Any]
"""A design (m,); or open sites and shares (columns,), where these are chosen too."""

NEAR = 0.9
"""Part of a step by which HiGHS may be off where values are whole numbers."""

LOOSE = 1e-8
"""Part of a value that a bound may be off by rounding, where values have a step."""

TINY = 1e-9
"""Part of a value that is rounding: values so near are equal."""


class Ended(StrEnum):
    """How one scalar problem ended."""

    PROVED = "proved"
    EMPTY = "empty"
    STOPPED = "stopped"


@dataclass(frozen=True, eq=False)
class Answered:
    """What is known of one scalar problem.

    Attributes
    ----------
    design : (m,) or (columns,)
        The best one; None when there is none, or none is known.
    bound
        No design that keeps the limit is worth less; infinite when there is none.
    programs
        Mixed-integer programs that were solved.
    """

    ended: Ended
    design: Point | None
    bound: float
    programs: int = 1


class Epsilon(Protocol):
    """Asked again and again, with limits that only get tighter.

    Both objectives are to be minimised. What stays true from one limit to the next
    (cuts, bounds, the model itself) is kept.
    """

    def solve(
        self, limit: float, *, start: Point | None, floor: float, seconds: float
    ) -> Answered:
        """The least first objective while the second is at most the limit.

        Parameters
        ----------
        start : (m,) or (columns,)
            A design that keeps the limit, or None.
        floor
            No design that keeps the limit is worth less in the first objective.
        """

    def bound(self, limit: float, *, start: Point | None, seconds: float) -> float:
        """What no design within the limit is below, told without branching.

        -inf where nothing is.
        """


def worthwhile(value: float, step: float) -> float:
    """What a better design costs at most: a step less, or more than rounding."""
    if not math.isfinite(value):
        return value
    if step:
        return value - step + min(LOOSE * abs(value), step / 4)
    return value - TINY * max(1.0, abs(value))
