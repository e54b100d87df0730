"""Variable neighbourhood search: shake ever more, search, and begin again."""

from __future__ import annotations

import math
from dataclasses import dataclass

from siting.errors import UsageError
from siting.forms import MedianForm
from siting.listed.search import Listed, listed_search
from siting.searching.heuristic import Heuristic
from siting.searching.hunt import Hunt
from siting.searching.neighbours import Bools, Neighbours

USUAL = 200
"""Shakes when nothing else ends the run."""


@dataclass(frozen=True)
class Vns(Heuristic):
    """From a local optimum swap k sites at random, search, and go on from what is best.

    k grows by one while the search leads to nothing better, up to ``wide``, and is one
    again when it does. For medians the k sites that open lie near one client, which is
    chosen at random, and each takes the place of the site that suits best: only the
    neighbourhood is searched anew, thousands of times a second.

    Hansen, P., Mladenovic, N. (1997). Variable neighborhood search for the p-median.
    Location Science 5(4), 207-226. doi:10.1016/S0966-8349(98)00030-8

    Takes
    -----
    Every model whose design is a set of sites; fast for medians, coverage and centers.
    Where the reply to a design is hard, small ones.

    Options
    -------
    wide
        Sites that are swapped at most.
    shakes
        How often. 0: until time or evaluations are used up.
    """

    name = "vns"

    wide: int = 8
    shakes: int = 0

    def __post_init__(self) -> None:
        if self.wide < 1:
            raise UsageError(f"wide is {self.wide}; expected a whole number >= 1.")
        if self.shakes < 0:
            raise UsageError(f"shakes is {self.shakes}; expected a whole number >= 0.")

    def hunt(self, hunt: Hunt) -> None:
        """Shake and search."""
        first = hunt.first()
        if hunt.is_over:
            return
        form = hunt.problem.form
        if isinstance(form, MedianForm):
            self._over_lists(hunt, listed_search(form), first)
        else:
            self._by_search(hunt, first)

    def _by_search(self, hunt: Hunt, first: Bools) -> None:
        """With the local search of the problem, whatever it is."""
        design, best = hunt.improved(first)
        k = 1
        for _ in hunt.rounds(self.shakes, usual=USUAL):
            trial, found = hunt.improved(shaken(hunt, design, k))
            k = 1 if found < best else k % self.wide + 1
            if found <= best:  # what is as good is gone on from
                design, best = trial, found

    def _over_lists(self, hunt: Hunt, search: Listed, first: Bools) -> None:
        """With kicks over sorted lists."""
        hunt.search = search
        search.draw_from(int(hunt.rng.integers(2**31)))
        hunt.improved(first)
        left, k = self.shakes or (math.inf if hunt.is_bounded else USUAL), 1
        while left > 0 and not hunt.is_over:
            size = int(min(search.brief, left))
            k = hunt.varied(search, size, wide=self.wide, times=k)
            left -= size


def shaken(hunt: Hunt, design: Bools, swaps: int) -> Bools:
    """A design with so many random moves made: swaps, and where allowed others."""
    trial = design.copy()
    for _ in range(swaps):
        moves = Neighbours.of(hunt.rules, trial)
        if not len(moves):
            break
        one = int(hunt.rng.integers(len(moves)))
        trial = moves[one : one + 1][0]
    return trial
