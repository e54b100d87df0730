"""What is proved of a minimum, and what is still worth finding."""

from __future__ import annotations

import math
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from siting.limits import Limits, Trace
from siting.solution import PROVED

NEARLY = 1e-9
"""How far from a whole number a value may be and count as one."""


class Best(Protocol):
    """The best answer so far."""

    @property
    def value(self) -> float:
        """What it costs, >= 0."""

    @property
    def design(self) -> NDArray[np.bool_] | None:
        """Its open sites (m,); None without one."""


class Standing:
    """The best answer and the best bound, as far apart as they are.

    Parameters
    ----------
    off
        How far every value is from a whole number at most; infinite when nothing is
        known of that.

    Attributes
    ----------
    aim
        What costs more is not looked for at present.
    """

    def __init__(self, best: Best, limits: Limits, trace: Trace, *, off: float) -> None:
        self._best, self._limits, self._trace = best, limits, trace
        self._off = off
        self._is_whole = off < NEARLY
        self.aim = math.inf

    @property
    def _slack(self) -> float:
        """How far below the best value a bound may stay."""
        return max(self._limits.gap, 0.5 * PROVED) * abs(self._best.value)

    @property
    def _counts_in_ones(self) -> bool:
        """Whether the next better value is one less, and that is asked for."""
        return self._is_whole and self._limits.gap * abs(self._best.value) < 1.0

    def cutoff(self) -> float:
        """Parts whose bound is above hold nothing that is worth finding."""
        return min(self._better(), self.aim)

    def _better(self) -> float:
        """What an answer costs at most that is worth having."""
        if self._best.design is None:
            return math.inf
        if self._best.value <= 0:  # nothing costs less, and rounding is more than that
            return -math.inf
        less = 1.0 - 2 * self._off if self._counts_in_ones else self._slack
        return self._best.value - less

    def _enough(self) -> float:
        """A bound that says that nothing better is left."""
        if self._counts_in_ones:
            return self._best.value - 2 * self._off
        return self._better()

    def excluded(self) -> float:
        """What parts that were left out for being above the cutoff cost at least."""
        return min(self._enough(), self.aim)

    def prove_parts(self, bound: float) -> None:
        """Note a bound of all parts but those that were left out above the cutoff."""
        self.prove(min(bound, self.excluded()))

    def prove(self, bound: float) -> None:
        """Note a bound; where values are whole it is moved up to the next one."""
        if not math.isfinite(bound):
            return
        if self._is_whole:
            bound = max(bound, math.ceil(bound - self._off) - self._off)
        self._trace.better(bound=bound)

    def is_closed(self) -> bool:
        """Whether nothing better than the best answer is left, as far as is asked."""
        if self._best.design is None:
            return False
        return self._best.value <= 0 or self._trace.bound >= self._enough()
