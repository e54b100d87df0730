from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from contract.cases import random_problems

from siting.limits import Limits, Tally
from siting.models import MCLP, UFLP, PMedian
from siting.problem import Problem
from siting.rules import Rules
from siting.searching.construct import greedy_design, random_design
from siting.searching.evaluated import Evaluated
from siting.searching.neighbours import Neighbours, rank
from siting.searching.search import search_for


class Formless:
    """A problem seen without its form: what a new model looks like to a search."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem

    form = None

    def __getattr__(self, name: str) -> object:
        return getattr(self._problem, name)


@pytest.mark.parametrize("model", [PMedian, UFLP, MCLP])
def test_search_by_evaluation_and_by_tables_are_equally_good(
    model: type[Problem],
) -> None:
    """From one start, both stop where no neighbour is better."""
    for problem in random_problems(model, 40, seed=31):
        start = greedy_design(problem, Limits())
        for search in (
            search_for(problem, Tally(Limits())),
            Evaluated(problem, Tally(Limits())),
        ):
            search.begin(start)
            assert search.improve(moves=500)
            here = rank(problem, search.design[None, :])[0]
            around = rank(problem, Neighbours.of(problem.rules, search.design)[:])
            assert all(
                (v, z + 1e-7 * max(1, abs(z))) >= here or v > here[0] for v, z in around
            )


@pytest.mark.parametrize("model", [PMedian, UFLP, MCLP])
def test_greedy_by_evaluation_is_as_good_a_start(model: type[Problem]) -> None:
    """A model without a form gets greedy for nothing, within the rules."""
    for problem in random_problems(model, 30, seed=32):
        design = greedy_design(Formless(problem), Limits())  # type: ignore[arg-type]
        if problem.rules.are_counts:
            counts = replace(problem.rules, extra=())
            assert counts.violation(design[None, :])[0] == 0


@pytest.mark.parametrize("model", [PMedian, UFLP, MCLP])
def test_random_designs_keep_the_rules(model: type[Problem]) -> None:
    """Required sites, forbidden sites and numbers, whatever chance says."""
    rng = np.random.default_rng(1)
    for problem in random_problems(model, 60, seed=33):
        for _ in range(5):
            design = random_design(problem.rules, rng)
            counts = replace(problem.rules, extra=())
            assert counts.violation(design[None, :])[0] == 0


@pytest.mark.parametrize("model", [PMedian, UFLP, MCLP])
def test_neighbours_are_all_allowed_swaps_adds_and_drops(model: type[Problem]) -> None:
    """No more and no fewer than the designs that differ in one or two places."""
    for problem in random_problems(model, 25, seed=34):
        rules = replace(problem.rules, extra=())
        design = random_design(rules, np.random.default_rng(2))
        masks = np.array(
            [[bool(k >> j & 1) for j in range(rules.m)] for k in range(2**rules.m)]
        )
        apart = (masks != design).sum(axis=1)
        swap = (apart == 2) & (masks.sum(axis=1) == design.sum())
        expected = masks[((apart == 1) | swap) & (rules.violation(masks) == 0)]
        found = Neighbours.of(rules, design)[:]
        assert sorted(map(tuple, found.tolist())) == sorted(
            map(tuple, expected.tolist())
        )


def test_neighbours_are_made_when_looked_at() -> None:
    """Billions of moves are counted and cut without being made."""
    design = np.arange(200_000) < 50_000
    rules = Rules(np.zeros(200_000, bool), np.zeros(200_000, bool), 50_000, 50_000)
    around = Neighbours.of(rules, design)
    assert len(around) == 50_000 * 150_000
    part = around[50_000 * 7 + 3 : 50_000 * 7 + 5]
    assert part.shape == (2, 200_000)
    for k, trial in enumerate(part):
        assert np.flatnonzero(trial != design).tolist() == [3 + k, 50_007]
