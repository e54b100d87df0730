from __future__ import annotations

import numpy as np
import plain_kernels as plain
import pytest

from siting.kernels import cover, cover_greedy
from siting.rules import Rules


def lists(covers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Sparse lists of clients, a list a site, from an (n, m) array."""
    site, client = np.nonzero(covers.T)
    start = np.searchsorted(site, np.arange(covers.shape[1] + 1)).astype(np.int64)
    return start, client.astype(np.int32)


def case(seed: int) -> tuple[np.ndarray, np.ndarray, Rules]:
    """Whole weights, random cover sets, a required and a forbidden site."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 25)), int(rng.integers(2, 11))
    covers = rng.random((n, m)) < rng.uniform(0.05, 0.5)
    must, never = np.zeros(m, dtype=bool), np.zeros(m, dtype=bool)
    must[rng.integers(m)] = rng.random() < 0.4
    never[rng.integers(m)] = rng.random() < 0.4
    never &= ~must
    most = int(rng.integers(max(1, must.sum()), m - never.sum() + 1))
    weight = rng.integers(0, 9, n).astype(float)
    return weight, covers, Rules(must=must, never=never, least=0, most=most)


@pytest.mark.parametrize("seed", range(120))
def test_search_follows_its_plain_twin(seed: int) -> None:
    """On whole weights the tables choose exactly the swaps of the definition."""
    weight, covers, rules = case(seed)
    design = cover_greedy.greedy(weight, *lists(covers), rules=rules)
    search = cover.Interchange(weight, *lists(covers), rules=rules)
    search.begin(design)
    for _ in range(40):
        gain, enter, leave = plain.best_swap_plain(weight, covers, design, rules=rules)
        if gain <= 0:
            break
        design[enter], design[leave] = True, False
    assert search.improve(moves=100)
    np.testing.assert_array_equal(search.design, design)
    assert search.value == weight[covers[:, design].any(axis=1)].sum()


@pytest.mark.parametrize("seed", range(60))
def test_lazy_greedy_is_greedy(seed: int) -> None:
    """Each step opens the first site that covers most of what is uncovered."""
    weight, covers, rules = case(seed)
    design = rules.must.copy()
    while design.sum() < rules.most:
        left = weight * ~covers[:, design].any(axis=1)
        gains = np.where(design | rules.never, -1.0, left @ covers)
        design[int(np.argmax(gains))] = True
    found = cover_greedy.greedy(weight, *lists(covers), rules=rules)
    np.testing.assert_array_equal(found, design)
