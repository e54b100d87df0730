"""Small steps by chance, mostly to a site nearby."""

from __future__ import annotations

import numpy as np

from siting.rules import Rules
from siting.searching.ground import Ground
from siting.searching.neighbours import Bools, Places

NEARBY = 0.8
"""How often a site is swapped for one of its neighbours, and not for any."""

SWAP, ADD, DROP = range(3)


def stepped(
    rules: Rules, designs: Bools, ground: Ground, rng: np.random.Generator
) -> Bools:
    """Designs (k, m) after one move each; those that cannot move stay as they are.

    A swap, or where the number of sites is free one site more or less.
    """
    k = len(designs)
    kind, row = _kinds(rules, designs.sum(axis=1), rng), np.arange(k)
    leave, can_leave = _drawn(designs & ~rules.must, rng)
    enter, can_enter = _drawn(~designs & ~rules.never, rng)
    if ground.neighbours.shape[1]:
        pick = rng.integers(ground.neighbours.shape[1], size=k)
        near = ground.neighbours[leave, pick]
        closed = ~designs[row, near] & ~rules.never[near]
        nearby = (rng.random(k) < NEARBY) & closed & (kind == SWAP)
        enter = np.where(nearby, near, enter)
    swaps = (kind == SWAP) & can_leave & can_enter
    opens, closes = (
        swaps | (kind == ADD) & can_enter,
        swaps | (kind == DROP) & can_leave,
    )
    found = designs.copy()
    found[row[opens], enter[opens]] = True
    found[row[closes], leave[closes]] = False
    return found


def _kinds(rules: Rules, count: Places, rng: np.random.Generator) -> Places:
    """What each design does (k,): a swap, or where the number is free any of three."""
    if rules.least == rules.most:
        return np.full(len(count), SWAP)
    kind = rng.integers(3, size=len(count))
    full, least = count >= rules.most, count <= rules.least
    kind[(kind == ADD) & full | (kind == DROP) & least] = SWAP
    return kind


def _drawn(allowed: Bools, rng: np.random.Generator) -> tuple[Places, Bools]:
    """One of the allowed sites (k, m) of each design by chance, and whether any is."""
    keys = np.where(allowed, rng.random(allowed.shape), -1.0)
    site = keys.argmax(axis=1)
    return site, allowed[np.arange(len(site)), site]
