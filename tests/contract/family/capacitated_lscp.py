from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family import lscp
from contract.family.capacitated_p_median import packed
from contract.family.plain import nearest, travel
from contract.family.transport import least_travel

from siting.instance import Instance
from siting.problem import Problem

SIZE = (7, 6)
NO_LAW = ("one more", "split")  # sites are not given; halves go two ways


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Number of sites, when all can be sent to one in the radius that has room."""
    town, given = problem.instance, problem.parameters
    costs = []
    for row in travel(problem):
        most = nearest(row, opened) if problem.closest else math.inf
        allowed = min(most, given["radius"])
        costs.append([0.0 if row[j] <= allowed else math.inf for j in opened])
    room = [town.capacity.tolist()[j] for j in opened]
    demand = town.demand.tolist()
    if given.get("single_source"):
        order = sorted(range(town.n), key=lambda i: -demand[i])
        ways = [costs[i] for i in order]
        fits = packed(ways, [demand[i] for i in order], room) < math.inf
    else:
        fits = least_travel(costs, demand, room) is not None
    return float(len(opened)) if fits else None


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """A radius that mostly reaches all; whole clients now and then."""
    whole = {"single_source": True} if rng.random() < 0.4 else {}
    return {**lscp.parameters(town, rng), **whole}
