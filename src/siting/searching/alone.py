"""One objective as a population sees it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from siting.cost import Floats
from siting.searching.archive import Archive
from siting.searching.ground import Ground
from siting.searching.hunt import Hunt
from siting.searching.neighbours import Bools
from siting.searching.search import is_quick
from siting.searching.trying import best_of_few


class Alone:
    """A hunt of one objective, its best design being all of the archive."""

    def __init__(self, hunt: Hunt) -> None:
        self._hunt = hunt
        self.rules, self.rng = hunt.rules, hunt.rng
        self.archive = Archive(1, hunt.rules.m)

    @property
    def is_over(self) -> bool:
        """Whether time or evaluations are used up."""
        return self._hunt.is_over

    @property
    def spent(self) -> float:
        """Part of time or evaluations that is used up; 0 where neither is bounded."""
        return self._hunt.spent

    @cached_property
    def ground(self) -> Ground:
        """Where the sites are."""
        return Ground(self._hunt.problem.instance)

    def rounds(self, asked: int, *, usual: int) -> Iterator[int]:
        """Count rounds; see `Hunt.rounds`."""
        return self._hunt.rounds(asked, usual=usual)

    def look(self, designs: Bools) -> tuple[Floats, Floats]:
        """Values (k, 1), to be minimised, and violations (k,) of designs (k, m)."""
        violation, values = np.array(self._hunt.look(designs)).reshape(-1, 2).T
        self._keep()
        return values[:, None], violation

    def _keep(self) -> None:
        """Let the archive be the best of the hunt, as soon as that is allowed."""
        found = self._hunt.rank
        if self._hunt.best is not None and found[0] == 0:
            self.archive.offer(np.array([[found[1]]]), self._hunt.best[None, :])

    def first(self, count: int, *, helped: bool) -> Bools:
        """Designs (count, m) to begin with; see `Quest.first`."""
        start = self._hunt.limits.start
        given = [] if start is None else [start]
        if helped:
            given = [self._hunt.first()]
        elif start is not None:
            self._hunt.see(start)
        others = [self._hunt.by_chance() for _ in range(count - len(given))]
        return np.array([*given, *others])

    def polished(self, design: Bools) -> Bools:
        """The local optimum that a design leads to.

        Where no tables say what a move gains, the best of a few steps by chance.
        """
        if is_quick(self._hunt.problem):
            better, _ = self._hunt.improved(design)
            self._keep()
            return better
        return best_of_few(self, design, np.ones(1))

    def settled(self) -> Bools:
        """The local optimum that a design by chance leads to."""
        better, _ = self._hunt.improved(self._hunt.by_chance())
        return better
