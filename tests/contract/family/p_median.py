from __future__ import annotations

import math

from contract.family.plain import nearest, none, travel

from siting.problem import Problem

parameters = none


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Sum of weight times distance to the nearest open site."""
    total = 0.0
    for weight, costs in zip(
        problem.instance.demand.tolist(), travel(problem), strict=True
    ):
        near = nearest(costs, opened)
        if near == math.inf:
            return None
        total += weight * near
    return total
