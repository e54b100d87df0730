"""What a run of a heuristic may still look at, whatever is wanted of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from siting.limits import Limits, Tally
from siting.problem import Problem
from siting.searching.neighbours import Bools
from siting.searching.search import Improving, is_quick
from siting.solution import Termination

BURST = 64
"""Moves between two looks at the clock."""

FEW = 500
"""Designs that are evaluated from scratch when nothing ends the run but the method."""


class Spending:
    """Time and evaluations of one run, its chance, and why it ended.

    Parameters
    ----------
    problems
        All that is wanted of one design.

    Attributes
    ----------
    rng
        The chance of this run; nothing else may be left to chance.
    """

    def __init__(self, problems: Sequence[Problem], limits: Limits) -> None:
        self.limits, self.rules = limits, problems[0].rules
        self.rng = np.random.default_rng(limits.seed)
        self.termination = Termination.FINISHED
        self._tally = Tally(limits)
        self._is_quick = all(is_quick(problem) for problem in problems)

    @property
    def is_over(self) -> bool:
        """Whether time or evaluations are used up."""
        if self._tally.is_over:
            timely = self.limits.left > 0
            self.termination = (
                Termination.NODE_LIMIT if timely else Termination.TIME_LIMIT
            )
        return self._tally.is_over

    @property
    def is_bounded(self) -> bool:
        """Whether anything but the method ends the run."""
        return self._tally.is_bounded

    @property
    def spent(self) -> float:
        """Part of time or evaluations that is used up; 0 where neither is bounded."""
        return self._tally.spent

    def rounds(self, asked: int, *, usual: int) -> Iterator[int]:
        """Count rounds until so many are done, or all is used up.

        Parameters
        ----------
        asked
            0: until all is used up.
        usual
            Rounds when 0 is asked for and nothing else ends the run; fewer where every
            design is evaluated from scratch.
        """
        count = asked or (math.inf if self.is_bounded else usual)
        most = math.inf if asked or self.is_bounded or self._is_quick else FEW
        k = 0
        while k < count and not self.is_over and (not k or self._tally.looked < most):
            yield k
            k += 1

    def bursts(self, search: Improving, *, moves: float = math.inf) -> Iterator[Bools]:
        """Improve until no move helps, so many are made, or all is used up.

        Where evaluations count, the limit is looked at after every move: a run ends
        with the neighbourhood that it is in.

        Yields
        ------
        design : (m,)
            After every few moves.
        """
        most = BURST if self.limits.evaluations is None else 1
        done = False
        while not done and moves > 0:
            few = int(min(most, moves))
            before = search.looked
            done = search.improve(moves=few)
            self._tally.count(search.looked - before)
            moves -= few
            yield search.design
            done = done or self.is_over
