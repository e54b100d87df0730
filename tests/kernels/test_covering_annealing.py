from __future__ import annotations

from itertools import combinations, islice

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


def test_a_walk_comes_back_with_what_it_met_late() -> None:
    """Cold, it goes uphill only; hot, it leaves even the best, and repeats itself."""
    worse = 0
    for seed in range(60):
        covers, weight, room = case(seed)
        value = [
            float(weight[covers[:, list(c)].any(axis=1)].sum())
            for c in combinations(range(covers.shape[1]), room)
        ]
        design = np.zeros(covers.shape[1], dtype=bool)
        design[list(_choice(covers.shape[1], room, int(np.argmax(value))))] = True
        for heat in ((1e-9, 1e-10), (500.0, 400.0)):
            ends = []
            for _ in range(2):
                search = CoverAnnealing(
                    rows(covers.T), rows(covers), weight, seed=1000 + seed
                )
                ends.append(search.walk(design, rounds=2, heat=heat))
            assert ends[0].sum() == room
            assert (ends[0] == ends[1]).all()
            covered = float(weight[covers[:, ends[0]].any(axis=1)].sum())
            assert covered == max(value) or (heat[0] > 1 and covered < max(value))
            worse += covered < max(value)
    assert worse > 5


def _choice(s: int, room: int, number: int) -> tuple[int, ...]:
    """The choice of so many sites with a number."""
    return next(islice(combinations(range(s), room), number, None))
