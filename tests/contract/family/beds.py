"""Access to beds in plain Python, and the best beds for given sites.

Whole beds are enumerated; others are a linear programme, written down here once more
and given to scipy.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from contract.family.plain import some_cost, travel
from scipy.optimize import linprog

from siting.instance import Instance
from siting.problem import Problem


def weight(problem: Problem, cost: float) -> float:
    """How much a site is used from that far."""
    given = problem.parameters
    catchment, kind = given["catchment"], given.get("decay", "gaussian")
    if cost == math.inf or cost > catchment:
        return 0.0
    part = cost / catchment if catchment else 0.0
    found = 1.0
    if kind == "linear":
        found = 1 - part
    elif kind == "gaussian":
        found = (math.exp(-(part**2) / 2) - math.exp(-1 / 2)) / (1 - math.exp(-1 / 2))
    elif kind == "exponential":
        found = math.exp(-given["beta"] * cost)
    return found if found >= 1e-8 else 0.0


def shares(problem: Problem) -> list[list[float]]:
    """Access of each client by one bed at each site; 0 where nobody comes."""
    weights = [[weight(problem, c) for c in row] for row in travel(problem)]
    demand = problem.instance.demand.tolist()
    crowds = [
        sum(d * row[j] for d, row in zip(demand, weights, strict=True))
        for j in range(problem.instance.m)
    ]
    return [
        [g / v if v > 0 else 0.0 for g, v in zip(row, crowds, strict=True)]
        for row in weights
    ]


def bounds(problem: Problem, opened: tuple[int, ...]) -> list[tuple[float, float]]:
    """Fewest and most beds of each open site."""
    given, table = problem.parameters, shares(problem)
    demand = problem.instance.demand.tolist()
    least, found = given.get("min_beds", 0.0), []
    for j in opened:
        used = any(row[j] * d > 0 for row, d in zip(table, demand, strict=True))
        room = float(problem.instance.capacity[j]) if used else 0.0
        found.append((least, min(room, given["beds"])))
    return found


def ways(problem: Problem, opened: tuple[int, ...]) -> Iterator[list[float]]:
    """Access of every client under every placing of whole beds."""
    table, beds = shares(problem), int(problem.parameters["beds"])
    ranges = [
        range(math.ceil(a), math.floor(b) + 1) for a, b in bounds(problem, opened)
    ]
    for placed in itertools.product(*ranges):
        if sum(placed) == beds:
            yield [
                sum(row[j] * x for j, x in zip(opened, placed, strict=True))
                for row in table
            ]


def best_by_lp(
    problem: Problem,
    opened: tuple[int, ...],
    *,
    cost: list[float],
    rows: list[list[float]],
) -> float | None:
    """Least cost (of beds, then of further variables >= 0) with rows <= 0."""
    further = len(cost) - len(opened)
    limits: list[tuple[float, float | None]] = list(bounds(problem, opened))
    if any(a > (math.inf if b is None else b) for a, b in limits):
        return None
    limits += [(0.0, None)] * further
    found = linprog(
        cost,
        A_ub=np.array(rows) if rows else None,
        b_ub=np.zeros(len(rows)) if rows else None,
        A_eq=np.array([[1.0] * len(opened) + [0.0] * further]),
        b_eq=[problem.parameters["beds"]],
        bounds=limits,
    )
    return float(found.fun) if found.status == 0 else None


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """Any decay, a catchment that is somebody's cost, beds about what there is room."""
    room = np.where(np.isfinite(town.capacity), town.capacity, 10.0).sum()
    beds = float(np.ceil(room * rng.random() * 0.6)) or 1.0
    given: dict[str, Any] = {
        "beds": beds,
        "catchment": some_cost(town, rng) * float(rng.choice([1.0, 1.0, 1.7])),
        "decay": str(rng.choice(["step", "linear", "gaussian", "exponential"])),
    }
    if given["decay"] == "exponential":
        given["beta"] = 1.0 / max(some_cost(town, rng), 1e-3)
    if rng.random() < 0.3:  # without limits on room, so few that all may be open
        most = 0.4 if np.isfinite(town.capacity).any() else 1 / town.m
        given["min_beds"] = float(np.round(beds * rng.random() * most, 1))
    if rng.random() < 0.3:
        given |= {"whole": True, "beds": float(rng.integers(1, 6))}
        given.pop("min_beds", None) if rng.random() < 0.5 else None
    return given
