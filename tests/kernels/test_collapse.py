from __future__ import annotations

import numpy as np
import pytest

from siting.kernels.collapse import Collapse, collapse_plain
from siting.kernels.levels import levels


def rows(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Random ascending sets, many of them equal, with whole weights."""
    rng = np.random.default_rng(seed)
    m, kinds = int(rng.integers(1, 9)), int(rng.integers(1, 5000))
    sets = rng.random((kinds, m)) < rng.random()
    chosen = sets[rng.integers(0, kinds, int(rng.integers(1, 20_000)))]
    row, site = np.nonzero(chosen)
    start = np.searchsorted(row, np.arange(len(chosen) + 1)).astype(np.int64)
    weight = rng.integers(0, 100, len(chosen)).astype(float)
    return start, site.astype(np.int32), weight, m


def groups(found: Collapse) -> dict[tuple[int, ...], tuple[float, int]]:
    """What was collapsed, as its twin has it."""
    sets = np.split(found.site, found.start[1:-1])
    values = zip(found.weight.tolist(), found.count.tolist(), strict=True)
    return {tuple(s.tolist()): v for s, v in zip(sets, values, strict=True)}


@pytest.mark.parametrize("seed", range(25))
def test_groups_are_those_of_the_plain_twin(seed: int) -> None:
    """Sets, weights and numbers, however the clients are cut into blocks."""
    start, site, weight, m = rows(seed)
    found = Collapse(m)
    step = 1 + seed * 977
    for k in range(0, len(weight), step):
        part = start[k : k + step + 1]
        inside = site[part[0] : part[-1]]
        found.add(part - part[0], inside, weight[k : k + step])
    assert groups(found) == collapse_plain(start, site, weight)
    assert found.groups == len(found.weight) == len(found.start) - 1


def test_equal_keys_do_not_make_equal_sets() -> None:
    """With keys that tell nothing apart the sets themselves still do."""
    start, site, weight, m = rows(3)
    found = Collapse(m)
    found._keys[:] = 0
    found.add(start, site, weight)
    assert groups(found) == collapse_plain(start, site, weight)


def test_nobodys_clients_are_a_group() -> None:
    """The empty set is a set like any other."""
    found = Collapse(3)
    none = np.empty(0, dtype=np.int32)
    found.add(np.zeros(4, dtype=np.int64), none, np.array([1.0, 2.0, 0.0]))
    assert groups(found) == {(): (3.0, 3)}


@pytest.mark.parametrize("seed", range(40))
def test_levels_add_up_to_the_best_credit(seed: int) -> None:
    """Whatever is open, what the covered levels are worth is the best open credit."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 12)), int(rng.integers(1, 8))
    table = rng.integers(0, 4, (n, m)) / 4 if seed % 2 else rng.random((n, m))
    table[rng.random((n, m)) < 0.3] = 0.0
    row, site = np.nonzero(table)
    start = np.searchsorted(row, np.arange(n + 1)).astype(np.int64)
    begin, member, part, client = levels(start, site.astype(np.int32), table[row, site])
    assert (part > 0).all()
    for k in range(len(part)):
        assert (np.diff(member[begin[k] : begin[k + 1]]) > 0).all()
    for _ in range(8):
        design = rng.random(m) < 0.5
        worth = np.zeros(n)
        for k in range(len(part)):
            if design[member[begin[k] : begin[k + 1]]].any():
                worth[client[k]] += part[k]
        np.testing.assert_allclose(worth, (table * design).max(axis=1), atol=1e-12)
