from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from siting.kernels.coverdual import Dual, bound_plain


def case(seed: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Random cover sets, whole weights, a number of sites."""
    rng = np.random.default_rng(seed)
    g, s = int(rng.integers(1, 25)), int(rng.integers(2, 10))
    covers = rng.random((g, s)) < rng.uniform(0.1, 0.6)
    return covers, rng.integers(0, 9, g).astype(float), int(rng.integers(1, s))


def rows(covers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where each row's entries begin, and the entries."""
    row, column = np.nonzero(covers)
    start = np.searchsorted(row, np.arange(len(covers) + 1))
    return start.astype(np.int64), column.astype(np.int32)


def best(covers: np.ndarray, weight: np.ndarray, room: int) -> float:
    """Most covered weight, by trying all choices."""
    choices = combinations(range(covers.shape[1]), room)
    return max(
        float(weight[covers[:, c].any(axis=1)].sum()) for c in map(list, choices)
    )


@pytest.mark.parametrize("seed", range(60))
def test_the_dual_is_its_plain_twin_and_above_every_design(seed: int) -> None:
    """The value of its multipliers is what it says, and no better design exists."""
    covers, weight, room = case(seed)
    optimum = best(covers, weight, room)
    dual = Dual(*rows(covers), weight, room=room, sites=covers.shape[1])
    for _ in range(6):
        dual.descend(aim=optimum, steps=20)
        assert (dual.best >= 0).all()
        assert (dual.best <= weight).all()
        twin = bound_plain(covers, weight, dual.best, room=room)
        assert dual.least == pytest.approx(twin, rel=1e-12, abs=1e-12)
        assert dual.least >= optimum - 1e-9
        assert dual.chosen.sum() == room
