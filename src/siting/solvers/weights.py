"""Weighted sums by chance, each searched to a local optimum."""

from __future__ import annotations

from dataclasses import dataclass

from siting.errors import UsageError
from siting.searching.population import Population
from siting.searching.quest import Quest
from siting.searching.scalar import Scalar
from siting.tradeoff import Tradeoff

USUAL = 20
"""Weights when nothing else ends the run."""


@dataclass(frozen=True)
class Weights(Population):
    """Interchange on one weighted sum after the other.

    Weights are drawn by chance, log-uniformly, on objectives that range from 0 to 1 so
    far. Each sum is searched by best moves until none helps, from the best design of
    the archive or from one by chance, in turn by a coin. It begins with the local
    optimum of each objective that greedy leads to. No population and no crossover:
    what any metaheuristic must beat. With one objective it is interchange from many
    starts.

    Takes
    -----
    Trade-offs of two to four medians and coverages. With one objective every model
    whose design is a set of sites; where the reply to a design is hard, small ones.

    Options
    -------
    rounds
        Weights. 0: until time or evaluations are used up.
    """

    name = "weights"

    rounds: int = 0

    def __post_init__(self) -> None:
        if self.rounds < 0:
            raise UsageError(f"rounds is {self.rounds}; expected a whole number >= 0.")

    def refuses_front(self, tradeoff: Tradeoff) -> str | None:
        """A sentence when no table holds all objectives."""
        if tradeoff.stake is not None or Scalar.fits(tradeoff):
            return super().refuses_front(tradeoff)
        return (
            f"weights searches sums of medians and coverages in one table, which "
            f"{tradeoff.name} has not, or only one that is too large; use nsga2."
        )

    def seek(self, quest: Quest) -> None:
        """One sum after the other."""
        quest.look(quest.first(FIRST, helped=True))
        for _ in quest.rounds(self.rounds, usual=USUAL):
            quest.look(quest.settled()[None, :])


FIRST = 8
"""Designs to begin with: local optima, and a few by chance."""
