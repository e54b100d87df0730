"""Raw data of a problem as lists, for the plain definitions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from siting.instance import Instance
from siting.problem import Problem


def travel(problem: Problem) -> list[list[float]]:
    """Travel of every pair; infinite where there is no way or beyond a site's reach."""
    town = problem.instance
    reach = town.reach.tolist()
    return [
        [c if c <= reach[j] else math.inf for j, c in enumerate(row)]
        for row in town.travel().tolist()
    ]


def nearest(costs: list[float], opened: tuple[int, ...]) -> float:
    """Travel of one client to the nearest open site."""
    return min((costs[j] for j in opened), default=math.inf)


def none(*_: Any) -> dict[str, Any]:
    """The parameters of a model that has no fields of its own."""
    return {}


def some_cost(town: Instance, rng: np.random.Generator) -> float:
    """One of the instance's travel costs: a radius at which ties matter."""
    finite = town.travel()[np.isfinite(town.travel())]
    return float(rng.choice(finite)) if len(finite) else 1.0
