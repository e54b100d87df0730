"""The choice of sites against enumeration of all allowed designs."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from siting.certificate import cheapest_design
from siting.kernels.selection import cheapest, cover, rent_of_room
from siting.rules import Rules


def question(seed: int) -> tuple[np.ndarray, np.ndarray, Rules, float]:
    """Worth and room of sites, rules, and the room that is needed."""
    rng = np.random.default_rng(seed)
    m = int(rng.integers(1, 9))
    worth = rng.integers(-9, 10, m) + rng.random(m)
    room = rng.integers(0, 9, m).astype(float)
    must, never = rng.random(m) < 0.2, rng.random(m) < 0.2
    never &= ~must
    held, allowed = int(must.sum()), int((~never).sum())
    if not allowed:
        return question(seed + 1000)
    least = int(rng.integers(max(held, 1), allowed + 1))
    most = least if rng.random() < 0.4 else allowed
    need = float(rng.random() * np.sort(room[~never])[::-1][:most].sum())
    return worth, room, Rules(must, never, least, most), need


@pytest.mark.parametrize("seed", range(80))
def test_the_cheapest_design_is_that_of_numpy(seed: int) -> None:
    """The twin is `siting.certificate.cheapest_design`."""
    worth, _, rules, need = question(seed)
    chosen = np.empty(len(worth), dtype=bool)
    cheapest(worth, (rules.must, rules.never, rules.least, rules.most, need), chosen)
    assert set(np.flatnonzero(chosen)) == set(cheapest_design(worth, rules))


@pytest.mark.parametrize("seed", range(80))
def test_no_design_with_the_room_is_worth_less_than_the_rent_says(seed: int) -> None:
    """A bound for every rent; and for this one about the best."""
    worth, room, rules, need = question(seed)
    rule = (rules.must, rules.never, rules.least, rules.most, need)
    chosen = np.empty(len(worth), dtype=bool)
    rent = rent_of_room(worth, room, rule, chosen)
    assert rent >= 0
    value = rent * need + (worth - rent * room)[chosen].sum()
    every = np.array(list(itertools.product((False, True), repeat=len(worth))))
    fits = every[(rules.violation(every) == 0) & (every @ room >= need)]
    if len(fits):
        assert value <= (fits @ worth).min() + 1e-9
    grid = np.linspace(0, 40, 400)
    designs = [cheapest_design(worth - r * room, rules) for r in grid]
    values = [
        r * need + (worth - r * room)[d].sum()
        for r, d in zip(grid, designs, strict=True)
    ]
    if len(fits):
        assert value >= max(values) - 0.05 * (1 + abs(max(values)))


@pytest.mark.parametrize("seed", range(80))
def test_whole_sites_with_the_room_are_worth_what_enumeration_says(seed: int) -> None:
    """Whatever their number; never more than that, rounding included."""
    worth, room, rules, need = question(seed)
    taken = np.empty(len(worth), dtype=bool)
    rule = (rules.must, rules.never, rules.least, rules.most, need)
    value, done = cover(worth, room, rule, taken)
    every = np.array(list(itertools.product((False, True), repeat=len(worth))))
    allowed = (every | ~rules.must).all(axis=1) & ~(every & rules.never).any(axis=1)
    best = (every[allowed & (every @ room >= need)] @ worth).min()
    assert done
    assert value == pytest.approx(best)
    assert value <= best + 1e-12
    assert room[taken].sum() >= need
    assert worth[taken].sum() == pytest.approx(best)
