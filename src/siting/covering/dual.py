"""Coverage by Lagrangian relaxation: a certified bound, designs, and fixed sites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.covering.reduction import Reduced
from siting.kernels.cover import Interchange
from siting.kernels.cover_greedy import greedy
from siting.kernels.coverdual import Dual
from siting.kernels.ruin import Ruin
from siting.limits import Limits, Trace
from siting.rules import Rules
from siting.solution import PROVED

Bools = NDArray[np.bool_]

LOOK = 25
"""Steps between two looks at the clock and two searches from the dual's own sites."""

SHORTEST = 2e-3
"""Length of a step below which the dual has come to rest."""

TRIES = 4000
"""Ruins without success after each descent, at most."""

WORK = 3e8
"""About how many entries they may look at."""

WORTH_IT = 0.95
"""Part of the sites that must be left after fixing for another descent not to pay."""


@dataclass(frozen=True, eq=False)
class Closed:
    """What a descent leaves.

    Attributes
    ----------
    left
        The question without what is fixed; the best design is still one of it.
    design : (m,)
        The best one.
    value, bound
        What it covers, and what none exceeds.
    """

    left: Reduced
    design: Bools
    value: float
    bound: float

    def is_within(self, gap: float) -> bool:
        """Whether the bound closes the value, up to a relative gap."""
        allowed = max(gap, 0.5 * PROVED) * abs(self.value)
        return self.bound - self.value <= allowed


def unit_of(left: Reduced) -> float:
    """Least difference of two values: 1 for whole weights, else 0."""
    weight = left.form.weight
    whole = bool((weight == np.rint(weight)).all()) and weight.sum() < 2**52
    return 1.0 if whole else 0.0


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
    """Descents and searches in turn, until nothing more is fixed."""

    def __init__(
        self, left: Reduced, limits: Limits, trace: Trace, *, start: Bools | None
    ) -> None:
        self._left, self._limits, self._trace = left, limits, trace
        self._value, self._design = -np.inf, left.design(np.zeros(len(left.site), bool))
        self._bound = np.inf
        self._search = self._searching()
        first = greedy(left.weight, *left.lists(), rules=self._rules())
        self._improve(first)
        if start is not None:
            self._improve(start[left.site])

    def run(self) -> Closed:
        """Descend, fix, collapse again; as long as that leaves much less."""
        while True:
            before = len(self._left.site)
            lam = self._descend()
            if self._done or not self._fix(lam):
                break
            if len(self._left.site) > WORTH_IT * before:
                break
        bound = self._bound if len(self._left.site) else self._value
        return Closed(self._left, self._design, self._value, bound)

    @property
    def _done(self) -> bool:
        """Whether bound and value are as close as asked, or time is up."""
        allowed = max(self._limits.gap, 0.5 * PROVED) * abs(self._value)
        return self._bound - self._value <= allowed or self._limits.left <= 0

    def _descend(self) -> Floats:
        """The best multipliers, with a search from the dual's sites now and then."""
        left = self._left
        dual = Dual(
            left.table.indptr.astype(np.int64), left.table.indices.astype(np.int32),
            left.weight.copy(), room=left.room, sites=len(left.site),
        )  # fmt: skip
        looks = 0
        while dual.length > SHORTEST and not self._done:
            dual.descend(aim=self._value - left.offset, steps=LOOK)
            if looks & (looks - 1) == 0:  # the first ones, then ever more seldom
                self._improve(dual.chosen)
            looks += 1
            self._note(certified(left, dual.best)[0])
        self._ruin()
        return dual.best

    def _note(self, bound: float) -> None:
        """A bound, rounded down where values are whole."""
        bound = max(bound, self._value)
        if unit_of(self._left):
            bound = float(np.floor(bound))
        if bound < self._bound:
            self._bound = bound
            self._trace.better(bound=bound)

    def _fix(self, lam: Floats) -> bool:
        """Leave out what no better design opens; whether anything was."""
        kept, opened = fixed(self._left, lam, value=self._value, design=self._design)
        if kept.all():
            return False
        self._left = self._left.only(kept, opened=opened)
        self._search = self._searching()
        return bool(len(self._left.site))

    def _rules(self) -> Rules:
        none = np.zeros(len(self._left.site), dtype=bool)
        return Rules(none, none, 0, self._left.room)

    def _searching(self) -> Interchange:
        left = self._left
        return Interchange(left.weight, *left.lists(), rules=self._rules())

    def _improve(self, opened: Bools) -> None:
        """Swaps from a choice; keep what is better."""
        self._search.begin(opened)
        while not self._search.improve(moves=16) and self._limits.left > 0:
            pass
        value = self._left.offset + self._search.value
        if value > self._value:
            self._value, self._design = value, self._left.design(self._search.design)
            self._trace.better(objective=value)

    def _ruin(self) -> None:
        """Close some sites near each other and open greedily, over and over."""
        left = self._left
        if not 0 < left.room < len(left.site):
            return
        rows = left.table.indptr.astype(np.int64), left.table.indices.astype(np.int32)
        ruin = Ruin(left.lists(), rows, left.weight.copy(), seed=self._limits.seed)
        each = left.table.nnz / len(left.site) * left.table.nnz / len(left.weight)
        tries = int(np.clip(WORK / (12 * each + 6 * len(left.site)), 100, TRIES))
        stale = 0
        while stale < 4 and not self._done:
            before = self._value
            opened = self._design[left.site]
            self._improve(ruin.improve(opened, tries=tries // 4))
            stale = 0 if self._value > before else stale + 1
