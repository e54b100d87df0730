"""Refutation by prices, in exact arithmetic."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from siting.centers.packing import GRID, largest, refutes, useless


def coverable(table: np.ndarray, k: int, *, with_site: int | None = None) -> bool:
    """Whether some k sites cover all clients, by looking at all choices."""
    choices = combinations(range(table.shape[1]), k)
    return any(
        table[:, list(choice)].any(axis=1).all()
        for choice in choices
        if with_site is None or with_site in choice
    )


def test_no_prices_refute_what_is_possible() -> None:
    """Whatever the prices: right, too large, negative or none at all."""
    rng = np.random.default_rng(2)
    refuted = barred = 0
    for _ in range(400):
        table = rng.random((9, 7)) < 0.35
        price = rng.random(9) * rng.choice([0.1, 1.0, 2.0]) - 0.05
        for k in (1, 2, 3):
            if refutes(table, price, k=k):
                refuted += 1
                assert not coverable(table, k)
            for j in np.flatnonzero(useless(table, price, k=k)):
                barred += 1
                assert not coverable(table, k, with_site=int(j))
    assert refuted > 50
    assert barred > 50


def test_exactly_k_is_not_more_than_k() -> None:
    """Three clients apart need three sites: two are refuted, three are not."""
    table, price = np.eye(3, dtype=bool), np.ones(3)
    assert refutes(table, price, k=2)
    assert not refutes(table, price, k=3)
    assert not refutes(table, price * (1 + 1e-15), k=3)


def test_thirds_do_not_add_up_to_more_than_one() -> None:
    """1/3 + 1/3 + 1/3 of one site's clients is one site, whatever the rounding."""
    table = np.ones((3, 1), dtype=bool)
    for third in (1 / 3, np.nextafter(1 / 3, 1)):
        assert not refutes(table, np.full(3, third), k=1)


def test_a_grain_too_much_refutes() -> None:
    """The sums are exact to the last grain of the grid."""
    table = np.array([[True, False], [False, True], [True, True]])
    price = np.array([0.5, 0.5, 0.5])
    assert not refutes(table, price, k=2)
    assert refutes(table, price, k=1)
    grain = 1 / GRID
    lone = np.array([[True, False, False], [False, True, False], [False, False, True]])
    assert refutes(lone, np.array([1.0, 1.0, grain]), k=2)
    assert not refutes(lone, np.array([1.0, 1.0, grain / 2]), k=2)


def test_large_sites_count_once() -> None:
    """Two sites cover no more than the two largest, not twice the largest."""
    table = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]], dtype=bool)
    assert refutes(table, np.ones(4), k=2)
    assert largest(np.array([3, 9, 5]), 2) == 14
    assert largest(np.array([3, 9, 5]), 3) == largest(np.array([3, 9, 5]), 7) == 17
    assert largest(np.array([3, 9, 5]), 0) == 0


def test_a_client_without_site_needs_no_price_of_others() -> None:
    """Nobody covers it, however many open."""
    table = np.array([[True, True], [False, False]])
    assert refutes(table, np.array([0.0, 1.0]), k=2)
    assert not refutes(table, np.zeros(2), k=2)
