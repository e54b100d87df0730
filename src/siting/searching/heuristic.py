"""What every heuristic is: a hunt for good designs that proves nothing."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from siting.limits import Limits
from siting.problem import Problem
from siting.searching.hunt import Hunt
from siting.searching.search import too_hard
from siting.solution import Solution, Termination
from siting.solver import Solver


@dataclass(frozen=True)
class Heuristic(Solver):
    """Looks at designs until it is done or nothing is left, and keeps the best."""

    @property
    def uses_seed(self) -> bool:
        """Another seed looks elsewhere."""
        return True

    def refuses(self, problem: Problem) -> str | None:
        """A sentence when looking at a design takes too long."""
        return too_hard(problem, method=self.name)

    def run(self, problem: Problem, limits: Limits) -> Solution:
        """Hunt; after Ctrl-C the answer is the best so far."""
        hunt = Hunt(problem, limits)
        try:
            self.hunt(hunt)
        except KeyboardInterrupt:
            hunt.termination = Termination.INTERRUPTED
        return hunt.answer(self)

    @abstractmethod
    def hunt(self, hunt: Hunt) -> None:
        """Look at designs while ``hunt.is_over`` is not."""
