"""Knapsacks of sites against plain Python: sorted by hand, and by enumeration."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from siting.kernels.knapsack import fill_split, fill_whole, forced, reach

SEEDS = pytest.mark.parametrize("seed", range(60))


def site(seed: int) -> tuple[np.ndarray, np.ndarray, float, np.ndarray]:
    """Costs, loads, room and multipliers of one site; ties, no load, no room."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 10))
    whole = rng.random() < 0.5
    cost = rng.integers(0, 9, n).astype(float) if whole else rng.random(n) * 9
    load = rng.integers(0, 5, n).astype(float)
    room = float(rng.choice([0.0, load.sum() / 3, load.sum() / 2, load.sum(), 1.0]))
    return cost, load, room, rng.integers(0, 12, n).astype(float)


def called(seed: int, *, whole: bool) -> tuple[float, np.ndarray]:
    """Worth and shares that a kernel says."""
    cost, load, room, multiplier = site(seed)
    n = len(cost)
    pairs = (np.array([0, n]), np.arange(n, dtype=np.int32), cost)
    worth, share = np.empty(1), np.empty(n)
    parts = (pairs, load, np.array([room]), multiplier, np.zeros(1, dtype=bool))
    (fill_whole if whole else fill_split)(*parts, worth, share, np.empty(1))
    return float(worth[0]), share


def in_shares(seed: int) -> float:
    """The best knapsack in shares, client after client by what a unit saves."""
    cost, load, room, multiplier = site(seed)
    less = cost - multiplier
    value = float(less[(less < 0) & (load == 0)].sum())
    wanted = [i for i in range(len(cost)) if less[i] < 0 and load[i] > 0]
    for i in sorted(wanted, key=lambda i: less[i] / load[i]):
        part = min(1.0, room / load[i])
        value, room = value + part * less[i], room - part * load[i]
    return value


def of_wholes(seed: int) -> float:
    """The best knapsack of whole clients, of all sets of them."""
    cost, load, room, multiplier = site(seed)
    sets = itertools.product((0.0, 1.0), repeat=len(cost))
    return min((cost - multiplier) @ x for x in map(np.array, sets) if load @ x <= room)


@SEEDS
def test_shares_are_worth_what_sorting_says(seed: int) -> None:
    """And the shares that are told are worth it, and fit."""
    cost, load, room, multiplier = site(seed)
    worth, share = called(seed, whole=False)
    assert worth == pytest.approx(in_shares(seed))
    assert (cost - multiplier) @ share == pytest.approx(worth)
    assert load @ share <= room + 1e-9
    assert ((share >= 0) & (share <= 1)).all()


@SEEDS
def test_wholes_are_worth_what_enumeration_says(seed: int) -> None:
    """And never more, rounding included."""
    cost, load, room, multiplier = site(seed)
    worth, share = called(seed, whole=True)
    best = of_wholes(seed)
    assert worth == pytest.approx(best)
    assert worth <= best
    assert (cost - multiplier) @ share == pytest.approx(best)
    assert load @ share <= room
    assert set(share) <= {0.0, 1.0}


@SEEDS
def test_a_client_that_is_forced_in_costs_no_less_than_is_said(seed: int) -> None:
    """The law by which pairs are left out: enumeration with the client in.

    And it is the best knapsack in shares with it, where that says more than nothing.
    """
    cost, load, room, multiplier = site(seed)
    worth, _ = called(seed, whole=True)
    n = len(cost)
    pairs = (np.array([0, n]), np.arange(n, dtype=np.int32), cost)
    parts = (pairs, load, np.array([room]), multiplier, np.zeros(1, dtype=bool))
    extra = np.empty(n)
    forced(*parts, np.array([worth]), extra)
    for i in np.flatnonzero(load <= room):
        sets = (np.array(x) for x in itertools.product((0.0, 1.0), repeat=n))
        with_it = [x for x in sets if x[i] and load @ x <= room]
        least = min((cost - multiplier) @ x for x in with_it)
        assert 0 <= extra[i] <= least - worth + 1e-9
        may = (load <= room) & (cost < multiplier) & (np.arange(n) != i)
        if (~may).all() or load[may].sum() + load[i] <= room:
            assert extra[i] == pytest.approx(least - worth, abs=1e-9)


def test_a_search_that_is_cut_short_says_what_shares_are_worth() -> None:
    """Strongly correlated items, too many to be searched: the bound must do."""
    rng = np.random.default_rng(1)
    n = 120
    load = rng.integers(1000, 2000, n).astype(float)
    multiplier = load + 200.0
    pairs = (np.array([0, n]), np.arange(n, dtype=np.int32), np.zeros(n))
    room = np.array([float(int(load.sum() / 2))])
    closed = np.zeros(1, dtype=bool)
    worth, share = np.empty(1), np.empty(n)
    size, parts = np.empty(1), (pairs, load, room, multiplier, closed)
    fill_whole(*parts, worth, share, size)
    assert size[0] == multiplier.sum()
    split, shares = np.empty(1), np.empty(n)
    fill_split(*parts, split, shares, size)
    assert size[0] == multiplier.sum()
    assert worth[0] == pytest.approx(split[0])
    assert worth[0] <= split[0]
    assert load @ share <= room[0]


@SEEDS
def test_the_most_room_that_whole_loads_take_is_that_of_all_sets(seed: int) -> None:
    """Some of them are there in any case; who fits with them is one of the sets."""
    cost, load, room, _ = site(seed)
    n, rng = len(cost), np.random.default_rng(seed)
    alone = rng.random(n) < 0.2
    pairs = (np.array([0, n]), np.arange(n, dtype=np.int32), cost)
    found = np.empty(1)
    reach(pairs, load, np.array([room]), alone, found)
    sets = [np.array(x) for x in itertools.product((False, True), repeat=n)]
    fits = [load @ x for x in sets if x[alone].all() and load @ x <= room]
    assert found[0] == max(fits, default=0.0)
