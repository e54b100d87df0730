"""Local search for any model: every neighbour is evaluated from scratch."""

from __future__ import annotations

from siting.limits import Tally
from siting.problem import Problem
from siting.searching.neighbours import Bools, Neighbours, best_of, rank


class Evaluated:
    """Slow, and right for every model that can say what a design is worth."""

    def __init__(self, problem: Problem, tally: Tally) -> None:
        self._problem, self._tally = problem, tally
        self._design = problem.rules.must.copy()
        self.looked = 0

    def begin(self, design: Bools) -> None:
        """Start from a design."""
        self._design = design.copy()

    def improve(self, *, moves: int) -> bool:
        """Make up to so many best moves; whether a local optimum was reached."""
        for _ in range(moves):
            now = rank(self._problem, self._design[None, :])[0]
            trials = Neighbours.of(self._problem.rules, self._design)
            best, whole = best_of(self._problem, trials, self._tally)
            if best is None:
                return whole
            small = 1e-10 * abs(now[1])
            mends = best[0][0] < now[0]
            saves = best[0][0] == now[0] and best[0][1] < now[1] - small
            if not (mends or saves):
                return whole
            self._design = trials[best[1] : best[1] + 1][0]
            if not whole:
                return False
        return False

    def move(self, must: Bools, never: Bools) -> bool:
        """Make the best move within narrower rules, even a bad one; if there is any."""
        trials = Neighbours.of(
            self._problem.rules, self._design, must=must, never=never
        )
        best, _ = best_of(self._problem, trials, self._tally)
        if best is None:
            return False
        self._design = trials[best[1] : best[1] + 1][0]
        return True

    @property
    def design(self) -> Bools:
        """The present design (m,)."""
        return self._design.copy()
