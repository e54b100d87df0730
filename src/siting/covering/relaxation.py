"""Coverage as branch and bound asks for it: cuts of odd sets, and our own sums."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from siting.branching.relaxation import Fixed, Relaxed
from siting.cost import Floats
from siting.covering.program import Price, Program
from siting.covering.reduction import Reduced
from siting.milp.hotlp import LPStatus

ROUNDS = 6
"""Rounds of cuts at a node at most."""

FADE = 0.03
"""Part of the room below the cutoff that a round of cuts must gain to go on."""

PIVOTS = 60
"""Pivots that a site is tried with."""

IDLE = 30
"""Solves after which a cut that did nothing is forgotten."""


class CoverRelaxation:
    """What stays uncovered at least, of all that there is, part by part.

    Attributes
    ----------
    total
        What is covered when everybody is.
    """

    def __init__(self, left: Reduced, *, seed: int) -> None:
        self._left = left
        self.program = Program(left, seed=seed)
        self.total = left.offset + float(left.weight.sum())

    def relax(self, part: Fixed, *, cutoff: float, seconds: float) -> Relaxed | None:
        """Add cuts while they help; the best bound that their multipliers prove."""
        if int(part.opened.sum()) > self._left.room:
            return Relaxed(math.inf, self.program.y, part)
        best: Relaxed | None = None
        for _ in range(ROUNDS):
            self.program.fix(part.closed, part.opened)
            status = self.program.solve(seconds=seconds)
            if status is not LPStatus.OPTIMAL:
                break
            before = -math.inf if best is None else best.bound
            now = self.proved(part, cutoff=cutoff)
            best = now if now.bound > before else best
            part = now.fixed
            if now.bound > cutoff or now.is_whole:
                return now
            if not now.bound - before > FADE * (cutoff - now.bound):
                break
            if not self.program.separate(hard=False):
                break
        self.program.purge(IDLE)
        if best is None:
            return None
        return Relaxed(best.bound, self.program.y, part)

    def proved(self, part: Fixed, *, cutoff: float) -> Relaxed:
        """What the last solve proves of a part."""
        price = self.program.price()
        room = self._left.room
        bound = self.total - price.bound(part.closed, part.opened, room=room)
        fixed = decided(price, part, room=room, slack=cutoff - bound)
        if (fixed.closed | fixed.opened).all():
            return self._alone(fixed)
        return Relaxed(bound, self.program.y, fixed)

    def _alone(self, fixed: Fixed) -> Relaxed:
        """The only design of a part."""
        left = self._left
        lacking = left.table @ fixed.opened.astype(float) == 0
        bound = math.inf
        if int(fixed.opened.sum()) <= left.room:
            bound = float(left.weight[lacking].sum())
        return Relaxed(bound, fixed.opened.astype(float), fixed, is_whole=True)

    def probe(self, part: Fixed, sites: NDArray[np.intp], *, seconds: float) -> Floats:
        """Try each site both ways with a few pivots."""
        return self.program.probe(
            part.closed, part.opened, sites, pivots=PIVOTS, seconds=seconds
        )


def decided(price: Price, part: Fixed, *, room: int, slack: float) -> Fixed:
    """The part without sites that cost more than the slack, open or closed.

    Opening one that multipliers do not choose takes the place of the worst that they
    do, and closing one that they choose lets in the best that they do not.
    """
    free = np.flatnonzero(~part.closed & ~part.opened)
    rest = room - int(part.opened.sum())
    closed, opened = part.closed.copy(), part.opened.copy()
    if rest <= 0:
        closed[free] = True
    elif len(free) <= rest:  # all may open, which loses nothing
        opened[free] = True
    else:
        worth = price.worth[free]
        order = np.argsort(-worth, kind="stable")
        last, following = worth[order[rest - 1]], worth[order[rest]]
        chosen = np.zeros(len(free), dtype=bool)
        chosen[order[:rest]] = True
        closed[free[~chosen & (last - worth > slack)]] = True
        opened[free[chosen & (worth - following > slack)]] = True
    return Fixed(closed, opened)
