"""The unit in which people are counted changes no answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from siting import Instance, check, solve
from siting.models import (
    CFLP,
    SSCFLP,
    CapacitatedLSCP,
    CapacitatedMCLP,
    CapacitatedPCenter,
    CapacitatedPMedian,
    Hierarchical,
    Leximin,
    LSCPBackup,
    ModularCFLP,
    PMedian,
)
from siting.problem import Problem
from siting.solution import Solution

QUESTIONS: list[tuple[type[Problem], Mapping[str, Any]]] = [
    (CFLP, {}),
    (CFLP, {"min_load": 6.0}),
    (SSCFLP, {}),
    (CapacitatedLSCP, {"radius": 8.0}),
    (CapacitatedMCLP, {"p": 2, "radius": 4.0}),
    (CapacitatedPCenter, {"p": 3}),
    (CapacitatedPMedian, {"p": 3}),
    (Hierarchical, {"p": 3, "hospitals": 1, "referral": 0.3}),
    (Leximin, {"p": 2}),
    (LSCPBackup, {"radius": 6.0}),
    (PMedian, {"p": 2}),
]


def town(rng: np.random.Generator) -> Instance:
    """Seven villages and six sites, of which any three have about enough room."""
    here, there = rng.random((7, 2)) * 10, rng.random((6, 2)) * 10
    cost = np.hypot(*(here[:, None] - there[None]).T).T
    demand = rng.integers(1, 9, 7).astype(float)
    room = np.full(6, np.ceil(demand.sum() / 2.2))
    opening = rng.integers(5, 30, 6).astype(float)
    return replace(
        Instance.from_matrix(cost, demand=demand), capacity=room, opening=opening
    )


def in_units(here: Instance, unit: float) -> Instance:
    """The same people, rooms and rents counted in other units."""
    return replace(
        here,
        demand=here.demand * unit,
        capacity=here.capacity * unit,
        opening=here.opening * unit,
    )


def worth(problem: Problem, found: Solution) -> float:
    """What the sites of an answer are worth in another problem; nan if not allowed."""
    if found.design is None:
        return -1.0
    values, violation = problem.evaluate(found.design[None, :])
    return float(values[0, 0]) if violation[0] == 0 else np.nan


@pytest.mark.parametrize("unit", [1e-8, 1e-5, 1e6])
@pytest.mark.parametrize(("model", "given"), QUESTIONS)
def test_units_of_demand_change_no_answer(
    model: type[Problem], given: Mapping[str, Any], unit: float
) -> None:
    """People in units of 1e-7 are as many as before, and rooms as full."""
    rng = np.random.default_rng(7)
    for _ in range(3):
        here = town(rng)
        problem = model(here, **given)
        units = {k: v * unit for k, v in given.items() if k == "min_load"}
        scaled = model(in_units(here, unit), **(dict(given) | units))
        plain, other = solve(problem), solve(scaled)
        assert other.is_optimal == plain.is_optimal
        assert worth(problem, other) == pytest.approx(worth(problem, plain), rel=1e-6)


@pytest.mark.parametrize("unit", [1e-8, 1e-5, 1e6])
def test_units_of_demand_change_no_size(unit: float) -> None:
    """What is built is named by what it can take."""
    for seed in range(3):
        here = replace(town(np.random.default_rng(seed)), capacity=np.full(6, np.inf))
        sizes = [f"{4 * unit!r}:{20 * unit!r}", f"{15 * unit!r}:{40 * unit!r}"]
        plain = solve(ModularCFLP(here, sizes=["4.0:20.0", "15.0:40.0"]))
        other = solve(ModularCFLP(in_units(here, unit), sizes=sizes))
        assert other.is_optimal
        assert other.objective == pytest.approx(unit * plain.objective, rel=1e-6)


def test_a_room_of_few_millionths_is_not_overrun() -> None:
    """Three villages of 3e-7 at A, which takes 4e-7: the rest walks to B."""
    flat = Instance.from_matrix([[0, 4]] * 3, demand=[3e-7] * 3, sites=["A", "B"])
    rooms, rents = np.array([4e-7, 9e-7]), np.zeros(2)
    found = solve(CFLP(replace(flat, capacity=rooms, opening=rents)))
    assert found.objective == pytest.approx(20e-7)
    assert found.is_optimal


def test_the_checker_sees_a_millionth_too_much() -> None:
    """Its tolerance is relative: 9e-7 in a room of 4e-7 is no rounding."""
    flat = Instance.from_matrix([[0]] * 3, demand=[3e-7] * 3, sites=["A"])
    small = CFLP(replace(flat, capacity=np.array([4e-7]), opening=np.zeros(1)))
    large = CFLP(replace(small.instance, capacity=np.array([9e-7])))
    stolen = replace(solve(large), problem=small, served=solve(large).allocation)
    assert "serves 9e-07, but can take 4e-07" in check.faults(stolen)[0]
