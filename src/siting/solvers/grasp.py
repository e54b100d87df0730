"""GRASP: greedy designs with some chance, searched around and relinked."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from siting.errors import UsageError
from siting.rules import Rules
from siting.searching.heuristic import Heuristic
from siting.searching.hunt import Hunt
from siting.searching.neighbours import Bools
from siting.searching.pool import Pool
from siting.searching.relinking import relinked

USUAL = 32
"""Rounds when nothing else ends the run."""

APART = 4
"""Sites in which two designs of the pool differ at least."""


@dataclass(frozen=True)
class Grasp(Heuristic):
    """Greedy from samples, local search, and paths between the best designs.

    Each round opens sites one at a time, the best of a small sample; improves the
    design by interchange; and goes from it towards one of the pool of good designs that
    differ, improving the best on the way. At the end of the rounds the designs of the
    pool are relinked with each other, where time is left.

    Feo, T. A., Resende, M. G. C. (1995). Greedy randomized adaptive search procedures.
    Journal of Global Optimization 6(2), 109-133. doi:10.1007/BF01096763

    Resende, M. G. C., Werneck, R. F. (2004). A hybrid heuristic for the p-median
    problem. Journal of Heuristics 10(1), 59-88. doi:10.1023/B:HEUR.0000019986.96257.50

    Takes
    -----
    Every model whose design is a set of sites; fast for medians, coverage and centers.
    Where the reply to a design is hard, small ones.

    Options
    -------
    rounds
        Designs that are built. 0: until time or evaluations are used up.
    pool
        Good designs that are kept to be relinked; 0 for none.
    """

    name = "grasp"

    rounds: int = 0
    pool: int = 10

    def __post_init__(self) -> None:
        for key in ("rounds", "pool"):
            if getattr(self, key) < 0:
                raise UsageError(
                    f"{key} is {getattr(self, key)}; expected a whole number >= 0."
                )

    def hunt(self, hunt: Hunt) -> None:
        """Build, search, relink, round by round."""
        pool = Pool(size=self.pool, apart=APART)
        first = hunt.first()
        for k in hunt.rounds(self.rounds, usual=USUAL):
            design, found = hunt.improved(sampled(hunt) if k else first)
            goal = pool.drawn(design, hunt.rng) if self.pool else None
            if goal is not None and not hunt.is_over:
                between = relinked(hunt, design, goal)
                if between is not None:
                    pool.offer(*between)
            if self.pool:
                pool.offer(design, found)
        self._relink_all(hunt, pool)

    def _relink_all(self, hunt: Hunt, pool: Pool) -> None:
        """Go between all designs of the pool, again while that helps."""
        helped = True
        while helped and not hunt.is_over:
            helped, designs = False, pool.designs
            for k, design in enumerate(designs):
                for goal in designs[:k]:
                    between = None if hunt.is_over else relinked(hunt, design, goal)
                    if between is not None and pool.offer(*between):
                        helped = True


def sampled(hunt: Hunt) -> Bools:
    """Open the best of a few sites drawn by chance, one at a time.

    Where the number of sites is free, until the best of them does not help.
    """
    rules, rng = hunt.rules, hunt.rng
    design = rules.must.copy()
    found = hunt.see(design)
    hunt.search.begin(design)
    while design.sum() < rules.most and not hunt.is_over:
        free = np.flatnonzero(~design & ~rules.never)
        count = min(_sample(rules, int(design.sum())), len(free))
        never = np.ones(rules.m, dtype=bool)
        never[rng.choice(free, size=count, replace=False)] = False
        if not hunt.moved(design, never):
            break
        before, found = found, hunt.see(hunt.search.design)
        if design.sum() >= rules.least and found >= before:
            break
        design = hunt.search.design
    return design if design.sum() >= rules.least else hunt.by_chance()


def _sample(rules: Rules, count: int) -> int:
    """How many sites are drawn when so many are open.

    Few beside the number of sites over those that will be open, or are so far.
    """
    wanted = rules.most if rules.least == rules.most else max(count, 2)
    return max(2, math.ceil(math.log2(max(2.0, rules.m / wanted))))
