"""Interchange: swap an open site for a closed one while that helps."""

from __future__ import annotations

from dataclasses import dataclass

from siting.errors import UsageError
from siting.searching.heuristic import Heuristic
from siting.searching.hunt import Hunt

USUAL = 1
"""Local searches when nothing else ends the run."""


@dataclass(frozen=True)
class Interchange(Heuristic):
    """Best swaps from a greedy start, and from random ones, until none helps.

    Swaps, and where the number of sites is free adds and drops, with incremental gain
    and loss tables (Whitaker, 1983; Resende and Werneck, 2007,
    doi:10.1007/s10479-006-0154-0).

    Takes
    -----
    Every model whose design is a set of sites; fast for medians, coverage and centers.
    Where the reply to a design is hard, small ones.

    Options
    -------
    starts
        Local searches: the first from the given start or the greedy answer, the others
        from random designs. 0: until time or evaluations are used up.
    """

    name = "interchange"

    starts: int = 1

    def __post_init__(self) -> None:
        if self.starts < 0:
            raise UsageError(f"starts is {self.starts}; expected a whole number >= 0.")

    @property
    def uses_seed(self) -> bool:
        """Only starts after the first are left to chance."""
        return self.starts != 1

    def hunt(self, hunt: Hunt) -> None:
        """Search until all starts are done or all is used up."""
        first = hunt.first()
        for k in hunt.rounds(self.starts, usual=USUAL):
            hunt.improved(hunt.by_chance() if k else first)
