from __future__ import annotations

from typing import Any

import numpy as np
from contract.family import scenario_p_median
from contract.family.plain import nearest, some_cost, travel
from contract.family.scenario_p_median import by_goal

from siting.instance import Instance
from siting.problem import Problem

SIZE = (8, 6)

equipped = scenario_p_median.equipped


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """The scenarios' covered demand by the goal, regret against all other designs."""
    return by_goal(problem, by_scenario(problem, opened), sign=-1)


def by_scenario(problem: Problem, opened: tuple[int, ...]) -> list[float]:
    """Weight of the clients with an open site within the radius in each scenario."""
    radius = problem.parameters["radius"]
    seen = [nearest(costs, opened) <= radius for costs in travel(problem)]
    return [
        sum(w for w, is_seen in zip(weights.tolist(), seen, strict=True) if is_seen)
        for weights in problem.instance.scenarios.values()
    ]


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """As of the median, with a radius that is some client's cost exactly."""
    given = scenario_p_median.parameters(town, rng)
    return given | {"radius": some_cost(town, rng)}
