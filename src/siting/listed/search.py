"""Heuristics for medians over sorted lists: for sizes where no table fits."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.forms import MedianForm
from siting.kernels import kicks
from siting.listed.lists import enough, nearest_lists
from siting.listed.swaps import Swaps

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

TRIES = 64
"""Sites that are tried for each move asked for."""

KICKS = 4e5
"""Kicks times listed entries over open sites between two looks at the clock."""


class Listed:
    """A design that is improved move by move, first improvement.

    Attributes
    ----------
    looked
        How many neighbours were looked at so far.
    """

    def __init__(self, swaps: Swaps) -> None:
        self.swaps = swaps
        self.looked = 0

    def begin(self, design: Bools) -> None:
        """Start from a design."""
        self.swaps.begin(design)

    def improve(self, *, moves: int) -> bool:
        """Make up to about so many moves; whether a local optimum was reached."""
        before = self.swaps.tried
        done = self.swaps.advance(TRIES * moves)
        self._count(before)
        return done

    def move(self, must: Bools, never: Bools) -> bool:
        """Make the best move within narrower rules, even a bad one; if there is any."""
        before = self.swaps.tried
        made = self.swaps.move(must, never)
        self._count(before)
        return made

    @property
    def brief(self) -> int:
        """How many kicks take a few hundredths of a second, about."""
        each = max(1.0, self.swaps.entries / max(1, self.swaps.count))
        return int(min(max(KICKS / each, 1), 1000))

    def draw_from(self, seed: int) -> None:
        """Begin the chance of kicks anew."""
        self.swaps.draw_from(seed)

    def vary(self, rounds: int, *, wide: int, times: int, left: float) -> int:
        """Variable neighbourhoods so many times; see `Swaps.vary`.

        Parameters
        ----------
        left
            Neighbours that may be looked at.
        """
        before = self.swaps.tried
        tries = int(min(left / max(1, self.swaps.count) + 1, kicks.ALL))
        times = self.swaps.vary(rounds, wide=wide, times=times, tries=tries)
        self._count(before)
        return times

    def _count(self, before: int) -> None:
        """Every site that is tried is tried in the place of every open one."""
        self.looked += (self.swaps.tried - before) * self.swaps.count

    @property
    def design(self) -> Bools:
        """The present design (m,)."""
        return self.swaps.design


def listed_search(form: MedianForm) -> Listed:
    """A search over lists that hardly any client leaves."""
    return Listed(_swaps(form))


def opened_in_lists(form: MedianForm) -> tuple[Places, int]:
    """Sites (k,) in the order in which greedy add opens them, and looks taken."""
    return _swaps(form).opened_in_order()


def closed_in_lists(form: MedianForm) -> tuple[Places, int]:
    """Sites (k,) in the order in which greedy drop closes them, and looks taken."""
    return _swaps(form).closed_in_order()


def _swaps(form: MedianForm) -> Swaps:
    lists = nearest_lists(form, length=enough(form))
    return Swaps(lists, form.opening, form.rules)
