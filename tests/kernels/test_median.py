from __future__ import annotations

import numpy as np
import plain_kernels as plain
import pytest
from chance import some_rules
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.kernels import median, median_greedy, tables
from siting.rules import Rules


def table(rng: np.random.Generator, *, whole: bool) -> tuple[np.ndarray, np.ndarray]:
    """Weighted costs with some unreachable pairs, and opening costs."""
    n, m = int(rng.integers(1, 14)), int(rng.integers(2, 11))
    c = rng.integers(0, 25, (n, m)).astype(float) if whole else rng.random((n, m)) * 25
    if rng.random() < 0.3:
        c[rng.random((n, m)) < 0.2] = np.inf
    return c, np.round(rng.random(m) * 30) if rng.random() < 0.5 else np.zeros(m)


@pytest.mark.parametrize("seed", range(150))
def test_search_follows_its_plain_twin_move_by_move(seed: int) -> None:
    """On whole numbers the tables choose exactly the moves of the definition."""
    rng = np.random.default_rng(seed)
    c, opening = table(rng, whole=True)
    rules = some_rules(rng, c.shape[1])
    search = median.Interchange(c, opening, rules=rules)
    design = median_greedy.greedy(c, opening, rules=rules)
    search.begin(design)
    for _ in range(40):
        saving, enter, leave = plain.best_move_plain(c, opening, design, rules=rules)
        if saving <= 0:
            break
        if enter >= 0:
            design[enter] = True
        if leave >= 0:
            design[leave] = False
    assert search.improve(moves=200)
    np.testing.assert_array_equal(search.design, design)


@pytest.mark.parametrize("seed", range(60))
def test_no_neighbour_of_a_local_optimum_is_better(seed: int) -> None:
    """Where the search stops, the plain twin finds nothing (fractional costs)."""
    rng = np.random.default_rng([1, seed])
    c, opening = table(rng, whole=False)
    rules = some_rules(rng, c.shape[1])
    search = median.Interchange(c, opening, rules=rules)
    search.begin(median_greedy.greedy(c, opening, rules=rules))
    assert search.improve(moves=200)
    saving, *_ = plain.best_move_plain(c, opening, search.design, rules=rules)
    assert saving <= 1e-8 * max(1.0, search.value)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6))
def test_moves_keep_the_rules_and_never_lose(seed: int) -> None:
    """Required sites stay, forbidden ones never open, each burst only improves."""
    rng = np.random.default_rng(seed)
    c, opening = table(rng, whole=False)
    rules = some_rules(rng, c.shape[1])
    search = median.Interchange(c, opening, rules=rules)
    search.begin(median_greedy.greedy(c, opening, rules=rules))
    before = search.value
    done = False
    while not done:
        done = search.improve(moves=1)
        assert search.value <= before * (1 + 1e-9) + 1e-9
        before = search.value
        design = search.design
        assert not (design & rules.never).any()
        assert (design | ~rules.must).all()
        assert rules.least <= design.sum() <= rules.most


def greedy_plain(c: np.ndarray, opening: np.ndarray, rules: Rules) -> np.ndarray:
    """Greedy add by its definition: try every site each time, take the first best."""
    finite, far = tables.finite(c, opening)
    design = rules.must.copy()

    def value(trial: np.ndarray) -> float:
        near = finite[:, trial].min(axis=1) if trial.any() else np.full(len(c), far)
        return float(near.sum() + opening[trial].sum())

    while design.sum() < rules.most:
        trials = {}
        for j in np.flatnonzero(~design & ~rules.never):
            trial = design.copy()
            trial[j] = True
            trials[int(j)] = value(design) - value(trial)
        if not trials:
            break
        best = max(trials, key=lambda j: (trials[j], -j))
        if design.sum() >= rules.least and trials[best] <= 0:
            break
        design[best] = True
    return design


@pytest.mark.parametrize("seed", range(80))
def test_lazy_greedy_is_greedy(seed: int) -> None:
    """Looking at few sites gives what looking at all of them gives."""
    rng = np.random.default_rng([2, seed])
    c, opening = table(rng, whole=True)
    rules = some_rules(rng, c.shape[1])
    np.testing.assert_array_equal(
        median_greedy.greedy(c, opening, rules=rules), greedy_plain(c, opening, rules)
    )


def test_nearest_lists_are_sorted_and_complete() -> None:
    """Each list holds the nearest sites, nearest first."""
    c = np.random.default_rng(3).random((40, 30))
    lists = tables.nearest_lists(c, length=7)
    expected = np.argsort(c, axis=1)[:, :7]
    np.testing.assert_array_equal(lists, expected)
    assert tables.nearest_lists(c, length=30).shape == (40, 30)


def test_unreachable_costs_more_than_any_saving() -> None:
    """Serving one more client beats all savings on the others together."""
    c = np.array([[0.0, np.inf], [np.inf, 1e6], [0.0, 1e6]])
    free = np.zeros(2, dtype=bool)
    rules = Rules(must=free, never=free, least=1, most=2)
    design = median_greedy.greedy(c, np.array([0.0, 5e6]), rules=rules)
    assert design.all()
