from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
from contract.family.plain import nearest, travel

from siting.instance import Instance
from siting.problem import Problem

SIZE = (6, 5)
FEWEST = 2  # a hospital, and a clinic beside it when that is asked


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Visits and referrals, with the best of all choices of hospitals."""
    given = problem.parameters
    people, rows = problem.instance.demand.tolist(), travel(problem)
    found = []
    for hospitals in itertools.combinations(opened, given["hospitals"]):
        clinics = opened
        if not given["nested"]:
            clinics = tuple(j for j in opened if j not in hospitals)
        total = 0.0
        for weight, costs in zip(people, rows, strict=True):
            there, beyond = nearest(costs, clinics), nearest(costs, hospitals)
            if math.inf in (there, beyond):
                break
            total += weight * there + given["referral"] * weight * beyond
        else:
            found.append(total)
    return min(found) if found else None


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """One to three hospitals, with clinics or without; one where few sites may open."""
    given: dict[str, Any] = {
        "hospitals": int(rng.choice([1, 1, 2, 3])) if 2 < town.m < 10 else 1,
        "referral": float(rng.choice([0.0, 0.1, 0.5, 0.85, 1.0])),
    }
    if town.m > 2 and rng.random() < 0.6:
        given["nested"] = bool(rng.random() < 0.3)
    return given
