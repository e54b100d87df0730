from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import some_cost, travel

from siting.instance import Instance
from siting.problem import Problem


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Weight times the first open site of the list, or the first one after the list."""
    town, given = problem.instance, problem.parameters
    closed = {
        j
        for j, name in enumerate(town.sites)
        if town.role[j] in ("forbidden", "competitor") or name in problem.forbidden
    }
    total = 0.0
    for weight, costs in zip(town.demand.tolist(), travel(problem), strict=True):
        near = sorted((c, j) for j, c in enumerate(costs) if j not in closed)
        near = [(c, j) for c, j in near if c < math.inf]
        listed = [(c, j) for c, j in near if c <= given.get("cutoff", math.inf)]
        listed = listed[: given.get("k", len(near))]
        counted = [c for c, j in listed if j in opened] + [
            c for c, _ in near[len(listed) :]
        ]
        if not counted:
            return None
        total += weight * counted[0]
    return total


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """A few sites, up to more than there are; or a cut-off that is a cost; or both."""
    k = {"k": int(rng.integers(1, town.m + 2))}
    cutoff = {"cutoff": some_cost(town, rng)}
    return [k, k, cutoff, k | cutoff][rng.integers(4)]
