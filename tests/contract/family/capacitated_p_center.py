from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.capacitated_p_median import packed
from contract.family.plain import nearest, travel

from siting.instance import Instance
from siting.problem import Problem

SIZE = (7, 6)
NO_LAW = ("one more", "split")  # of the nearest, it is overrun; halves go two ways


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Least travel within which everybody can be packed, tried from below."""
    town = problem.instance
    demand, capacity = town.demand.tolist(), town.capacity.tolist()
    costs = []
    for row in travel(problem):
        most = nearest(row, opened) if problem.closest else math.inf
        costs.append([row[j] if row[j] <= most else math.inf for j in opened])
    order = sorted(range(town.n), key=lambda i: -demand[i])
    loads, room = [demand[i] for i in order], [capacity[j] for j in opened]
    for farthest in sorted({c for row in costs for c in row if c < math.inf}):
        near = [[0.0 if c <= farthest else math.inf for c in costs[i]] for i in order]
        if packed(near, loads, room) == 0:
            return farthest
    return None


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """It has none of its own."""
    del town, rng
    return {}
