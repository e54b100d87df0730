"""From one good design to another, and the best that lies between them."""

from __future__ import annotations

from siting.searching.hunt import Hunt
from siting.searching.neighbours import Bools, Rank


def relinked(hunt: Hunt, design: Bools, goal: Bools) -> tuple[Bools, Rank] | None:
    """The local optimum from the best design on the way from one to another.

    Every step is the best move that brings the design nearer to the goal: it opens a
    site of the goal, or closes one that the goal has closed, or both.

    Resende, M. G. C., Werneck, R. F. (2004). A hybrid heuristic for the p-median
    problem. Journal of Heuristics 10(1), 59-88. doi:10.1023/B:HEUR.0000019986.96257.50

    Returns
    -------
    design, rank
        None where nothing lies between the two.
    """
    best: tuple[Rank, Bools] | None = None
    hunt.search.begin(design)
    now = design
    while not hunt.is_over and (now != goal).sum() > 2:
        if not hunt.moved(now & goal, ~(now | goal)):
            break
        now = hunt.search.design
        found = hunt.see(now)
        if (now != goal).any() and (best is None or found < best[0]):
            best = (found, now)
    return None if best is None else hunt.improved(best[1])
