"""The best answer so far, and the search for a better one around designs."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.capacitated.dual import Relaxed, bound_of
from siting.capacitated.pairs import Pairs
from siting.capacitated.reply import Reply, best_shares, better_wholes, good_wholes
from siting.cost import Floats
from siting.limits import Limits, Trace
from siting.rules import Rules

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]

TRIED = 40
"""Moves that are tried from a design, most promising first."""

EFFORT = 4e7
"""Designs that one search looks at, times clients and sites."""

FEWEST, MOST = 6, 400
"""Designs that it looks at, at least and at most."""

KEPT = 100_000
"""Designs whose costs are kept; then all are forgotten, and some looked at again."""


class Incumbent:
    """The best design with who is served where.

    Attributes
    ----------
    value
        What the best answer costs; infinite without any.
    """

    def __init__(
        self, pairs: Pairs, opening: Floats, rules: Rules, *, trace: Trace
    ) -> None:
        self._pairs, self._opening, self._rules = pairs, opening, rules
        self._trace = trace
        self._seen: dict[bytes, float] = {}
        self._looked = 0
        size = pairs.n * pairs.m
        self._looks = int(min(max(EFFORT / size, FEWEST), MOST))
        self.value = self._polished = math.inf
        self.design: Bools | None = None
        self.served: Assignment | None = None

    def look_at(self, design: Bools, at: Places | None = None) -> float:
        """What a design costs; it is kept when that is the best so far.

        Parameters
        ----------
        at : (n,)
            Site (position in the instance) where each client may go at first, or -1.
        """
        key = np.packbits(design).tobytes()
        if at is None and key in self._seen:
            return self._seen[key]
        sites = np.flatnonzero(design)
        reply = self._reply(sites, at)
        value = math.inf
        if reply is not None:
            value = reply.value + float(self._opening[sites].sum())
            self._take(design, value, reply)
        self._keep(key, value)
        return value

    def _keep(self, key: bytes, value: float) -> None:
        """Remember what a design costs, for as long as there is room."""
        if key not in self._seen:
            self._looked += 1
            if len(self._seen) >= KEPT:
                self._seen.clear()
        self._seen[key] = min(value, self._seen.get(key, math.inf))

    def _reply(self, sites: Places, at: Places | None) -> Reply | None:
        if self._pairs.capacity[sites].sum() < self._pairs.need:
            return None
        if not self._pairs.whole:
            return best_shares(self._pairs, sites)
        if at is None:
            return good_wholes(self._pairs, sites)
        place = np.full(self._pairs.m + 1, -1)
        place[sites] = np.arange(len(sites))
        return good_wholes(self._pairs, sites, place[at])

    def _take(self, design: Bools, value: float, reply: Reply) -> None:
        if value < self.value:
            self.value, self.design, self.served = value, design.copy(), reply.served
            self._trace.better(objective=value)

    def polish(self, limits: Limits) -> None:
        """Serve whole clients better by the sites of the best answer, while it helps.

        Each answer is tried once.
        """
        while self._pairs.whole and self.value < self._polished and limits.left > 0:
            assert self.design is not None
            assert self.served is not None
            self._polished = self.value
            sites = np.flatnonzero(self.design)
            reply = better_wholes(self._pairs, sites, self.served)
            value = reply.value + float(self._opening[sites].sum())
            self._take(self.design, value, reply)

    def begin(self, design: Bools, worth: Floats) -> None:
        """Look at a mended design, and at ever more sites until all are served."""
        rules = self._rules
        design = self.mended(design, worth)
        while not math.isfinite(self.look_at(design)):
            closed = np.flatnonzero(rules.free & ~design)
            more = min(1 + int(design.sum()) // 10, rules.most - int(design.sum()))
            if not len(closed) or more <= 0:
                return
            design = design.copy()
            design[closed[np.argsort(worth[closed], kind="stable")[:more]]] = True

    def mended(self, design: Bools, worth: Floats) -> Bools:
        """A design that keeps the rules and has the room, cheapest sites first."""
        rules, room = self._rules, self._pairs.capacity
        design = (design & ~rules.never) | rules.must
        while design.sum() > rules.most:
            free = np.flatnonzero(design & rules.free)
            design[free[np.argmax(worth[free])]] = False
        while True:
            lack = self._pairs.need - room[design].sum()
            closed = np.flatnonzero(rules.free & ~design)
            if (lack <= 0 and design.sum() >= rules.least) or not len(closed):
                return design
            full = design.sum() >= rules.most
            if full and not self._exchange_for_room(design, closed):
                return design
            if not full:
                each = worth[closed] / np.maximum(np.minimum(room[closed], lack), 1e-9)
                design[closed[np.argmin(each if lack > 0 else worth[closed])]] = True

    def _exchange_for_room(self, design: Bools, closed: Places) -> bool:
        """The smallest free site for the largest closed one; whether that helps."""
        room, free = self._pairs.capacity, np.flatnonzero(design & self._rules.free)
        if not len(free):
            return False
        out, into = free[np.argmin(room[free])], closed[np.argmax(room[closed])]
        design[out], design[into] = False, True
        return bool(room[into] > room[out])

    def search(self, design: Bools, near: Relaxed, limits: Limits) -> None:
        """Move from a design while that helps, looking at promising moves only."""
        design = self.mended(design, near.worth)
        value = self.look_at(design)
        most = self._looked + self._looks
        while limits.left > 0 and self._looked < most:
            found = self._better(design, value, near, limits, most=most)
            if found is None:
                return
            design, value = found

    def _better(
        self, design: Bools, value: float, near: Relaxed, limits: Limits, *, most: int
    ) -> tuple[Bools, float] | None:
        """The first better neighbour of those that look best."""
        for trial in self._moves(design, near):
            if limits.left <= 0 or self._looked >= most:
                return None
            there = self.look_at(trial)
            if there < value - 1e-10 * abs(value):
                return trial, there
        return None

    def _moves(self, design: Bools, near: Relaxed) -> list[Bools]:
        """Neighbours, those first whose change is least at prices of the design."""
        rules, room = self._rules, self._pairs.capacity
        worth = self._worth(design, near)
        out, into = (
            np.flatnonzero(design & rules.free),
            np.flatnonzero(rules.free & ~design),
        )
        count, has = int(design.sum()), float(room[design].sum())
        change = (worth[into][:, None] - worth[out]).ravel()
        leave, enter = np.tile(out, len(into)), np.repeat(into, len(out))
        if count < rules.most:
            change = np.concatenate([change, worth[into]])
            leave = np.concatenate([leave, np.full(len(into), -1)])
            enter = np.concatenate([enter, into])
        if count > rules.least:
            change = np.concatenate([change, -worth[out]])
            leave = np.concatenate([leave, out])
            enter = np.concatenate([enter, np.full(len(out), -1)])
        spare = np.append(room, 0.0)
        fits = has - spare[leave] + spare[enter] >= self._pairs.need
        rank = np.flatnonzero(fits)
        rank = rank[np.argsort(change[rank], kind="stable")][:TRIED]
        return [self._moved(design, int(leave[k]), int(enter[k])) for k in rank]

    def _worth(self, design: Bools, near: Relaxed) -> Floats:
        """What each site adds at the prices of a design, or of a bound near it.

        Opening a site gains no more than this says, as the bound at these prices holds
        for the design with it, too.
        """
        if self._pairs.whole:
            return near.worth
        reply = best_shares(self._pairs, np.flatnonzero(design))
        if reply is None:
            return near.worth
        every = replace(self._rules, never=np.zeros_like(self._rules.never))
        return bound_of(self._pairs, self._opening, every, reply.multiplier).worth

    def _moved(self, design: Bools, leave: int, enter: int) -> Bools:
        trial = design.copy()
        if leave >= 0:
            trial[leave] = False
        if enter >= 0:
            trial[enter] = True
        return trial
