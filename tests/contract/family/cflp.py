from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import nearest, travel
from contract.family.transport import least_travel

from siting.instance import Instance
from siting.problem import Problem

SIZE = (7, 5)
NO_LAW = ("one more",)  # it costs rent, and takes load from others


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Rents, and the best way to send divisible demand."""
    town = problem.instance
    least = problem.parameters.get("min_load") or 0.0
    rents, room = town.opening.tolist(), town.capacity.tolist()
    travelled = least_travel(
        allowed(problem, opened),
        town.demand.tolist(),
        [room[j] for j in opened],
        [least] * len(opened),
    )
    return None if travelled is None else travelled + sum(rents[j] for j in opened)


def allowed(problem: Problem, opened: tuple[int, ...]) -> list[list[float]]:
    """Travel to the open sites; to nearest ones only, where that is asked."""
    rows = []
    for costs in travel(problem):
        near = nearest(costs, opened)
        within = near if problem.closest else math.inf
        rows.append([costs[j] if costs[j] <= within else math.inf for j in opened])
    return rows


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """A least load now and then, sometimes more than anybody can fill."""
    share = rng.choice([0.0, 0.1, 0.3, 0.5, 1.0, 1.1])
    load = round(float(share * town.demand.sum()), 3)
    return {"min_load": load} if rng.random() < 0.5 else {}
