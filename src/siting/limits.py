"""What bounds a run, and what is heard from it while it lasts."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from siting.errors import UsageError


@dataclass(frozen=True)
class Progress:
    """A moment of a run: the best so far, in the user's sense.

    Attributes
    ----------
    seconds
        Since the run began.
    objective, bound
        nan when there is none yet.
    words
        What is going on, when that is the news.
    """

    seconds: float
    objective: float = math.nan
    bound: float = math.nan
    words: str = ""


Watch = Callable[[Progress], None]


@dataclass(frozen=True, eq=False)
class Limits:
    """Limits of one run; the same for all solvers.

    Attributes
    ----------
    time_limit
        Seconds from ``began``, building the model included.
    gap
        Relative gap at which a run may stop; 0 asks for the optimum.
    evaluations
        Designs whose value may be learned, neighbours in a table included; None: as
        many as time allows.
    start : (m,)
        A design to begin from, or None.
    """

    time_limit: float = math.inf
    gap: float = 0.0
    seed: int = 0
    threads: int = 1
    evaluations: int | None = None
    start: NDArray[np.bool_] | None = None
    watch: Watch | None = None
    began: float = field(default_factory=lambda: perf_counter())
    # Looked up at each run: benchmarks put the processor's clock in its place.

    def __post_init__(self) -> None:
        if not self.time_limit > 0:
            raise UsageError(
                f"time_limit is {self.time_limit}; expected a number of seconds > 0."
            )
        if not 0 <= self.gap < math.inf:
            raise UsageError(
                f"gap is {self.gap}; expected a number >= 0, such as 0.01 for 1 %."
            )
        if self.threads < 1 or self.seed < 0:
            raise UsageError(
                f"threads is {self.threads} and seed {self.seed}; expected at least 1 "
                "thread and a seed >= 0."
            )
        if self.evaluations is not None and self.evaluations < 1:
            raise UsageError(
                f"evaluations is {self.evaluations}; expected a whole number >= 1, or "
                "nothing for as many as time allows."
            )

    @property
    def elapsed(self) -> float:
        """Seconds since the run began."""
        return perf_counter() - self.began

    @property
    def left(self) -> float:
        """Seconds until the time limit; never negative."""
        return max(0.0, self.time_limit - self.elapsed)


class Tally:
    """How many designs a run has learned the value of, and whether it may go on.

    Attributes
    ----------
    looked
        Designs so far, neighbours in a table included.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.looked = 0

    def count(self, designs: int) -> None:
        """Note that so many more were looked at."""
        self.looked += designs

    @property
    def left(self) -> float:
        """How many more may be looked at; infinite without a limit."""
        asked = self._limits.evaluations
        return math.inf if asked is None else max(0, asked - self.looked)

    @property
    def is_bounded(self) -> bool:
        """Whether anything but the method ends the run."""
        return math.isfinite(self._limits.time_limit) or math.isfinite(self.left)

    @property
    def spent(self) -> float:
        """Part of time or evaluations that is used up; 0 where neither is bounded."""
        timely = self._limits.elapsed / self._limits.time_limit
        asked = self._limits.evaluations
        return min(1.0, max(timely, self.looked / asked if asked else 0.0))

    @property
    def is_over(self) -> bool:
        """Whether time or evaluations are used up."""
        return self._limits.left <= 0 or self.left <= 0


class Trace:
    """Collects (seconds, objective, bound) while a solver runs, and passes them on."""

    def __init__(self, limits: Limits, *, sign: float) -> None:
        self._limits = limits
        self._sign = sign
        self._rows: list[tuple[float, float, float]] = []
        self.objective = math.nan
        self.bound = math.nan

    def better(self, *, objective: float = math.nan, bound: float = math.nan) -> bool:
        """Note an incumbent or a bound; whether it is news."""
        gains = self._sign * (self.objective - objective) > 0
        news = gains or (math.isnan(self.objective) and not math.isnan(objective))
        if news:
            self.objective = objective
        tighter = self._sign * (bound - self.bound) > 0
        if tighter or (math.isnan(self.bound) and not math.isnan(bound)):
            self.bound, news = bound, True
        if news:
            row = (self._limits.elapsed, self.objective, self.bound)
            self._rows.append(row)
            if self._limits.watch is not None:
                self._limits.watch(Progress(*row))
        return news

    def say(self, words: str) -> None:
        """Tell whoever watches what is going on."""
        if self._limits.watch is not None:
            now = self._limits.elapsed
            self._limits.watch(Progress(now, self.objective, self.bound, words))

    @property
    def rows(self) -> tuple[tuple[float, float, float], ...]:
        """All moments so far."""
        return tuple(self._rows)
