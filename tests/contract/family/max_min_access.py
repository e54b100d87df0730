from __future__ import annotations

from contract.family.beds import best_by_lp, parameters, shares, ways

from siting.problem import Problem

__all__ = ["parameters"]

SIZE = (7, 5)
NO_LAW = ("one more", "reach")  # min_beds; who reaches farther shares more


def counted(problem: Problem) -> list[int]:
    """Clients with demand and some site that is not forbidden in reach."""
    town = problem.instance
    roles = town.role.tolist()
    allowed = [
        j
        for j, name in enumerate(town.sites)
        if roles[j] not in ("forbidden", "competitor") and name not in problem.forbidden
    ]
    demand = town.demand.tolist()
    return [
        i
        for i, row in enumerate(shares(problem))
        if demand[i] > 0 and any(row[j] > 0 for j in allowed)
    ]


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Largest least access that beds at these sites can give."""
    people = counted(problem)
    if problem.parameters.get("whole"):
        found = [min(access[i] for i in people) for access in ways(problem, opened)]
        return max(found, default=None)
    table, total = shares(problem), problem.instance.demand.sum()
    rows = [[-total * table[i][j] for j in opened] + [1.0] for i in people]
    cost = [0.0] * len(opened) + [-1.0]
    best = best_by_lp(problem, opened, cost=cost, rows=rows)
    return None if best is None else -best / total
