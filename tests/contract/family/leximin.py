from __future__ import annotations

import math

from contract.family.plain import nearest, none, travel

from siting.problem import Problem

parameters = none


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Largest distance to the nearest open site: what the first question is about."""
    worst = max((nearest(costs, opened) for costs in travel(problem)), default=0.0)
    return None if worst == math.inf else worst
