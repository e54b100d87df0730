from __future__ import annotations

import itertools

from contract.family.beds import best_by_lp, parameters, shares, ways

from siting.problem import Problem

__all__ = ["parameters"]

SIZE = (7, 5)
NO_LAW = ("one more", "reach")  # min_beds; who reaches farther shares more


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Least Gini coefficient that beds at these sites can give."""
    demand = problem.instance.demand.tolist()
    pairs = list(itertools.combinations(range(len(demand)), 2))
    scale = sum(demand) * problem.parameters["beds"]
    weights = [demand[i] * demand[k] / scale for i, k in pairs]
    if problem.parameters.get("whole"):
        found = [
            sum(w * abs(a[i] - a[k]) for w, (i, k) in zip(weights, pairs, strict=True))
            for a in ways(problem, opened)
        ]
        return min(found, default=None)
    table, rows = shares(problem), []
    total = sum(demand)
    for place, (i, k) in enumerate(pairs):
        for sign in (1.0, -1.0):
            row = [sign * total * (table[i][j] - table[k][j]) for j in opened]
            mine = [0.0] * len(pairs)
            mine[place] = -1.0
            rows.append(row + mine)
    cost = [0.0] * len(opened) + [w / total for w in weights]
    return best_by_lp(problem, opened, cost=cost, rows=rows)
