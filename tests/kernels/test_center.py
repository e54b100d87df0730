"""Swaps towards a cover, their tables against the definition."""

from __future__ import annotations

import numpy as np
import pytest

from siting.kernels.center import Swaps, worth_plain


def random_table(rng: np.random.Generator, *, clients: int, sites: int) -> np.ndarray:
    """Each client with at least one site."""
    table = rng.random((clients, sites)) < 0.15
    table[np.arange(clients), rng.integers(sites, size=clients)] = True
    return table


@pytest.mark.parametrize("p", [1, 2, 5, 11])
def test_tables_stay_right(p: int) -> None:
    """After many swaps worth is what the definition says, and so is who is bare."""
    rng = np.random.default_rng(p)
    for seed in range(10):
        table = random_table(rng, clients=60, sites=30)
        search = Swaps(table, p=p)
        for burst in (0, 1, 1, 7, 40):
            done = search.search(burst, seed=seed)
            chosen = search.chosen
            assert len(set(chosen.tolist())) == p
            bare = int((~table[:, chosen].any(axis=1)).sum())
            assert (search.uncovered, done) == (bare, bare == 0)
            plain = worth_plain(table, chosen, search.weight)
            assert search.worth.tolist() == plain.tolist()


def test_a_hidden_cover_is_found() -> None:
    """Eight sites that share the clients out, among many that look as good."""
    rng = np.random.default_rng(1)
    table = rng.random((200, 80)) < 0.12
    table[:, :8] = np.arange(200)[:, None] % 8 == np.arange(8)
    table = table[:, rng.permutation(80)]
    search = Swaps(table, p=8)
    assert search.search(20_000, seed=3)
    assert table[:, search.chosen].any(axis=1).all()


def test_weights_grow_where_nobody_comes() -> None:
    """That is what drives the search out of its local optima."""
    table = np.eye(6, dtype=bool)
    search = Swaps(table, p=3)
    assert not search.search(50, seed=0)
    assert search.weight.sum() > 6 + 20


def test_the_same_seed_makes_the_same_swaps() -> None:
    """And another seed others."""
    table = random_table(np.random.default_rng(5), clients=300, sites=90)
    ends = []
    for seed in (4, 4, 5):
        search = Swaps(table, p=9)
        search.search(30, seed=seed)
        ends.append(search.chosen.tolist())
    assert ends[0] == ends[1] != ends[2]
