from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import nearest, travel
from contract.family.transport import least_travel

from siting.instance import Instance
from siting.problem import Problem

SIZE = (7, 6)
NO_LAW = ("one more", "split")  # of the nearest, it is overrun; halves go two ways


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Least travel by trying every way to pack, or by sending what may be split."""
    town, given = problem.instance, problem.parameters
    demand, capacity = town.demand.tolist(), town.capacity.tolist()
    costs = []
    for row in travel(problem):
        most = nearest(row, opened) if problem.closest else math.inf
        costs.append([row[j] if row[j] <= most else math.inf for j in opened])
    room = [capacity[j] for j in opened]
    weight = demand if given.get("weighted", True) else [1.0] * town.n
    if given.get("single_source", True):
        order = sorted(range(town.n), key=lambda i: -demand[i])
        best = packed(
            [[weight[i] * c if c < math.inf else c for c in costs[i]] for i in order],
            [demand[i] for i in order],
            room,
        )
        return None if best == math.inf else best
    # Money that does not follow the load: what a unit of it costs, or 0 without load.
    unit = [w / d if d else 0.0 for w, d in zip(weight, demand, strict=True)]
    free = sum(
        w * min(row, default=math.inf)
        for w, d, row in zip(weight, demand, costs, strict=True)
        if not d and min(row, default=math.inf) < math.inf
    )
    scaled = [
        [u * c if c < math.inf else c for c in row]
        for u, row in zip(unit, costs, strict=True)
    ]
    sent = least_travel(scaled, demand, room)
    return None if sent is None else sent + free


def packed(costs: list[list[float]], loads: list[float], room: list[float]) -> float:
    """Least cost of placing the first client, and all others after it."""
    if not loads:
        return 0.0
    best = math.inf
    for k, cost in enumerate(costs[0]):
        if cost < best and loads[0] <= room[k] + 1e-9:
            left = [r - loads[0] if x == k else r for x, r in enumerate(room)]
            best = min(best, cost + packed(costs[1:], loads[1:], left))
    return best


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """Whole or in parts, by people or by villages."""
    del town
    flags = ("single_source", "weighted")
    return {key: False for key in flags if rng.random() < 0.4}
