from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from siting.kernels.odd_sets import broken_plain, odd_sets


def lists(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each row's entries begin, and the entries."""
    sparse = csr_array(table.astype(float))
    return sparse.indptr.astype(np.int64), sparse.indices.astype(np.int64)


def found(covers: np.ndarray, y: np.ndarray, z: np.ndarray, *, seed: int = 1) -> list:
    """Sets that walks from every client find."""
    price = 1 - z + np.maximum(covers @ y - z, 0.0)
    return odd_sets(
        lists(covers), lists(covers.T), y, price, tries=8, steps=7, small=0.01,
        state=np.array([2 * seed + 1], dtype=np.uint64),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_sets_break_their_cuts_by_what_they_say(seed: int) -> None:
    """At least: the plain twin knows nothing of prices."""
    rng = np.random.default_rng(seed)
    n, s = int(rng.integers(3, 30)), int(rng.integers(3, 12))
    covers = rng.random((n, s)) < 2.5 / s
    y = np.round(rng.random(s) * 2) / 2
    z = np.minimum(1.0, covers @ y)
    sets = found(covers, y, z, seed=seed)
    for broken, members in sets:
        assert len(members) % 2 == 1
        assert len(set(members.tolist())) == len(members)
        assert broken_plain(covers, y, z, members) == pytest.approx(broken)
    assert [b for b, _ in sets] == sorted((b for b, _ in sets), reverse=True)


@pytest.mark.parametrize("ring", [3, 5, 7])
def test_an_odd_ring_of_half_open_sites_is_found(ring: int) -> None:
    """All its clients seem covered by half a site each; one cannot be."""
    covers = np.eye(ring, dtype=bool) | np.roll(np.eye(ring, dtype=bool), 1, axis=1)
    sets = found(covers, np.full(ring, 0.5), np.ones(ring))
    assert sets[0][0] == pytest.approx(0.5)
    assert sets[0][1].tolist() == list(range(ring))


def test_an_even_ring_breaks_nothing() -> None:
    """Every second site covers it."""
    covers = np.eye(6, dtype=bool) | np.roll(np.eye(6, dtype=bool), 1, axis=1)
    assert found(covers, np.full(6, 0.5), np.ones(6)) == []
