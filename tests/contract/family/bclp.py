from __future__ import annotations

from typing import Any

import numpy as np
from contract.family import lscp
from contract.family.plain import some_cost, travel

from siting.instance import Instance
from siting.problem import Problem


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Weighted sum of the people with one site in the radius, and with two."""
    given = problem.parameters
    weight = given.get("backup_weight", 0.5)
    total = 0.0
    for people, costs in zip(
        problem.instance.demand.tolist(), travel(problem), strict=True
    ):
        covers = sum(costs[j] <= given["radius"] for j in opened)
        if not covers and given.get("cover_all"):
            return None
        total += people * ((1 - weight) * (covers > 0) + weight * (covers > 1))
    return total


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """A radius that is some client's cost; all weights; sometimes all covered."""
    weight = float(rng.choice([0.0, 0.3, 0.5, 0.7, 1.0, rng.random()]))
    if rng.random() < 0.25:
        wide = lscp.parameters(town, rng)
        return {**wide, "backup_weight": weight, "cover_all": True}
    return {"radius": some_cost(town, rng), "backup_weight": weight}
