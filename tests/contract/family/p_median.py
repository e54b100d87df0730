from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import nearest, some_cost, travel

from siting.instance import Instance
from siting.problem import Problem


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Sum of weight times distance to the nearest open site, none beyond the limit."""
    most = problem.parameters.get("max_travel", math.inf)
    total = 0.0
    for weight, costs in zip(
        problem.instance.demand.tolist(), travel(problem), strict=True
    ):
        near = nearest(costs, opened)
        if near == math.inf or near > most:
            return None
        total += weight * near
    return total


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """Mostly no limit; else one that is some client's cost exactly, or near the top."""
    if rng.random() < 0.6:
        return {}
    return {"max_travel": max(some_cost(town, rng) for _ in range(rng.integers(1, 6)))}
