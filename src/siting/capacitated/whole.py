"""Parts of the answers with whole clients: sites, and where each client may go.

Branch and bound decides sites, and for clients in which half of their sites they are
served: the questions are m sites and n clients, one behind the other.

Ceselli, A., Righini, G. (2005). A branch-and-price algorithm for the capacitated
p-median problem. Networks 45(3), 125-142.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from siting.branching.relaxation import Fixed, Relaxed
from siting.capacitated import dual
from siting.capacitated.ascent import Ascent, climbed, tried
from siting.capacitated.dual import bound_of, has_room, sides, with_fewest
from siting.capacitated.pairs import Pairs
from siting.cost import Floats
from siting.medians.fixing import SLACK, Sides
from siting.rules import Rules

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

CLEAR = 0.02
"""How near to 0 or 1 a site must be for clients to be branched on."""

Look = Callable[[Bools, Places], float]
"""Told of open sites and where clients may go; see `Incumbent.look_at`."""


@dataclass(frozen=True, eq=False)
class WholePart(Fixed):
    """A part of the answers.

    Attributes
    ----------
    pairs
        Who may still be served where.
    rules
        Which sites may still be open.
    side : (pairs,)
        The half of the sites of its client in which each pair is.
    multiplier : (n,)
        The best of the part around it.
    """

    pairs: Pairs
    rules: Rules
    side: Bools
    multiplier: Floats

    @classmethod
    def of(
        cls, pairs: Pairs, rules: Rules, multiplier: Floats, side: Bools | None = None
    ) -> WholePart:
        """A part in which a client with one pair is decided."""
        single = np.bincount(pairs.client, minlength=pairs.n) <= 1
        return cls(
            np.concatenate([rules.never, single]),
            np.concatenate([rules.must, np.zeros(pairs.n, dtype=bool)]),
            pairs,
            rules,
            np.zeros(len(pairs.client), dtype=bool) if side is None else side,
            multiplier,
        )

    def with_site(self, site: int, *, is_open: bool) -> WholePart:
        """The part in which a site is decided, or the half of a client."""
        pairs, rules, m = self.pairs, self.rules, self.pairs.m
        mark = np.zeros(m, dtype=bool)
        if site >= m:
            keep = (pairs.client != site - m) | (self.side == is_open)
            return WholePart.of(pairs.only(keep), rules, self.multiplier)
        mark[site] = True
        if is_open:
            rules = replace(rules, must=rules.must | mark)
            return WholePart.of(pairs, rules, self.multiplier)
        rules = replace(rules, never=rules.never | mark)
        return WholePart.of(pairs.only(pairs.site != site), rules, self.multiplier)


class WholeRelaxation:
    """Lagrangian bounds of parts of the answers with whole clients."""

    def __init__(
        self, pairs: Pairs, opening: Floats, rules: Rules, *, look: Look
    ) -> None:
        self._pairs, self._opening, self._rules = pairs, opening, rules
        self._look = look

    def root(self, ascent: Ascent, *, cutoff: float) -> Relaxed:
        """What an ascent over all answers says."""
        part = WholePart.of(self._pairs, self._rules, ascent.best.multiplier)
        return self._relaxed(part, ascent, cutoff=cutoff)

    def relax(self, part: Fixed, *, cutoff: float, seconds: float) -> Relaxed | None:
        """Climb while it helps."""
        assert isinstance(part, WholePart)
        tight = tightened(part)
        if tight is None:
            return self._nothing(part)
        ascent = climbed(
            tight.pairs,
            self._opening,
            tight.rules,
            first=part.multiplier,
            cutoff=cutoff,
            seconds=seconds,
        )
        return self._relaxed(tight, ascent, cutoff=cutoff)

    def _nothing(self, part: WholePart) -> Relaxed:
        """No answer is in the part."""
        return Relaxed(math.inf, part.opened.astype(float), part)

    def _relaxed(self, part: WholePart, ascent: Ascent, *, cutoff: float) -> Relaxed:
        """The part without what the bound leaves out, and a point to branch on."""
        best = ascent.best
        both = sides(part.pairs, self._opening, part.rules, best)
        value = max(best.value, both.value)
        if value > cutoff:
            return Relaxed(value, part.opened.astype(float), part)
        keep, rules = kept(part, self._opening, best, both, cutoff=cutoff)
        pairs, x = part.pairs.only(keep), ascent.x[keep]
        fewer = tightened(WholePart.of(pairs, rules, best.multiplier))
        if fewer is None:
            return self._nothing(part)
        if len(fewer.pairs.client) < len(pairs.client):
            x = _carried(pairs, fewer.pairs, x)
        if np.bincount(fewer.pairs.client, minlength=pairs.n).max() == 1:
            return self._alone(fewer)
        return self._point(fewer, ascent.y, x, bound=value)

    def _point(self, part: WholePart, y: Floats, x: Floats, *, bound: float) -> Relaxed:
        """How open sites are (m,), and which half of its sites serves a client (n,)."""
        pairs, rules = part.pairs, part.rules
        y = np.where(rules.must, 1.0, np.where(rules.never, 0.0, y))
        self._round(pairs, rules, y, x)
        side, part_of = halves(pairs, x)
        if ((y > CLEAR) & (y < 1 - CLEAR)).any():
            part_of[:] = 1.0  # sites first: they decide more
        found = WholePart.of(pairs, rules, part.multiplier, side)
        return Relaxed(bound, np.concatenate([y, part_of]), found)

    def _round(self, pairs: Pairs, rules: Rules, y: Floats, x: Floats) -> None:
        """Try the sites that are most open, with clients where they mostly go."""
        count = int(min(max(round(float(y.sum())), rules.least), rules.most))
        design = rules.must.copy()
        design[np.argsort(-y, kind="stable")[:count]] = True
        at = np.full(pairs.n, -1)
        rank = np.argsort(x, kind="stable")
        at[pairs.client[rank]] = pairs.site[rank]  # the largest comes last
        self._look(design & ~rules.never, at)

    def _alone(self, part: WholePart) -> Relaxed:
        """What the part costs when every client has one site."""
        pairs, rules = part.pairs, part.rules
        at = np.empty(pairs.n, dtype=np.intp)
        at[pairs.client] = pairs.site
        design = rules.must.copy()
        design[at] = True
        more = rules.least - int(design.sum())
        if more > 0:
            closed = np.flatnonzero(~design & ~rules.never)
            rank = np.argsort(self._opening[closed], kind="stable")
            design[closed[rank[:more]]] = True
        if not rules.least <= design.sum() <= rules.most:
            return self._nothing(part)
        self._look(design, at)
        value = float(pairs.cost.sum() + self._opening[design].sum())
        value -= float(np.finfo(float).eps) * (pairs.n + pairs.m) * value
        every = np.ones_like(part.closed)
        done = replace(part, closed=every, opened=~every)
        y = np.concatenate([design.astype(float), np.ones(pairs.n)])
        return Relaxed(value, y, done)

    def probe(self, part: Fixed, sites: Places, *, seconds: float) -> Floats:
        """How much a few steps raise the bound, each way of each question."""
        assert isinstance(part, WholePart)
        until = perf_counter() + seconds
        base = bound_of(part.pairs, self._opening, part.rules, part.multiplier).value
        rise = np.zeros((len(sites), 2))
        for k, site in enumerate(sites.tolist()):
            for is_open in (False, True):
                if perf_counter() > until:
                    return rise
                child = tightened(part.with_site(site, is_open=is_open))
                if child is None:
                    rise[k, int(is_open)] = np.inf
                    continue
                there = tried(
                    child.pairs, self._opening, child.rules, first=part.multiplier
                )
                rise[k, int(is_open)] = there - base
        return rise


def tightened(part: WholePart) -> WholePart | None:
    """The part without what cannot be: no room, nobody to serve; None when empty."""
    pairs, rules = part.pairs, part.rules
    while True:
        count = np.bincount(pairs.client, minlength=pairs.n)
        if (count == 0).any():
            return None
        site, alone = pairs.site, count[pairs.client] == 1
        pairs = pairs.filled(alone)
        load = pairs.load[pairs.client]
        spare = pairs.capacity - np.bincount(
            site[alone], load[alone], minlength=pairs.m
        )
        must = rules.must.copy()
        must[site[alone]] = True
        if (spare < 0).any() or must.sum() > rules.most:
            return None
        never = rules.never
        if must.sum() == rules.most:
            never = ~must
        rules = with_fewest(pairs, replace(rules, must=must, never=never))
        if not has_room(pairs, rules):
            return None
        keep = (alone | (load <= spare[site])) & ~rules.never[site]
        if keep.all():
            return WholePart.of(pairs, rules, part.multiplier)
        pairs = pairs.only(keep)


def kept(
    part: WholePart, opening: Floats, best: dual.Relaxed, both: Sides, *, cutoff: float
) -> tuple[Bools, Rules]:
    """Pairs (pairs,) and sites that may be in an answer below the cutoff.

    A site that serves a client is open and has it in its knapsack, where the room that
    is left is worth no more than the shares that fit.
    """
    from siting.kernels import knapsack

    pairs, rules = part.pairs, part.rules
    closed, opened = both.fixable(rules, cutoff)
    rules = replace(rules, never=rules.never | closed, must=rules.must | opened)
    extra, alone = np.zeros(len(pairs.client)), best.filled.own - opening
    data = (pairs.lists, pairs.load, pairs.capacity, best.multiplier)
    knapsack.forced(*data, rules.never, alone, extra)
    least = both.inside[pairs.site] + extra
    limit = cutoff + SLACK * max(1.0, abs(cutoff))
    return (least <= limit) & ~rules.never[pairs.site], rules


def halves(pairs: Pairs, x: Floats) -> tuple[Bools, Floats]:
    """Two halves of the sites of every client, as even as x (pairs,) allows.

    Returns
    -------
    side : (pairs,)
    part : (n,)
        How much of each client is served in the half that is True.
    """
    from siting.kernels.halves import halve

    total = np.bincount(pairs.client, x, minlength=pairs.n)
    share = x / np.maximum(total, 1e-12)[pairs.client]
    rank = np.lexsort((-share, pairs.client))
    side, part = np.zeros(len(x), dtype=np.bool_), np.zeros(pairs.n)
    halve(pairs.client, share, rank, side, part)
    return side, part


def _carried(old: Pairs, new: Pairs, x: Floats) -> Floats:
    """Values of pairs that are still there."""
    keys = old.site * old.n + old.client
    return x[np.searchsorted(keys, new.site * new.n + new.client)]
