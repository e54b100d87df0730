from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import travel

from siting.instance import Instance
from siting.problem import Problem

NO_LAW = ("one more", "reach", "capacity")  # more sites are nearer


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Sum of weight times distance to the nearest (or farthest) open site."""
    take = max if problem.parameters.get("to") == "farthest" else min
    total = 0.0
    for weight, costs in zip(
        problem.instance.demand.tolist(), travel(problem), strict=True
    ):
        there = [costs[j] for j in opened if costs[j] < math.inf]
        if not there:
            return None
        total += weight * take(there)
    return total


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """The nearest or the farthest."""
    assert town.n
    return {"to": str(rng.choice(["nearest", "farthest"]))}
