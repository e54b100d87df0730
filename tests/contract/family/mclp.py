from __future__ import annotations

from typing import Any

import numpy as np
from contract.family.plain import nearest, some_cost, travel

from siting.instance import Instance
from siting.problem import Problem


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Weight of the clients with an open site within the radius."""
    radius = problem.parameters["radius"]
    weights = problem.instance.demand.tolist()
    pairs = zip(weights, travel(problem), strict=True)
    return sum(w for w, costs in pairs if nearest(costs, opened) <= radius)


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """A radius that is some client's cost exactly."""
    return {"radius": some_cost(town, rng)}
