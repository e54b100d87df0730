"""What a run held: true moments, the last state of each stretch, and its end."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from siting import pareto
from siting.instance import Instance
from siting.measures.filtering import filtered
from siting.models import MCLP, PMedian
from siting.searching.history import STRETCHES, History
from siting.solvers.sweep import Sweep


def test_of_a_stretch_the_last_state_stays_with_its_own_moment() -> None:
    """What came at 1.1 s is not told of 1.0 s, and not forgotten."""
    history = History()
    for k, seconds in enumerate((0.0, 1e-4, 1.0, 1.1, 1.2, 9.0)):
        history.note(seconds, np.full((1, 2), float(k)))
    told = [(t, float(v[0, 0])) for t, v in history.moments]
    assert told == [(1e-4, 1.0), (1.2, 4.0), (9.0, 5.0)]


def test_moments_are_few_however_long_the_run() -> None:
    """A state every millisecond for ten minutes: one for each stretch."""
    history = History()
    values = np.zeros((1, 2))
    for milliseconds in range(1, 600_000, 7):
        history.note(milliseconds / 1000, values)
    assert len(history.moments) <= STRETCHES * 5.8 + 2
    assert history.moments[-1][0] > 599


@pytest.mark.parametrize("solver", ["nsga2", "weights", "sweep"])
def test_the_last_state_is_the_front(solver: str) -> None:
    """In the user's sense, and every state is a front that the next covers."""
    rng = np.random.default_rng(1)
    xy = rng.integers(0, 100, (14, 2)).astype(float)
    town = Instance.from_points(xy, xy, demand=rng.integers(1, 9, 14).astype(float))
    problems = (PMedian(town, p=3), MCLP(town, p=3, radius=20))
    front = pareto(problems, solver, evaluations=3000)
    signs = front.tradeoff.signs
    times, states = zip(*front.history, strict=True)
    assert list(times) == sorted(times)
    assert times[-1] <= front.seconds
    order = np.lexsort((states[-1] * signs).T[::-1])
    assert np.allclose(states[-1][order], front.values, rtol=1e-11, atol=0)
    for before, after in pairwise(states):
        assert len(filtered(before * signs)) == len(before)
        covered = (after * signs)[None] <= (before * signs)[:, None]
        assert covered.all(axis=2).any(axis=1).all()


def test_what_a_heuristic_held_beforehand_is_part_of_the_run() -> None:
    """The curve of an exact run begins where its heuristic began."""
    rng = np.random.default_rng(2)
    cost = rng.integers(1, 90, (12, 8)).astype(float)
    town = Instance.from_matrix(cost, demand=rng.integers(1, 9, 12).astype(float))
    problems = (PMedian(town, p=2), MCLP(town, p=2, radius=30))
    front = pareto(problems, "sweep", evaluations=200)
    alone = pareto(problems, Sweep(primed=False))
    assert front.complete
    assert alone.complete
    assert len(front.history[0][1]) == 1, "the first design that was looked at"
    assert np.array_equal(front.values, alone.values)
