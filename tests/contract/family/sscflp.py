from __future__ import annotations

import math

from contract.family.cflp import allowed
from contract.family.plain import none

from siting.problem import Problem

SIZE = (6, 5)
NO_LAW = ("one more", "split")  # rents; and two halves may go to two sites

parameters = none


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Rents, and the best of all ways to give each client one site."""
    town = problem.instance
    rents, room = town.opening.tolist(), town.capacity.tolist()
    weights = town.demand.tolist()
    travelled = cheapest(
        allowed(problem, opened), weights, [room[j] for j in opened], 0
    )
    return None if travelled == math.inf else travelled + sum(rents[j] for j in opened)


def cheapest(
    costs: list[list[float]], weights: list[float], room: list[float], i: int
) -> float:
    """Least travel of clients i, i + 1, ... in what room there is left."""
    if i == len(weights):
        return 0.0
    best = math.inf
    for k, cost in enumerate(costs[i]):
        if cost < math.inf and weights[i] <= room[k] + 1e-9:
            left = [*room]
            left[k] -= weights[i]
            rest = cheapest(costs, weights, left, i + 1)
            best = min(best, weights[i] * cost + rest)
    return best
