from __future__ import annotations

import math

from contract.family.plain import nearest, none, travel

from siting.problem import Problem

__all__ = ["parameters"]

SIZE = (8, 7)
NO_LAW = ("one more", "reach")  # who gets nearer than others makes travel differ

parameters = none


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Mean difference of travel over all ordered pairs of people."""
    near = [nearest(costs, opened) for costs in travel(problem)]
    if math.inf in near:
        return None
    people = list(zip(problem.instance.demand.tolist(), near, strict=True))
    total = sum(w for w, _ in people)
    if total == 0:
        return 0.0
    return sum(w * v * abs(a - b) for w, a in people for v, b in people) / total**2
