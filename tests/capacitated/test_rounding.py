"""Bounds under capacity against exact fractions, where one site is dear beyond measure.

What it costs must be in no sum that the others' rounding is taken from.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from capacitated.cases import small_flow

from siting.capacitated.dual import bound_of
from siting.capacitated.pairs import Pairs, pairs_of
from siting.cost import Floats
from siting.forms import FlowForm

SEEDS = pytest.mark.parametrize("seed", range(60))
BOTH = pytest.mark.parametrize("whole", [True, False])


def with_dear(seed: int, *, whole: bool) -> FlowForm:
    """Costs in tenths, which no float holds, and a free site at 1e9 times the rest."""
    form = small_flow(seed, whole=whole)
    opening = form.opening / 10
    free = np.flatnonzero(form.rules.free)
    opening[free[:1]] = 1e9 * (0.1 + opening.max())
    return replace(form, cost=form.cost / 10, opening=opening)


def knapsack(pairs: Pairs, j: int, multiplier: Floats) -> Fraction:
    """The exact worth of what a site serves at its best."""
    part = slice(pairs.start[j], pairs.start[j + 1])
    client = pairs.client[part].tolist()
    less = [
        Fraction(c) - Fraction(multiplier[i])
        for c, i in zip(pairs.cost[part].tolist(), client, strict=True)
    ]
    load = [Fraction(pairs.load[i]) for i in client]
    room = Fraction(pairs.capacity[j])
    if pairs.whole:
        sets = itertools.product((0, 1), repeat=len(client))
        fits = (x for x in sets if sum(map(Fraction.__mul__, load, x)) <= room)
        return min(sum(map(Fraction.__mul__, less, x), Fraction(0)) for x in fits)
    total = sum((a for a, w in zip(less, load, strict=True) if a < 0 == w), Fraction(0))
    wanted = [(a / w, w) for a, w in zip(less, load, strict=True) if a < 0 < w]
    for ratio, w in sorted(wanted):
        total, room = total + ratio * min(w, room), room - min(w, room)
    return total


def exactly(form: FlowForm, pairs: Pairs, multiplier: Floats) -> Fraction | None:
    """The dual at its multipliers, of whole sites; None without sites that fit."""
    m = pairs.m
    worth = [
        knapsack(pairs, j, multiplier) + Fraction(form.opening[j]) for j in range(m)
    ]
    every = np.array(list(itertools.product((False, True), repeat=m)))
    every = every[form.rules.violation(every) == 0]
    sums = [
        sum((worth[j] for j in np.flatnonzero(design)), Fraction(0))
        for design in every
        if pairs.capacity[design].sum() >= pairs.need
    ]
    return sum(map(Fraction, multiplier), min(sums)) if sums else None


@SEEDS
@BOTH
def test_no_rounding_lifts_a_bound_above_what_it_is(seed: int, whole: bool) -> None:
    """To the last bit, in whatever unit the multipliers are."""
    form = with_dear(seed, whole=whole)
    pairs, rng = pairs_of(form), np.random.default_rng(seed)
    for scale in (0.7, 3.0, 1e6, 1e9):
        multiplier = (rng.random(pairs.n) - 0.1) * scale
        exact = exactly(form, pairs, multiplier)
        if exact is not None:
            bound = bound_of(pairs, form.opening, form.rules, multiplier)
            assert Fraction(bound.value) <= exact


@SEEDS
@BOTH
def test_a_dear_site_that_stays_closed_costs_no_digit(seed: int, whole: bool) -> None:
    """The bound is as far from the exact one as without that site."""
    form = with_dear(seed, whole=whole)
    dear = int(form.opening.argmax())
    never = form.rules.never.copy()
    never[dear] = True
    if form.opening[dear] < 1e7 or (~never).sum() < form.rules.least:
        return
    without = replace(form, rules=replace(form.rules, never=never))
    pairs, rng = pairs_of(form), np.random.default_rng(seed)
    for scale in (0.7, 3.0, 20.0):
        multiplier = (rng.random(pairs.n) - 0.1) * scale
        bounds = [
            bound_of(pairs_of(x), form.opening, x.rules, multiplier)
            for x in (form, without)
        ]
        if exactly(without, pairs_of(without), multiplier) is not None:
            room = pairs.capacity[~never].sum() >= pairs.need
            assert not room or bounds[0].value >= bounds[1].value - 1e-11 * scale * 20
