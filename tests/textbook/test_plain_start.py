"""First designs of models whose replies are too hard for a search."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from contract.cases import models, random_problems

from siting import Instance, solve
from siting.models import SSCFLP, CapacitatedPMedian, Hierarchical
from siting.problem import Problem
from siting.textbook.plain_start import plain_start
from siting.textbook.start import point

HARD = [m for m in models() if m.reply_is_hard]


def plane(*, n: int = 40) -> Instance:
    """Villages at random, each a site."""
    xy = np.random.default_rng(0).random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=np.arange(1.0, n + 1))


@pytest.mark.parametrize("model", HARD, ids=lambda m: m.name)
def test_it_keeps_the_rules_or_is_none(model: type[Problem]) -> None:
    """Sites that must be open are, and so many as are asked for."""
    found = 0
    for problem in random_problems(model, 30, seed=21):
        design = plain_start(problem)
        if design is not None:
            found += 1
            assert problem.rules.violation(design[None, :])[0] == 0
    assert found > 10


def test_any_p_sites_serve_everybody_at_two_levels() -> None:
    """So that a hierarchical question has an answer at once."""
    problem = Hierarchical(plane(), p=4, hospitals=1, referral=0.3)
    design = plain_start(problem)
    assert design is not None
    x = point(problem, problem.matrix, design, time_limit=60.0)
    assert x is not None
    assert problem.matrix.holds(x)


@pytest.mark.parametrize("p", [None, 6])
def test_sites_of_little_room_are_left_for_larger_ones(p: int | None) -> None:
    """There is room for all demand wherever the sites allow it."""
    town = plane()
    room = np.where(np.arange(town.n) < 30, 5.0, town.demand.sum() / 5)
    town = replace(town, capacity=room)
    problem = SSCFLP(town) if p is None else CapacitatedPMedian(town, p=p)
    design = plain_start(problem)
    assert design is not None
    assert room[design].sum() >= 1.1 * town.demand.sum()


def test_a_short_run_of_a_hard_question_has_an_answer() -> None:
    """Too large to search, and far too little time to prove anything."""
    problem = Hierarchical(plane(n=120), p=5, hospitals=2, referral=0.3)
    found = solve(problem, "highs", time_limit=12.0)
    assert found.design is not None
