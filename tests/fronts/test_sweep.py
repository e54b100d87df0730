"""The sweep against all designs."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest

from siting import pareto
from siting.errors import RefusedError
from siting.instance import Instance
from siting.measures.filtering import filtered
from siting.models import LSCP, MCLP, UFLP, PCenter, PMaxian, PMedian
from siting.problem import Problem
from siting.solvers.sweep import Sweep
from siting.tradeoff import Tradeoff

KINDS = (
    "median+coverage", "coverage+median", "median+center", "charge+coverage",
    "maxian+median", "coverage+coverage",
)  # fmt: skip


def town(rng: np.random.Generator, *, whole: bool) -> Instance:
    """A few clients and sites, with ties; some pairs have no way."""
    n, m = int(rng.integers(2, 11)), int(rng.integers(3, 9))
    cost = rng.integers(0, 12, (n, m)).astype(float)
    if not whole:
        cost += rng.random((n, m))
    if rng.random() < 0.2:
        cost[rng.random((n, m)) < 0.15] = np.inf
        cost[:, 0] = np.where(np.isfinite(cost[:, 0]), cost[:, 0], 5.0)
    demand = rng.integers(0, 6, n).astype(float)
    made = Instance.from_matrix(cost, demand=demand)
    from dataclasses import replace

    return replace(made, opening=rng.integers(0, 20, m).astype(float))


def asked(kind: str, seed: int, *, whole: bool = True) -> list[Problem]:
    """Two questions of one town."""
    rng = np.random.default_rng([seed, KINDS.index(kind)])
    place = town(rng, whole=whole)
    p = int(rng.integers(1, place.m))
    required = ["1"] if rng.random() < 0.2 else []
    median = PMedian(place, p=p, required=required)
    near = MCLP(place, p=p, radius=float(rng.integers(1, 8)))
    return {
        "median+coverage": [median, near],
        "coverage+median": [near, median],
        "median+center": [median, PCenter(place, p=p)],
        "charge+coverage": [UFLP(place), MCLP(place, budget=1e9, radius=4)],
        "maxian+median": [PMaxian(place, p=p), median],
        "coverage+coverage": [near, MCLP(place, p=p, radius=9)],
    }[kind]


def every_front(problems: Sequence[Problem]) -> np.ndarray:
    """Non-dominated values (k, 2), all to be minimised, from all designs."""
    tradeoff = Tradeoff.of(problems)
    m = tradeoff.rules.m
    designs = np.array(list(itertools.product([False, True], repeat=m)))
    designs = designs[tradeoff.rules.violation(designs) == 0]
    values, violation = tradeoff.evaluate(designs)
    values = values[violation == 0]
    return values[filtered(values)]


def in_order(points: np.ndarray) -> np.ndarray:
    """Sorted by the first value."""
    return points[np.lexsort(points.T[::-1])]


@pytest.mark.parametrize("primed", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_whole_values_give_the_whole_front(kind: str, primed: bool) -> None:
    """Every non-dominated pair, no other, proved and complete."""
    for seed in range(12):
        problems = asked(kind, seed)
        expected = every_front(problems)
        solver = Sweep(primed=primed)
        front = pareto(problems, solver, time_limit=60, evaluations=500)
        np.testing.assert_allclose(in_order(front.turned), in_order(expected))
        assert front.proven.all()
        assert front.complete == (len(expected) > 0)
        assert front.infeasible == (len(expected) == 0)


@pytest.mark.parametrize("kind", ["median+coverage", "median+center"])
def test_fractional_values_give_it_to_a_millionth(kind: str) -> None:
    """Every pair is near one that is returned; complete only where a step is known."""
    for seed in range(15):
        problems = asked(kind, seed, whole=False)
        expected = every_front(problems)
        front = pareto(problems, Sweep(primed=False), time_limit=60)
        size = 2e-6 * np.maximum(1.0, np.abs(expected).max(axis=0, initial=1.0))
        apart = np.abs(expected[:, None, :] - front.turned[None, :, :]) <= size
        assert apart.all(axis=2).any(axis=1).all()
        if kind == "median+center":
            assert not front.complete


def test_programs_are_about_one_a_point() -> None:
    """No second stage, and few answers that are only as good (issue: <= 1.05)."""
    rng = np.random.default_rng(5)
    xy = rng.random((60, 2)) * 100
    cost = np.rint(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)))
    place = Instance.from_matrix(cost, demand=rng.integers(1, 50, 60).astype(float))
    problems = [PMedian(place, p=6), MCLP(place, p=6, radius=14)]
    front = pareto(problems, Sweep(primed=False), time_limit=120)
    assert front.complete
    assert len(front) >= 5
    assert front.subproblems <= 2 * len(front) + 2


def test_a_stopped_sweep_says_what_is_proved() -> None:
    """Points of the heuristic run are there, and where others may be."""
    rng = np.random.default_rng(5)
    xy = rng.random((150, 2)) * 1000
    cost = np.rint(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)))
    place = Instance.from_matrix(cost, demand=rng.integers(1, 50, 150).astype(float))
    problems = [PMedian(place, p=9), MCLP(place, p=9, radius=90)]
    front = pareto(problems, Sweep(), time_limit=1.0)
    assert len(front) > 0
    assert not front.complete
    assert front.termination.value == "time_limit"
    assert front.unexplored is not None
    assert len(front.unexplored)


def test_three_objectives_are_refused() -> None:
    """With what takes them."""
    place = town(np.random.default_rng(1), whole=True)
    three = [PMedian(place, p=2), MCLP(place, p=2, radius=3), PCenter(place, p=2)]
    with pytest.raises(RefusedError, match="sweep takes two objectives, and there"):
        pareto(three, "sweep")


def test_one_objective_is_refused() -> None:
    """It is no solver for that."""
    place = town(np.random.default_rng(1), whole=True)
    assert "use auto" in (Sweep().refuses(LSCP(place, radius=9)) or "")


def test_nothing_is_claimed_of_what_a_billionth_would_refute() -> None:
    """Costs that differ in the eighth digit: proved only where it is the best."""
    rng = np.random.default_rng(34)
    cost = 10.0 + 1e-7 * rng.random((5, 6)) + rng.integers(0, 2, (5, 6))
    place = Instance.from_matrix(cost, demand=rng.integers(1, 5, 5).astype(float))
    problems = [PMedian(place, p=3), MCLP(place, radius=float(np.median(cost)), p=3)]
    ((best, _),) = every_front(problems)
    front = pareto(problems, Sweep(primed=False))
    sure = front.turned[front.proven, 0]
    np.testing.assert_allclose(sure, best, rtol=1e-9)
    assert front.complete == (len(sure) > 0)
    assert front.complete or front.reason
