from __future__ import annotations

import numpy as np
import pytest
from chance import some_rules

from siting.kernels import center_swaps
from siting.rules import Rules

Rank = tuple[float, int]


def case(seed: int) -> tuple[np.ndarray, Rules]:
    """Costs (n, m) with ties and some unreachable pairs; a fixed number of sites."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 14)), int(rng.integers(2, 10))
    cost = rng.integers(0, 12, (n, m)).astype(float)
    if rng.random() < 0.3:
        cost[rng.random((n, m)) < 0.2] = np.inf
    return cost, some_rules(rng, m, fixed=1.0)


def worth(cost: np.ndarray, design: np.ndarray) -> Rank:
    """The largest cost to the nearest open site, and how many clients have it."""
    near = cost[:, design].min(axis=1) if design.any() else np.full(len(cost), np.inf)
    return float(near.max()), int((near == near.max()).sum())


def swaps(design: np.ndarray, must: np.ndarray, never: np.ndarray) -> list[np.ndarray]:
    """All designs one swap away."""
    found = []
    for j in np.flatnonzero(~design & ~never):
        for r in np.flatnonzero(design & ~must):
            trial = design.copy()
            trial[j], trial[r] = True, False
            found.append(trial)
    return found


def begun(seed: int) -> tuple[np.ndarray, Rules, np.ndarray]:
    """A case and an allowed design of it."""
    cost, rules = case(seed)
    rng = np.random.default_rng([seed, 1])
    design = rules.must.copy()
    free = np.flatnonzero(rules.free)
    design[rng.choice(free, rules.most - design.sum(), replace=False)] = True
    return cost, rules, design


@pytest.mark.parametrize("seed", range(200))
def test_every_move_is_the_best_by_definition(seed: int) -> None:
    """The tables choose a swap that leaves the least largest cost, for fewest."""
    cost, rules, design = begun(seed)
    search = center_swaps.Interchange(cost.T, rules=rules)
    search.begin(design)
    for _ in range(30):
        near = swaps(design, rules.must, rules.never)
        best = min((worth(cost, trial) for trial in near), default=(np.inf, 10**9))
        done = search.improve(moves=1)
        if best >= worth(cost, design):
            assert done
            np.testing.assert_array_equal(search.design, design)
            return
        assert not done
        assert worth(cost, search.design) == best
        design = search.design
        assert rules.violation(design[None, :])[0] == 0
    raise AssertionError("a search of so small a problem ends")


@pytest.mark.parametrize("seed", range(100))
def test_a_move_within_narrower_rules_is_the_best_of_those(seed: int) -> None:
    """Also where it makes the design worse."""
    cost, rules, design = begun(seed)
    rng = np.random.default_rng([seed, 2])
    must = rules.must | (design & (rng.random(rules.m) < 0.3))
    never = rules.never | (~design & (rng.random(rules.m) < 0.3))
    near = swaps(design, must, never)
    search = center_swaps.Interchange(cost.T, rules=rules)
    search.begin(design)
    assert search.move(must, never) == bool(near)
    if near:
        assert worth(cost, search.design) == min(worth(cost, x) for x in near)
        assert any((search.design == x).all() for x in near)


@pytest.mark.parametrize("seed", range(60))
def test_greedy_opens_what_leaves_least(seed: int) -> None:
    """One site after the other, the first one on ties."""
    cost, rules = case(seed)
    design = rules.must.copy()
    expected = np.flatnonzero(design).tolist()
    while design.sum() < rules.most:
        closed = np.flatnonzero(~design & ~rules.never)
        trials = np.repeat(design[None, :], len(closed), axis=0)
        trials[np.arange(len(closed)), closed] = True
        expected.append(int(closed[np.argmin([rated(cost, t) for t in trials])]))
        design[expected[-1]] = True
    assert center_swaps.order(cost.T, rules=rules)[0].tolist() == expected


def rated(cost: np.ndarray, design: np.ndarray) -> float:
    """Largest cost and number of clients in one number; costs are below 100."""
    value, times = worth(cost, design)
    return min(value, 1000.0) * 1000 + times
