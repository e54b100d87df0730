"""Coverage by Lagrangian relaxation: a certified bound, designs, and fixed sites."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.covering.incumbent import Incumbent, unit_of
from siting.covering.reduction import Reduced
from siting.kernels.cover_greedy import greedy
from siting.kernels.coverdual import Dual
from siting.limits import Limits, Trace

Bools = NDArray[np.bool_]

LOOK = 25
"""Steps between two looks at the clock and two searches from the dual's own sites."""

SHORTEST = 2e-3
"""Length of a step below which the dual has come to rest."""

ANNEALED = 2
"""Annealings without success before the first descent."""

WORTH_IT = 0.95
"""Part of the sites that must be left after fixing for another descent not to pay."""


def certified(left: Reduced, lam: Floats) -> tuple[float, Floats]:
    """Upper bound from any multipliers 0 <= lam <= weight, and the worths of the sites.

    sum_g (weight_g - lam_g) + the largest sum of worths of as many sites as may open,
    rounding added.
    """
    worth = np.asarray(left.table.T @ lam)
    top = np.sort(worth)[::-1][: left.room]
    value = left.offset + float((left.weight - lam).sum() + top.sum())
    terms = left.table.nnz + len(lam) + left.form.rules.m + 8
    size = abs(left.offset) + float(left.weight.sum() + top.sum())
    return value + float(np.finfo(float).eps * terms * size), worth


def fixed(
    left: Reduced, lam: Floats, *, value: float, design: Bools
) -> tuple[Bools, Bools]:
    """Sites that no better design than ``value`` opens, and those that all open.

    The sites of the best design stay, and only they are opened for good, so that it
    remains a point of what is left.

    Returns
    -------
    kept, opened : (s,)
    """
    bound, worth = certified(left, lam)
    room, none = left.room, np.zeros(len(worth), dtype=bool)
    ours = design[left.site]
    if room >= len(worth) or room == 0:
        return ~none, none
    order = np.argsort(-worth, kind="stable")
    last, following = worth[order[room - 1]], worth[order[room]]
    enough = value + unit_of(left) - bound  # a change by this much is no gain
    among = none.copy()
    among[order[:room]] = True
    closed = ~among & (worth - last <= enough) & ~ours
    opened = among & (following - worth <= enough) & ours
    if unit_of(left):  # a bound that just reaches the next whole number allows it
        closed &= worth - last < enough
        opened &= following - worth < enough
    return ~(closed | opened), opened


class Descent:
    """Descents and searches in turn, until nothing more is fixed.

    Attributes
    ----------
    best
        The best design and bound.
    """

    def __init__(
        self, left: Reduced, limits: Limits, trace: Trace, *, start: Bools | None
    ) -> None:
        self._left = left
        self.best = Incumbent(left, limits, trace)
        self.best.improve(greedy(left.weight, *left.lists(), rules=self.best.rules()))
        if start is not None:
            self.best.improve(start[left.site])

    def run(self) -> Reduced:
        """Descend, fix, collapse again, as long as that leaves much less: what is left.

        The best design is still one of it.
        """
        best = self.best
        best.anneal(tries=ANNEALED)
        while True:
            before = len(self._left.site)
            lam = self._descend()
            if best.is_done or not self._fix(lam):
                break
            if len(self._left.site) > WORTH_IT * before:
                break
        if not len(self._left.site):
            best.note(best.value)
        return self._left

    def _descend(self) -> Floats:
        """The best multipliers, with a search from the dual's sites now and then."""
        left, best = self._left, self.best
        dual = Dual(
            left.table.indptr.astype(np.int64), left.table.indices.astype(np.int32),
            left.weight.copy(), room=left.room, sites=len(left.site),
        )  # fmt: skip
        looks = 0
        while dual.length > SHORTEST and not best.is_done:
            dual.descend(aim=best.value - left.offset, steps=LOOK)
            if looks & (looks - 1) == 0:  # the first ones, then ever more seldom
                best.improve(dual.chosen)
            looks += 1
            best.note(certified(left, dual.best)[0])
        return dual.best

    def _fix(self, lam: Floats) -> bool:
        """Leave out what no better design opens; whether anything was."""
        best = self.best
        kept, opened = fixed(self._left, lam, value=best.value, design=best.design)
        if kept.all():
            return False
        self._left = self._left.only(kept, opened=opened)
        best.look_in(self._left)
        return bool(len(self._left.site))
