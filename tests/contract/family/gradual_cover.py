from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import nearest, some_cost, travel

from siting.instance import Instance
from siting.problem import Problem


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """People times the credit of their nearest site."""
    weights = problem.instance.demand.tolist()
    pairs = zip(weights, travel(problem), strict=True)
    return sum(w * credit(problem.parameters, nearest(c, opened)) for w, c in pairs)


def credit(given: dict[str, Any], cost: float) -> float:
    """1 when near, 0 when far, less and less between."""
    full, zero = given["full_radius"], given["zero_radius"]
    if cost <= full or cost > zero:
        return float(cost <= full)
    t = (cost - full) / (zero - full)
    if given.get("decay", "linear") == "step":
        return float(given.get("between", 0.5))
    if given.get("decay", "linear") == "linear":
        return 1 - t
    return (math.exp(-t * t / 2) - math.exp(-0.5)) / (1 - math.exp(-0.5))


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """Two radii that are some clients' costs, now and then one."""
    radii = sorted([some_cost(town, rng), some_cost(town, rng)])
    decay = str(rng.choice(["step", "linear", "gaussian"]))
    given: dict[str, Any] = {"decay": decay}
    if rng.random() < 0.5:
        given["between"] = float(rng.choice([0.0, 0.2, 1.0, rng.random()]))
    if rng.random() < 0.1:
        radii[0] = radii[1]
    return {"full_radius": radii[0], "zero_radius": radii[1], **given}
