from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import some_cost, travel

from siting.instance import Instance
from siting.problem import Problem

NO_LAW = ("one more",)  # with fewer sites than levels, it is one more level


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """What every outcome of the first sites is worth, times its probability."""
    q, penalty = problem.parameters["failure"], problem.parameters.get("penalty")
    levels = min(problem.parameters["levels"], problem.rules.most)
    total = 0.0
    for weight, costs in zip(
        problem.instance.demand.tolist(), travel(problem), strict=True
    ):
        tried = sorted(c for c in (costs[j] for j in opened) if c < math.inf)[:levels]
        if penalty is None and len(tried) < levels:
            return None
        expected = certain = 0.0
        for works in np.ndindex(*(2,) * len(tried)):
            chance = math.prod(1 - q if w else q for w in works)
            cost = next((c for c, w in zip(tried, works, strict=True) if w), None)
            if penalty is None and cost is None:
                continue
            paid = penalty if cost is None else cost
            expected += chance * (paid if penalty is None else min(paid, penalty))
            certain += chance
        total += weight * (expected / certain if penalty is None else expected)
    return total


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """From sites that never fail to sites that mostly do; a penalty among the costs."""
    given: dict[str, Any] = {
        "failure": float(rng.choice([0.0, 0.05, 0.3, 0.5, 0.8])),
        "levels": int(rng.integers(1, 5)),
    }
    if rng.random() < 0.6:
        given["penalty"] = some_cost(town, rng) * float(rng.choice([0.0, 0.5, 1, 2, 9]))
    return given
