"""Cost against the longest time of a trip, against every design and assignment."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from siting import solve
from siting.errors import ProblemError
from siting.fronts.epsilon import Bools
from siting.fronts.narrowing import Narrowed, narrowed
from siting.fronts.timed import WHOLE, Timed
from siting.instance import Instance
from siting.limits import Limits
from siting.models import CFLP, SSCFLP, UFLP
from siting.problem import Problem
from siting.solution import Proof, Solution


def ask(problem: Problem, start: Bools | None, seconds: float) -> Solution:
    """By the solver that is picked."""
    del start
    return solve(problem, time_limit=seconds)


def pairs_of(question: Timed) -> list[tuple[float, float]]:
    """The complete front."""
    found = narrowed(question, ask, Limits())
    assert found.complete
    return [pair for pair, _ in found.points]


def town_of(rng: np.random.Generator, *, n: int, m: int) -> Instance:
    """Whole costs and rents; few rents, so that sites are worth opening."""
    cost = rng.integers(1, 12, (n, m)).astype(float)
    town = Instance.from_matrix(cost, demand=rng.integers(1, 5, n).astype(float))
    return replace(town, opening=rng.integers(0, 20, m).astype(float))


def assigned(town: Instance, time: np.ndarray) -> list[tuple[float, float]]:
    """Cost and longest time of every assignment of whole clients that fits."""
    found = []
    for served in product(range(town.m), repeat=town.n):
        load = [0.0] * town.m
        for i, j in enumerate(served):
            load[j] += float(town.demand[i])
        if any(a > b for a, b in zip(load, town.capacity.tolist(), strict=True)):
            continue
        travel = sum(
            float(town.demand[i] * town.cost[i, j]) for i, j in enumerate(served)
        )
        rent = sum(float(town.opening[j]) for j in set(served))
        longest = max(float(time[i, j]) for i, j in enumerate(served))
        found.append((rent + travel, longest))
    return sorted(
        {
            p
            for p in found
            if not any(o != p and o[0] <= p[0] and o[1] <= p[1] for o in found)
        }
    )


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("model", [UFLP, SSCFLP])
def test_all_pairs_of_cost_and_longest_time_are_found(
    model: type[Problem], seed: int
) -> None:
    """Times are drawn from few, so that many limits are weakly dominated."""
    rng = np.random.default_rng(seed)
    town = town_of(rng, n=5, m=3)
    if model is SSCFLP:
        town = replace(town, capacity=rng.integers(4, 12, 3).astype(float))
    time = rng.integers(1, 9, (5, 3)).astype(float)
    expected = assigned(town, time)
    found = pairs_of(Timed(model(town), time))
    np.testing.assert_allclose(np.array(found), np.array(expected), rtol=1e-12)


def test_a_part_of_a_client_makes_a_trip_as_well() -> None:
    """Half of a client goes the long way, which counts unless whole ones alone do."""
    town = Instance.from_matrix([[1.0, 1.0]], demand=[2.0])
    town = replace(town, capacity=[1.0, 1.0])
    question = Timed(CFLP(town), np.array([[3.0, 7.0]]))
    assert pairs_of(question) == [(2.0, 7.0)]
    town = Instance.from_matrix([[1.0, 1.0], [1.0, 9.0]], demand=[2.0, 1.0])
    town = replace(town, capacity=[2.0, 1.0])
    time = np.array([[3.0, 7.0], [2.0, 2.0]])
    assert pairs_of(Timed(CFLP(town), time)) == [(3.0, 7.0), (11.0, 3.0)]
    part = replace(Timed(CFLP(town), time), least=WHOLE)
    assert pairs_of(part) == [(3.0, 2.0)]


def test_what_is_not_proved_makes_no_front_complete() -> None:
    """The last point may be dominated by what was not found, and is left out."""
    rng = np.random.default_rng(3)
    question = Timed(UFLP(town_of(rng, n=8, m=5)), rng.random((8, 5)))
    whole = pairs_of(question)
    assert len(whole) > 2

    def stopped_at(k: int) -> Narrowed:
        asked = []

        def lazy(problem: Problem, start: Bools | None, seconds: float) -> Solution:
            found = ask(problem, start, seconds)
            asked.append(found)
            return found if len(asked) < k else replace(found, proof=Proof.NONE)

        return narrowed(question, lazy, Limits())

    for k in (1, 2, 3):
        part = stopped_at(k)
        assert not part.complete
        assert part.programs == k
        assert [p for p, _ in part.points] == whole[: max(0, k - 2)]


def test_no_answer_at_all_is_an_empty_front() -> None:
    """Infeasible from the first on, which is proved."""
    town = Instance.from_matrix([[1.0]], demand=[2.0])
    question = Timed(CFLP(replace(town, capacity=[1.0])), np.ones((1, 1)))
    found = narrowed(question, ask, Limits())
    assert found.complete
    assert not found.points


def test_times_of_another_shape_are_refused() -> None:
    """One for each client and site."""
    town = Instance.from_matrix([[1.0, 2.0]])
    with pytest.raises(ProblemError, match=r"shape \(2, 1\); expected \(1, 2\)"):
        Timed(UFLP(town), np.ones((2, 1)))
    assert Timed(UFLP(town), np.ones((1, 2))).below(1.0) == -math.inf
