"""What a population of designs needs of a run, for one objective or several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from siting.cost import Floats
from siting.rules import Rules
from siting.searching.archive import Archive
from siting.searching.ground import Ground
from siting.searching.neighbours import Bools


class Quest(Protocol):
    """A budget, its chance, and what has been found with it.

    Attributes
    ----------
    archive
        The best designs so far; one where there is one objective.
    """

    rules: Rules
    rng: np.random.Generator
    archive: Archive

    @property
    def is_over(self) -> bool:
        """Whether time or evaluations are used up."""

    @property
    def spent(self) -> float:
        """Part of time or evaluations that is used up; 0 where neither is bounded."""

    @property
    def ground(self) -> Ground:
        """Where the sites are."""

    def rounds(self, asked: int, *, usual: int) -> Iterator[int]:
        """Count rounds; see `Hunt.rounds`."""

    def look(self, designs: Bools) -> tuple[Floats, Floats]:
        """Values (k, q), to be minimised, and violations (k,) of designs (k, m)."""

    def first(self, count: int, *, helped: bool) -> Bools:
        """Designs (count, m) to begin with: the start that was given, others by chance.

        Parameters
        ----------
        helped
            Whether some of them come from greedy and local search.
        """

    def polished(self, design: Bools) -> Bools:
        """A design after some local search; towards chance where there are several."""

    def settled(self) -> Bools:
        """A local optimum by chance; of a weighted sum where there are several."""
