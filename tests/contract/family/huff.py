from __future__ import annotations

import math
from typing import Any

import numpy as np
from contract.family.plain import some_cost, travel
from contract.family.rivals import some_competitors, theirs

from siting.instance import Instance
from siting.problem import Problem

NO_LAW = ("reach", "capacity")  # competitors reach farther and grow too


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Weight times share, the share by attraction over all attraction."""
    given, rivals = problem.parameters, theirs(problem)
    beta, least = given.get("beta", 2.0), given.get("least_travel") or 0.0
    sizes = problem.instance.capacity.tolist()
    if given.get("attractiveness") != "capacity":
        sizes = [1.0] * problem.instance.m
    won = 0.0
    for weight, costs in zip(
        problem.instance.demand.tolist(), travel(problem), strict=True
    ):
        draws = [
            0.0 if c == math.inf or s == 0 else s / max(c, least) ** beta
            for c, s in zip(costs, sizes, strict=True)
        ]
        against = given.get("outside", 0.0) + sum(draws[j] for j in rivals)
        inside = sum(draws[j] for j in opened if draws[j] >= 1e-8 * against)
        won += weight * inside / (inside + against) if inside else 0.0
    return won


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """Competitors, an outside or both; a least travel where somebody is at a site."""
    given: dict[str, Any] = {"beta": float(rng.choice([0.0, 0.5, 1.0, 2.0, 3.0]))}
    kind = rng.integers(3)
    if kind:
        given["competitors"] = some_competitors(town, rng)
    if kind != 1:
        unit = max(some_cost(town, rng), 1e-3) ** given["beta"]
        given["outside"] = float(rng.choice([0.0, 0.1, 1.0, 10.0])) / unit
    if (town.travel() == 0).any() or rng.random() < 0.2:
        given["least_travel"] = float(rng.choice([0.01, 1.0, 30.0]))
    if np.isfinite(town.capacity).all() and rng.random() < 0.6:
        given["attractiveness"] = "capacity"
    return given
