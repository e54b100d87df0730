from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import nearest, travel

from siting.instance import Instance
from siting.problem import Problem

NO_LAW = ("split",)  # with weights, two halves of a village count half


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Largest (weighted) distance to the nearest open site."""
    weighted = problem.parameters.get("weighted", False)
    worst = 0.0
    for weight, costs in zip(
        problem.instance.demand.tolist(), travel(problem), strict=True
    ):
        near = nearest(costs, opened)
        if near == math.inf:
            return None
        worst = max(worst, near * weight if weighted else near)
    return worst


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """Weighted or not."""
    assert town.n
    return {"weighted": bool(rng.random() < 0.5)}
