from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from contract.cases import models, random_problems
from contract.oracles import best

from siting import solve
from siting.answering import answer
from siting.certificate import cheapest_design, utmost
from siting.limits import Limits
from siting.models import UFLP, Huff, PMedian
from siting.problem import Problem
from siting.solvers.highs import Highs


def test_good_multipliers_close_the_gap_on_a_tree() -> None:
    """On this line of villages the relaxation is exact: bound equals value."""
    from siting.instance import Instance

    x = np.array([0.0, 1, 2, 10, 11, 12, 20])
    town = Instance.from_matrix(np.abs(x[:, None] - x[None, :]))
    found = solve(PMedian(town, p=3), "lagrangian")
    assert found.bound == found.objective == 4.0


def test_cheapest_design_keeps_the_rules() -> None:
    """Against all designs, on random worths."""
    rng = np.random.default_rng(4)
    for problem in random_problems(UFLP, 60, seed=5):
        rules = replace(problem.rules, extra=())
        worth = rng.normal(size=rules.m)
        chosen = cheapest_design(worth, rules)
        masks = np.array(
            [[bool(k >> j & 1) for j in range(rules.m)] for k in range(2**rules.m)]
        )
        allowed = masks[rules.violation(masks) == 0]
        assert np.isclose(worth[chosen].sum(), (allowed @ worth).min())


@pytest.mark.parametrize("model", models(), ids=lambda m: m.name)
def test_nothing_is_better_than_the_utmost(model: type[Problem]) -> None:
    """Not the optimum of any question, by enumeration."""
    for problem in random_problems(model, 12, seed=11, n=6, m=5):
        optimum = best(problem)
        if optimum is not None:
            gain = problem.sign * (utmost(problem) - optimum)
            assert gain <= 1e-9 * max(1.0, abs(optimum))


def test_no_bound_promises_more_people_than_there_are() -> None:
    """A solver's bound beyond all demand is cut to it."""
    rng = np.random.default_rng(1)
    town = next(random_problems(PMedian, 1, seed=2)).instance
    town = replace(town, demand=rng.integers(1, 9, town.n).astype(float))
    town = replace(town, role=np.full(town.m, "candidate"))
    problem = Huff(town, p=1, outside=1.0, least_travel=1.0)
    far = 1e9
    found = answer(problem, Highs(), Limits(), design=np.eye(town.m)[0] > 0, bound=far)
    assert found.bound == town.demand.sum()
