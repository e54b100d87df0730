"""NSGA-II on sets of sites, with local search for some of the children."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from siting.errors import UsageError, unknown
from siting.searching.population import Population
from siting.searching.quest import Quest

USUAL = 20
"""Generations when nothing else ends the run."""

OPERATORS = ("subset", "textbook")


@dataclass(frozen=True)
class Nsga2(Population):
    """A population of designs that are mixed, moved, and kept when none is better.

    A child opens what both parents open and some of what one of them opens; then one
    site is swapped, mostly for a neighbour. Some of the children are improved by
    interchange on a weighted sum that suits where they lie, with some chance. All
    non-dominated designs that were ever looked at are kept in an archive, which may be
    larger than the population. Mating and survival are pymoo's.

    ``textbook`` operators are what one gets without thinking of sites: uniform
    crossover and bit flips, the number of open sites put right by chance. They are here
    for comparison. With one objective it is a genetic algorithm.

    Deb, K., Pratap, A., Agarwal, S., Meyarivan, T. (2002). A fast and elitist
    multiobjective genetic algorithm: NSGA-II. IEEE Transactions on Evolutionary
    Computation 6(2), 182-197. doi:10.1109/4235.996017

    Takes
    -----
    Every model whose design is a set of sites, and trade-offs of two to four of them
    that share no assignment: a design would be many points.
    Local search is by tables for medians, coverage and centers (one objective), and for
    medians and coverages (several); else the best of a few steps by chance. Where the
    reply to a design is hard, small ones.

    Options
    -------
    population
        Designs that are kept from one generation to the next.
    operators
        subset or textbook.
    interchange
        Share of children that are improved by local search, which also makes the first
        designs better; 0 for none.
    rounds
        Generations. 0: until time or evaluations are used up.
    """

    name = "nsga2"

    population: int = 50
    operators: Literal["subset", "textbook"] = "subset"
    interchange: float = 0.3
    rounds: int = 0

    def __post_init__(self) -> None:
        if self.operators not in OPERATORS:
            raise UsageError(unknown("operators value", self.operators, OPERATORS))
        for key, least in (("population", 4), ("rounds", 0)):
            if getattr(self, key) < least:
                raise UsageError(
                    f"{key} is {getattr(self, key)}; expected a whole number >= "
                    f"{least}."
                )
        if not 0 <= self.interchange <= 1:
            raise UsageError(
                f"interchange is {self.interchange}; expected a share from 0 to 1."
            )

    def seek(self, quest: Quest) -> None:
        """Generation after generation."""
        from siting.searching.evolution import evolved  # pymoo takes long to load

        evolved(
            quest,
            population=self.population,
            rounds=self.rounds,
            usual=USUAL,
            textbook=self.operators == "textbook",
            share=self.interchange,
        )
