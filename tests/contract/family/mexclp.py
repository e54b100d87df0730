from __future__ import annotations

from typing import Any

import numpy as np
from contract.family.plain import some_cost, travel

from siting.instance import Instance
from siting.problem import Problem


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """People times the probability that some vehicle in the radius is free."""
    given = problem.parameters
    total = 0.0
    for people, costs in zip(
        problem.instance.demand.tolist(), travel(problem), strict=True
    ):
        free = 1.0
        for j in opened:
            if costs[j] <= given["radius"]:
                free *= given["busy"]
        total += people * (1 - free)
    return total


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """A radius that is some client's cost; vehicles from idle to nearly always out."""
    busy = float(rng.choice([0.0, 0.3, 0.5, 0.95, rng.random()]))
    return {"radius": some_cost(town, rng), "busy": busy}
