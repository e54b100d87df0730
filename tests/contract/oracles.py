"""Every model once more in plain Python, straight from its definition.

Nothing of the package is used but the raw data of the instance: these are the values
that enumeration trusts. A new model adds its function here.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator

from siting.problem import Problem

Value = float | None


def p_median(problem: Problem, opened: tuple[int, ...]) -> Value:
    """Sum of weight times distance to the nearest open site."""
    town = problem.instance
    cost, total = town.travel().tolist(), 0.0
    for i, weight in enumerate(town.demand.tolist()):
        nearest = min((cost[i][j] for j in opened), default=math.inf)
        if nearest == math.inf:
            return None
        total += weight * nearest
    return total


def uflp(problem: Problem, opened: tuple[int, ...]) -> Value:
    """Rents, and the p-median's sum."""
    travel = p_median(problem, opened)
    rents = problem.instance.opening.tolist()
    return None if travel is None else travel + sum(rents[j] for j in opened)


def mclp(problem: Problem, opened: tuple[int, ...]) -> Value:
    """Weight of the clients with an open site within the radius."""
    town, radius = problem.instance, problem.parameters["radius"]
    cost = town.travel().tolist()
    return sum(
        weight
        for i, weight in enumerate(town.demand.tolist())
        if any(cost[i][j] <= radius for j in opened)
    )


ORACLES: dict[str, Callable[[Problem, tuple[int, ...]], Value]] = {
    "p-median": p_median,
    "uflp": uflp,
    "mclp": mclp,
}


def designs(problem: Problem) -> Iterator[tuple[int, ...]]:
    """All sets of sites that the question allows."""
    town = problem.instance
    roles = town.role.tolist()
    existing = {j for j, r in enumerate(roles) if r == "existing"}
    must = existing | {j for j, r in enumerate(roles) if r == "required"}
    must |= {town.sites.index(x) for x in problem.required}
    never = {j for j, r in enumerate(roles) if r in ("forbidden", "competitor")}
    never |= {town.sites.index(x) for x in problem.forbidden}
    for size in range(1, town.m + 1):
        for opened in itertools.combinations(range(town.m), size):
            if problem.p is not None and size != problem.p:
                continue
            new = len(set(opened) - existing)
            if problem.add is not None and new != problem.add:
                continue
            if must <= set(opened) and not never & set(opened):
                yield opened


def best(problem: Problem) -> Value:
    """The optimum by looking at every design; None when no design serves all."""
    oracle = ORACLES[problem.name]
    values = [v for d in designs(problem) if (v := oracle(problem, d)) is not None]
    if not values:
        return None
    return min(values) if problem.sense == "min" else max(values)
