"""The gap at which HiGHS stops by default makes points that are dominated."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from highspy import Highs

from siting import pareto
from siting.fronts.joint import JointScalar
from siting.instance import Instance
from siting.limits import Limits
from siting.measures.filtering import filtered
from siting.milp.highs import Options, Status, solve
from siting.models import MCLP, PMedian
from siting.problem import Problem
from siting.solver import FrontSolver
from siting.solvers.boxes import Boxes
from siting.solvers.sweep import Sweep
from siting.tradeoff import Tradeoff

N, P = 20, 4

DEFAULT = 1e-4
"""HiGHS's own relative gap."""

SPRUNG = (1, 20, 28)
"""Seeds of towns in which it was seen."""


def questions(seed: int) -> list[Problem]:
    """Points by chance in a square, far from everything: costs in the thousands.

    The way to the square is most of every cost, so that one part in 10,000 of it is
    more than the difference of two designs.
    """
    rng = np.random.default_rng(seed)
    xy = rng.random((N, 2)) * 100
    apart = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    cost = np.rint(apart) + 3000.0
    place = Instance.from_matrix(cost, demand=rng.integers(1, 20, N).astype(float))
    return [PMedian(place, p=P), MCLP(place, p=P, radius=3012.0)]


def exact(problems: list[Problem]) -> np.ndarray:
    """The front from all sets of sites."""
    designs = np.zeros((4845, N), dtype=bool)
    for k, some in enumerate(combinations(range(N), P)):
        designs[k, list(some)] = True
    values, _ = Tradeoff.of(problems).evaluate(designs)
    front = values[filtered(values)]
    return front[np.argsort(front[:, 0])]


def swept(problems: list[Problem], *, gap: float) -> np.ndarray:
    """What a plain sweep finds with such a gap: HiGHS, one limit after the other."""
    scalar = JointScalar(Tradeoff.of(problems), Limits(), steps=(1.0, 1.0))
    found, limit = [], np.inf
    while True:
        matrix = scalar._asked(np.array([1.0, 0.0]), np.array([np.inf, limit]))
        result = solve(matrix, Options(gap=gap, absolute_gap=1e-6))
        if result.status is Status.INFEASIBLE:
            return np.array(found)
        assert result.x is not None
        found.append(scalar.values(result.x[matrix.family("open")] > 0.5))
        limit = found[-1][1] - 0.5


def beaten(points: np.ndarray, front: np.ndarray) -> int:
    """How many points are dominated by one that is better in the first objective.

    That is no tie: a point that is as good in the first one a plain sweep may give.
    """
    better = front[None, :, 0] < points[:, None, 0]
    covers = front[None, :, 1] <= points[:, None, 1]
    return int((better & covers).any(axis=1).sum())


def test_the_default_gap_is_what_it_was() -> None:
    """Else the trap below is no trap."""
    _, gap = Highs().getOptionValue("mip_rel_gap")
    assert gap == DEFAULT


def test_the_default_gap_gives_dominated_points() -> None:
    """The trap is sprung: a plain sweep finds points that are worse in everything."""
    caught = 0
    for seed in SPRUNG:
        problems = questions(seed)
        front = exact(problems)
        caught += beaten(swept(problems, gap=DEFAULT), front)
        assert beaten(swept(problems, gap=0.0), front) == 0
    assert caught >= 1


@pytest.mark.parametrize("solver", [Sweep(primed=False), Boxes(primed=False)])
def test_ours_does_not_fall_into_it(solver: FrontSolver) -> None:
    """The same questions: every point of the front and no other, proved."""
    for seed in SPRUNG:
        front = pareto(questions(seed), solver, time_limit=60)
        assert front.complete
        assert front.turned.tolist() == exact(questions(seed)).tolist()
