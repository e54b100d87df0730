"""Whether k sites can cover all clients: branch and bound on who shares a site.

Ryan, D. M., Foster, B. A. (1981). An integer programming approach to scheduling. In
Wren, A. (ed.), Computer Scheduling of Public Transport, 269-280. North-Holland.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.centers.core import Core
from siting.centers.covering_lp import CoveringLP
from siting.centers.packing import refutes, useless
from siting.centers.pairs import Bools, candidates
from siting.cost import Floats
from siting.limits import Limits
from siting.milp.hotlp import LPStatus

Places = NDArray[np.intp]

WHOLE = 1e-6
"""How far from 0 or 1 a site may be to count as decided."""

TRIED = 8
"""Pairs of clients whose branches are looked at before one is chosen."""

PIVOTS = 40
"""Pivots of such a look."""


class Verdict(StrEnum):
    """What is known of a covering question."""

    REFUTED = "refuted"
    COVERED = "covered"
    OPEN = "open"


@dataclass(frozen=True, eq=False)
class Part:
    """A part of the covers.

    Attributes
    ----------
    shared : of (columns,) each
        Sets of sites of which one is open.
    closed : (columns,)
        Sites that are not open.
    basis
        Where the linear program stood above, with all but the last of ``shared`` when
        ``is_new``; None at the root.
    weight
        Part of the whole tree, for telling how far it is.
    """

    shared: tuple[Bools, ...]
    closed: Bools
    basis: Any
    is_new: bool
    weight: float


class Tree:
    """All covers of a core's clients by k sites, until there is one or none.

    A part is refuted by the prices of a linear program, in arithmetic of our own. Else
    two clients are chosen that share a site 'by half': either they share one (a new
    client, whom only the common sites cover), or no common site is open.

    Attributes
    ----------
    core
        The clients and sites.
    chosen : (k' <= k,)
        Columns of a cover, once there is one.
    done
        Part of the tree that is refuted, from 0 to 1.
    nodes
        Parts looked at.
    is_lost
        Whether HiGHS could not solve a linear program, or gave nothing to branch on.
    """

    def __init__(self, core: Core, *, k: int) -> None:
        self.core = core
        self._table, self._k = core.table, k
        columns = core.table.shape[1]
        self._lp = CoveringLP(core.table)
        self._open = [Part((), np.zeros(columns, dtype=bool), None, False, 1.0)]
        self.is_lost = False
        self.chosen: Places = np.empty(0, dtype=np.intp)
        self.done, self.nodes = 0.0, 0

    def run(self, limits: Limits, *, nodes: int) -> Verdict:
        """Go on for so many nodes at most."""
        until = self.nodes + nodes
        while self._open:
            if self.is_lost or self.nodes >= until or limits.left <= 0:
                return Verdict.OPEN
            part = self._open.pop()
            verdict = self._look(part, limits)
            if verdict is Verdict.COVERED:
                return verdict
            if verdict is Verdict.REFUTED:
                self.done += part.weight
        return Verdict.REFUTED

    def _look(self, part: Part, limits: Limits) -> Verdict:
        """Refute a part, find a cover in it, or put its two halves on the pile."""
        self.nodes += 1
        table = np.vstack([self._table, *part.shared])
        if not table[:, ~part.closed].any(axis=1).all():
            return Verdict.REFUTED
        self._lp.load(part.shared, part.closed, part.basis, is_new=part.is_new)
        status = self._lp.solve(seconds=limits.left)
        if status is not LPStatus.OPTIMAL:
            self._open.append(part)
            self.is_lost = limits.left > 0  # of no use: HiGHS is at its wits' end
            return Verdict.OPEN
        y, price = self._lp.parts, self._lp.prices
        free = ~part.closed
        if refutes(table[:, free], price, k=self._k):
            return Verdict.REFUTED
        chosen = np.flatnonzero(y > 0.5)
        if len(chosen) <= self._k and self._table[:, chosen].any(axis=1).all():
            self.chosen = chosen
            return Verdict.COVERED
        closed = part.closed.copy()
        closed[free] = useless(table[:, free], price, k=self._k)
        self._split(part, table & ~closed, closed, y, limits)
        return Verdict.OPEN

    def _split(
        self, part: Part, table: Bools, closed: Bools, y: Floats, limits: Limits
    ) -> None:
        """Put the two halves of a part on the pile."""
        basis, before = self._lp.basis(), self._lp.value
        best, common = -1.0, None
        for trial in candidates(table, y, count=TRIED):
            rises = [
                max(self._glance(half, basis, limits) - before, 1e-4)
                for half in self._halves(part, trial, closed, basis)
            ]
            worth = min(rises[0], 1.0) * min(rises[1], 1.0)
            if worth > best:
                best, common = worth, trial
        if common is None:
            undecided = np.abs(y - 0.5)
            undecided[closed] = 1.0
            if undecided.min() > 0.5 - WHOLE:
                self.is_lost = True
                self._open.append(part)
                return
            common = np.arange(len(y)) == undecided.argmin()
        self._open += self._halves(part, common, closed, basis)

    def _halves(
        self, part: Part, common: Bools, closed: Bools, basis: Any
    ) -> tuple[Part, Part]:
        """One of the common sites is open; none is."""
        weight = part.weight / 2
        return (
            Part((*part.shared, common & ~closed), closed, basis, True, weight),
            Part(part.shared, closed | common, basis, False, weight),
        )

    def _glance(self, part: Part, basis: Any, limits: Limits) -> float:
        """About how many sites a part takes at least."""
        self._lp.load(part.shared, part.closed, basis, is_new=part.is_new)
        status = self._lp.solve(seconds=limits.left, pivots=PIVOTS)
        return np.inf if status is LPStatus.INFEASIBLE else self._lp.value
