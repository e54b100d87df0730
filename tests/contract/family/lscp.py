from __future__ import annotations

from typing import Any

import numpy as np
from contract.family.plain import nearest, travel

from siting.instance import Instance
from siting.problem import Problem

NO_LAW = ("one more",)  # the number of sites is not given


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Number of sites, when each client has one within the radius."""
    radius = problem.parameters["radius"]
    if all(nearest(costs, opened) <= radius for costs in travel(problem)):
        return float(len(opened))
    return None


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """A radius that some client needs, now and then too small for somebody."""
    least = town.travel().min(axis=1)
    finite = town.travel()[np.isfinite(town.travel())]
    needed = least.max() if np.isfinite(least).all() else finite.max(initial=0.0)
    larger = finite[finite >= needed]
    radius = rng.choice(larger) if len(larger) else needed
    return {"radius": float(radius if rng.random() < 0.8 else finite.min(initial=1.0))}
