"""Heuristics of many designs at once, for one objective or for several."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from siting.front import Front
from siting.limits import Limits
from siting.searching.alone import Alone
from siting.searching.front_hunt import FrontHunt
from siting.searching.heuristic import Heuristic
from siting.searching.hunt import Hunt
from siting.searching.quest import Quest
from siting.searching.search import too_hard
from siting.solution import Termination
from siting.solver import FrontSolver
from siting.tradeoff import Tradeoff


@dataclass(frozen=True)
class Population(Heuristic, FrontSolver):
    """The same search whether one thing is wanted or several."""

    def refuses_front(self, tradeoff: Tradeoff) -> str | None:
        """A sentence when looking at a design takes too long, or does not tell all."""
        if tradeoff.stake is not None:
            return (
                f"{self.name} looks at designs, and a design of {tradeoff.name} has "
                "many assignments, of which each is another point; use sweep or "
                "search-region."
            )
        refusals = (too_hard(p, method=self.name) for p in tradeoff.problems)
        return next((words for words in refusals if words), None)

    def hunt(self, hunt: Hunt) -> None:
        """Search for one objective."""
        self.seek(Alone(hunt))

    def front(self, tradeoff: Tradeoff, limits: Limits) -> Front:
        """Search for several; after Ctrl-C the answer is what was found so far."""
        hunt = FrontHunt(tradeoff, limits)
        try:
            self.seek(hunt)
        except KeyboardInterrupt:
            hunt.termination = Termination.INTERRUPTED
        return hunt.front(self)

    @abstractmethod
    def seek(self, quest: Quest) -> None:
        """Look at designs while ``quest.is_over`` is not."""
