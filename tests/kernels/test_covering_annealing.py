from __future__ import annotations

import numpy as np
import pytest
from kernels.test_coverdual import best, case, rows

from siting.kernels.covering_annealing import CoverAnnealing


def annealed(seed: int, *, rounds: int = 400, luck: int = 1) -> tuple[float, float]:
    """What the first design covers, and what annealing finds, checked."""
    covers, weight, room = case(seed)
    design = np.arange(covers.shape[1]) < room
    search = CoverAnnealing(rows(covers.T), rows(covers), weight, seed=luck)
    found = search.improve(design.copy(), rounds=rounds, heat=(5.0, 0.1))
    assert found.sum() == room
    return (
        float(weight[covers[:, design].any(axis=1)].sum()),
        float(weight[covers[:, found].any(axis=1)].sum()),
    )


@pytest.mark.parametrize("seed", range(60))
def test_it_never_loses_keeps_the_number_and_repeats(seed: int) -> None:
    """What comes back is at least as good, and the same for the same seed."""
    before, value = annealed(seed)
    covers, weight, room = case(seed)
    assert before <= value <= best(covers, weight, room)
    assert annealed(seed) == (before, value)


def test_it_finds_the_best_of_most_little_ones() -> None:
    """On nine of ten at least: the search is not a formality."""
    hits = sum(
        annealed(seed)[1] == best(*case(seed)[:2], case(seed)[2]) for seed in range(60)
    )
    assert hits >= 54


def test_nothing_open_is_left_alone() -> None:
    """No site to close, none to open in its place."""
    covers, weight, _ = case(3)
    search = CoverAnnealing(rows(covers.T), rows(covers), weight, seed=1)
    none = np.zeros(covers.shape[1], dtype=bool)
    assert not search.improve(none, rounds=10, heat=(1.0, 0.1)).any()
