"""Medians too large to search among all sites: annealing among ever better cores.

Lists hold a hundred sites for each that will be open, most of which are as good as
their neighbours. The bound says what opening each site is worth; a few times as many
sites as are open, those worth most, hold nearly the best design.

Avella, P., Boccia, M., Salerno, S., Vasilyev, I. (2012). An aggregation heuristic for
large scale p-median problem. Computers & Operations Research 39(7), 1625-1632.
doi:10.1016/j.cor.2011.09.016
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from siting.cost import PointCost, rows_of
from siting.forms import MedianForm
from siting.limits import Limits
from siting.listed.lists import PAIRS, Lists
from siting.medians.ascent import Bound
from siting.medians.incumbent import Incumbent
from siting.rules import Rules
from siting.searching.construct import random_design

Bools = NDArray[np.bool_]

NONZEROS = 2**20
"""Nonzeros of the first linear program up to which one is worth it."""

THIN = 10
"""Sites of a core by chance, for each open one."""

CORE = 6
"""Sites of a core by worth, for each open one."""

ROUNDS = 1000
"""Swaps of the first annealing, for each open site."""

TURNS = 6
"""Annealings at most, each twice as long as the one before."""


def is_large(form: MedianForm) -> bool:
    """Whether to search among cores; where so many are open that there is none, no."""
    n, m = form.cost.shape
    fixed = form.rules.least == form.rules.most
    return fixed and n * m > PAIRS and THIN * form.rules.most < m


def side_by_side(form: MedianForm) -> MedianForm:
    """The same with neighbours among the clients beside each other in memory."""
    if not isinstance(form.cost, PointCost):
        return form
    order = cKDTree(form.cost.clients).indices
    return replace(form, weight=form.weight[order], cost=rows_of(form.cost, order))


def is_too_large(lists: Lists, bound: Bound) -> bool:
    """Whether a linear program that begins at a bound has too many nonzeros."""
    nearer = lists.nearer(bound.multiplier)
    return bool(2 * nearer.sum() > NONZEROS)


def program_of(lists: Lists, bound: Bound) -> str:
    """What is said where no linear program was made."""
    millions = math.ceil(2 * int(lists.nearer(bound.multiplier).sum()) / 1e6)
    return (
        f"a linear program would have had about {millions} million nonzeros: the bound "
        "is that of multipliers alone, and there was no branching"
    )


class Cores:
    """Searches for better designs among some of the sites.

    Parameters
    ----------
    closed
        Whether nothing better than the best design is wanted.
    """

    def __init__(
        self,
        form: MedianForm,
        best: Incumbent,
        limits: Limits,
        *,
        closed: Callable[[], bool],
    ) -> None:
        self._form, self._best, self._limits = form, best, limits
        self._closed = closed
        self._seed = limits.seed

    def begin(self, lists: Lists, rng: np.random.Generator) -> None:
        """A first design: annealed among sites by chance."""
        rules = self._form.rules
        count = min(THIN * rules.most, int(rules.free.sum()))
        first = self._limits.start
        core = rules.must.copy() if first is None else first.copy()
        core[rng.choice(np.flatnonzero(rules.free), size=count, replace=False)] = True
        inside = self._look_in(lists, rules, core)
        self._best.polish(random_design(inside, rng) if first is None else first)
        self._anneal(rules.most * ROUNDS // 4)
        self._best.look_in(lists, rules)

    def search(self, lists: Lists, rules: Rules, bound: Bound) -> None:
        """Search from the sites of a bound, among those that are worth most."""
        self._look_in(lists, rules, self.core(rules, bound))
        self._best.polish(_mask(bound.sites, rules.m))
        self._best.look_in(lists, rules)
        if self._best.design is not None and self._limits.left > 0:
            self._best.polish(self._best.design)

    def turns(self, lists: Lists, rules: Rules, bound: Bound) -> None:
        """Anneal among the sites that are worth most, ever longer."""
        rounds = rules.most * ROUNDS
        for turn in range(TURNS):
            if self._closed() or self._limits.left <= 0:
                return
            self._look_in(lists, rules, self.core(rules, bound))
            self._anneal(rounds * 2**turn)
            self._best.look_in(lists, rules)
            if self._best.design is not None:
                self._best.polish(self._best.design)

    def core(self, rules: Rules, bound: Bound) -> Bools:
        """The sites (m,) that are worth most, those of the best design included."""
        keep = rules.must.copy()
        free = np.flatnonzero(rules.free)
        count = min(CORE * rules.most, len(free))
        keep[free[np.argsort(bound.worth[free], kind="stable")[:count]]] = True
        if self._best.design is not None:
            keep |= self._best.design & ~rules.never
        return keep

    def _look_in(self, lists: Lists, rules: Rules, core: Bools) -> Rules:
        """Search from now on in a core."""
        inside = replace(rules, never=rules.never | ~core)
        near = lists.without(closed=inside.never, must=inside.must)
        self._best.look_in(near, inside)
        return inside

    def _anneal(self, rounds: int) -> None:
        self._seed += 1
        self._best.anneal(max(1, rounds), seed=self._seed, limits=self._limits)


def _mask(sites: NDArray[np.intp], m: int) -> Bools:
    """The same sites as a mask (m,)."""
    mask = np.zeros(m, dtype=bool)
    mask[sites] = True
    return mask
