"""Figures and the worst-off of an answer that is about access, not about trips."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from siting.readable import fixed, shown
from siting.report.served import LONGEST
from siting.report.shade import Shade
from siting.solution import Solution


def access_content(solution: Solution, shade: Shade) -> dict[str, Any]:
    """Access of the mean and of the worst-off, and who these are."""
    held, town = shade.trips, solution.problem.instance
    if not shade.is_access or held is None:
        return {}
    people = np.flatnonzero(town.demand > 0)
    order = people[np.argsort(held.cost[people], kind="stable")]
    placed = sum(solution.amounts.values())
    unit, least = shade.unit, float(held.cost[order[0]]) if len(order) else math.nan
    of_whom = f"of all {town.demand_unit or 'demand'}"
    objective = solution.objective * solution.problem.told_in[0]
    found = [
        ("least", "Least access", least, unit, "of the worst-off place"),
        ("mean", "Mean access", held.mean, unit, of_whom),
        ("half", "Half have at most", held.quantile(0.5), unit, of_whom),
        ("placed", f"{solution.problem.amount.capitalize()} in all", placed, "", ""),
    ]
    return {
        "more_figures": [
            {"name": a, "label": b, "value": x, "text": shown(x), "unit": c, "words": d}
            for a, b, x, c, d in found
            if a != "least" or not math.isclose(x, objective)  # not told already
        ],
        "worst": {
            "unit": unit,
            "rows": [
                {
                    "id": town.clients[i],
                    "demand": float(town.demand[i]),
                    "demand_text": shown(float(town.demand[i])),
                    "access": float(held.cost[i]),
                    "access_text": fixed(float(held.cost[i]), 3),
                }
                for i in order[:LONGEST].tolist()
            ],
        },
    }
