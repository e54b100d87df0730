from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import nearest, travel
from contract.family.rivals import rival_travel, some_competitors

from siting.instance import Instance
from siting.problem import Problem

NO_LAW = ("reach",)  # competitors reach farther too


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Weight of who is nearer to us than to competitors, half of it on ties."""
    won = 0.0
    for weight, costs, rival in zip(
        problem.instance.demand.tolist(),
        travel(problem),
        rival_travel(problem),
        strict=True,
    ):
        near = nearest(costs, opened)
        if near < rival:
            won += weight
        elif near == rival < math.inf:
            won += weight / 2
    return won


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """One to a third of the sites, beside those with the role."""
    return {"competitors": some_competitors(town, rng)}
