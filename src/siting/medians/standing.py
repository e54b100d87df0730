"""What is proved of a median, and what is still worth finding."""

from __future__ import annotations

import math

from siting.limits import Limits, Trace
from siting.medians.incumbent import Incumbent
from siting.solution import PROVED


class Standing:
    """The best design and the best bound, as far apart as they are.

    Parameters
    ----------
    whole
        Whether all costs are whole numbers, so that every value is.
    """

    def __init__(
        self, best: Incumbent, limits: Limits, trace: Trace, *, whole: bool
    ) -> None:
        self._best, self._limits, self._trace = best, limits, trace
        self._is_whole = whole

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
        if self._best.design is None:
            return math.inf
        if self._best.value <= 0:  # nothing costs less, and rounding is more than that
            return -math.inf
        return self._best.value - (1.0 if self._counts_in_ones else self._slack)

    def excluded(self) -> float:
        """What parts that were left out for being above the cutoff cost at least."""
        return self._best.value if self._counts_in_ones else self.cutoff()

    def prove(self, bound: float) -> None:
        """Note a bound; whole costs make it whole."""
        if math.isfinite(bound):
            self._trace.better(bound=math.ceil(bound) if self._is_whole else bound)

    def is_closed(self) -> bool:
        """Whether nothing better than the best design is left, as far as is asked."""
        if self._best.design is None:
            return False
        return self._best.value <= 0 or self._trace.bound >= self.excluded()
