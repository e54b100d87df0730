"""What of a question can be eased, and how far: for the search for what would do."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from siting.cost import Floats

DIGITS = 3
"""To how many digits a number is sought that may be anything."""

PARTS = 100
"""Into how many parts of one a factor is divided."""


@dataclass(frozen=True, eq=False)
class Stock:
    """A whole that open sites must take between them.

    Attributes
    ----------
    what
        Its name: the demand, the beds.
    room : (m,)
        Most of it that each site can take.
    ample
        Capacity of a site beyond which more says nothing.
    """

    what: str
    whole: float
    room: Floats
    ample: float


@dataclass(frozen=True, eq=False)
class Easing:
    """A number of a question whose change makes it easier to answer.

    Attributes
    ----------
    what
        What is sought: 'the largest min_load that would do'.
    said
        The sentence with {} for the value; that value does, and the one before not.
    values
        From nearly as hard as the question to the easiest.
    change
        The question with a value in place of its own.
    """

    what: str
    said: str
    values: Sequence[Any]
    change: Callable[[Any], Any]


def lower(value: float, *, least: int) -> Sequence[float]:
    """Numbers below a value > 0, largest first, as far apart as its third digit.

    Parameters
    ----------
    least
        Where they end, in such steps.
    """
    step = _step(value)
    most = math.ceil(value / step - 1e-9) - 1
    return Rounded(range(most, least - 1, -1), step)


def upper(value: float) -> Sequence[float]:
    """Numbers from 0 to a value, smallest first, as far apart as its third digit."""
    step = _step(value)
    return Rounded(range(1, math.ceil(value / step) + 1), step)


def factors(most: float) -> Sequence[float]:
    """Factors above 1, up to one at least as large as this."""
    last = max(math.ceil(most * PARTS - 1e-9), PARTS + 1)
    return Rounded(range(PARTS + 1, last + 1), 1 / PARTS)


def _step(value: float) -> float:
    """A unit in the last digit that is sought."""
    return 10.0 ** (math.floor(math.log10(max(value, 1e-300))) - DIGITS + 1)


class Rounded(Sequence[float]):
    """Multiples of a power of ten, as the numbers that their digits say."""

    def __init__(self, counts: range, step: float) -> None:
        self._counts = counts
        self._digits = -round(math.log10(step))

    def __len__(self) -> int:
        return len(self._counts)

    def __getitem__(self, k: Any) -> Any:
        """The k-th."""
        if isinstance(k, slice):
            return Rounded(self._counts[k], 10.0**-self._digits)
        count, digits = self._counts[k], self._digits
        return (
            round(count / 10**digits, digits)
            if digits > 0
            else (float(count) * 10.0**-digits)
        )
