from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import nearest, some_cost, travel
from contract.family.transport import least_travel

from siting.instance import Instance
from siting.problem import Problem

SIZE = (7, 6)
NO_LAW = ("one more",)  # with closest, a small new site takes people from a large one


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """All demand but the least that must go to a place of endless room outside."""
    town, radius = problem.instance, problem.parameters["radius"]
    costs = []
    for row in travel(problem):
        most = nearest(row, opened) if problem.closest else math.inf
        allowed = min(most, radius)
        here = [0.0 if row[j] <= allowed else math.inf for j in opened]
        costs.append([*here, 1.0])
    room = [*(town.capacity.tolist()[j] for j in opened), math.inf]
    left = least_travel(costs, town.demand.tolist(), room)
    assert left is not None
    return sum(town.demand.tolist()) - left


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """A radius that is some client's cost exactly."""
    return {"radius": some_cost(town, rng)}
