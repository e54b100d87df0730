"""How many sites are open in each period, how much it counts, and what phases cost."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from siting.errors import ProblemError

NUMBER = re.compile(r"\d+(?:\.\d*)?(?:[eE][+-]?\d+)?", flags=re.ASCII)

SAME = 1e-9
"""Relative difference up to which two sums of travel are the same."""


def texts_of_schedule(key: str, given: Any, *, like: str) -> tuple[str, ...]:
    """Numbers, given as texts or as such, as a tuple of texts."""
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise ProblemError(f"{key} is {given!r}; expected a list of {like}.")
    return tuple(str(x) for x in given)


def numbers_of(texts: Sequence[str]) -> tuple[int, ...]:
    """Whole numbers of open sites, one a period, that never fall."""
    if not texts:
        raise ProblemError("schedule is empty; give a number of sites for each period.")
    for text in texts:
        if not (text.isascii() and text.isdigit()) or int(text) < 1:
            raise ProblemError(f"schedule has {text!r}; expected whole numbers >= 1.")
    numbers = tuple(int(text) for text in texts)
    for before, after in pairwise(numbers):
        if after < before:
            raise ProblemError(
                f"schedule has {after} after {before}, but sites stay open; give "
                "numbers that never fall."
            )
    return numbers


def weights_of_periods(texts: Sequence[str], *, periods: int) -> tuple[float, ...]:
    """A number >= 0 for each period, 1 when none is given."""
    if not texts:
        return (1.0,) * periods
    for text in texts:
        if NUMBER.fullmatch(text) is None or not float(text) < math.inf:
            raise ProblemError(f"weights has {text!r}; expected numbers >= 0.")
    if len(texts) != periods:
        raise ProblemError(
            f"weights has {len(texts)} numbers, but the schedule has {periods} "
            "periods; give one for each."
        )
    return tuple(float(text) for text in texts)


def price_of_phases(
    travel: Sequence[float],
    alone: Mapping[int, float],
    *,
    numbers: Sequence[int],
    weights: Sequence[float],
) -> Iterator[str]:
    """A sentence for each period, and one for all, on what the phases cost.

    Parameters
    ----------
    travel
        Weighted travel of each period.
    alone
        Period, from 0 -> the least weighted travel if only that period counted.
    """
    for t, here in enumerate(travel):
        sites = f"{numbers[t]} site" + ("s" if numbers[t] > 1 else "")
        text = f"period {t + 1}: weighted travel {here:.10g} with {sites}"
        if t in alone:
            text += f"; {_instead(here, alone[t])} if only this period counted"
        yield text
    if len(alone) == len(travel) > 1:
        total = math.fsum(w * x for w, x in zip(weights, travel, strict=True))
        least = math.fsum(w * alone[t] for t, w in enumerate(weights))
        yield (
            f"the price of keeping what is open: {total:.10g} over all periods, and "
            f"{_instead(total, least)} if each period were by itself"
        )


def _instead(here: float, least: float) -> str:
    """The least value, and by how much this one is above it."""
    if here - least <= SAME * abs(here):
        return "the same"
    return f"{least:.10g}, {100 * (1 - least / here):.3g} % less,"
