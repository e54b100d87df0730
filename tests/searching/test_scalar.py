"""A weighted sum in one table is the sum of the objectives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from siting.instance import Instance
from siting.models import MCLP, PCenter, PMedian
from siting.searching.construct import random_design
from siting.searching.neighbours import Neighbours
from siting.searching.scalar import Scalar
from siting.tradeoff import Tradeoff


def questions(count: int) -> list[Tradeoff]:
    """Medians and coverages of small towns, some with people whom no site can reach."""
    rng = np.random.default_rng(8)
    found = []
    for k in range(count):
        n, m = int(rng.integers(3, 12)), int(rng.integers(4, 9))
        cost = rng.integers(0, 30, (n, m)).astype(float)
        if k % 4 == 0:
            cost[rng.random((n, m)) < 0.2] = np.inf
        town = Instance.from_matrix(cost, demand=rng.integers(1, 9, n).astype(float))
        role = np.array(["required", *["candidate"] * (m - 2), "forbidden"])
        town = replace(town, role=role) if k % 3 == 0 else town
        p = int(rng.integers(1, m - 1))
        problems = [PMedian(town, p=p), MCLP(town, p=p, radius=9)]
        if k % 2:
            problems.append(MCLP(town, p=p, radius=15))
        found.append(Tradeoff.of(problems))
    return found


def test_a_local_optimum_of_the_sum_has_no_better_swap() -> None:
    """Of all designs a swap away, by the values of the models."""
    rng = np.random.default_rng(1)
    for tradeoff in questions(60):
        weight = rng.random(len(tradeoff.problems)) + 0.01
        search = Scalar(tradeoff)
        start = random_design(tradeoff.rules, rng)
        search.begin(start, weight)
        assert search.improve(moves=500)
        around = Neighbours.of(tradeoff.rules, search.design)[:]
        trials = np.array([search.design, start, *around])
        values, violation = tradeoff.evaluate(trials)
        sums = np.where(violation == 0, values @ weight, np.inf)
        if not np.isfinite(sums).any():
            continue
        assert np.isfinite(sums[0])
        assert sums[0] <= sums.min() + 1e-9 * (1 + abs(sums[0]))
        assert search.looked > 0 or not len(around)


def test_another_weight_begins_anew() -> None:
    """A search that was used before finds what a new one finds."""
    rng = np.random.default_rng(2)
    for tradeoff in questions(30):
        used = Scalar(tradeoff)
        for _ in range(3):
            weight = rng.random(len(tradeoff.problems)) + 0.01
            start, new = random_design(tradeoff.rules, rng), Scalar(tradeoff)
            for search in (used, new):
                search.begin(start, weight)
                search.improve(moves=500)
            assert (used.design == new.design).all()


def test_only_medians_and_coverages_fit_in_one_table() -> None:
    """A longest trip is no sum over clients."""
    town = Instance.from_matrix(np.ones((3, 3)))
    pair = [PMedian(town, p=1), MCLP(town, p=1, radius=2)]
    assert Scalar.fits(Tradeoff.of(pair))
    assert not Scalar.fits(Tradeoff.of([pair[0], PCenter(town, p=1)]))


@pytest.mark.parametrize("moves", [1, 2])
def test_no_more_moves_are_made_than_asked_for(moves: int) -> None:
    """One swap changes two sites."""
    for tradeoff in questions(20):
        start = random_design(tradeoff.rules, np.random.default_rng(4))
        search = Scalar(tradeoff)
        search.begin(start, np.ones(len(tradeoff.problems)))
        search.improve(moves=moves)
        assert (search.design != start).sum() <= 2 * moves
