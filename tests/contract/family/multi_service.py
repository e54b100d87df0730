from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from contract.family.plain import nearest, some_cost, travel

from siting.instance import Instance
from siting.problem import Problem

SERVICES = ("first aid", "clinic", "surgery")


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """People, once for every service that is near, times what it counts."""
    given, town = problem.parameters, problem.instance
    radii = named(given["radii"])
    weights = named(given.get("weights", ()))
    group = given.get("classes")
    total = 0.0
    rows = zip(town.demand.tolist(), travel(problem), strict=True)
    for i, (people, costs) in enumerate(rows):
        for name, radius in radii.items():
            needed = group is None or town.groups[group][i] == name
            if needed and nearest(costs, opened) <= radius:
                total += weights.get(name, 1.0) * people
    return total


def named(texts: tuple[str, ...]) -> dict[str, float]:
    """Name and number of texts such as 'clinic=30.0'."""
    return {t.split("=")[0]: float(t.split("=")[1]) for t in texts}


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """One to three services, whose radii are some clients' costs, some weighted."""
    names = list(SERVICES[: int(rng.integers(1, 4))])
    if "age" in town.groups:
        names = sorted(set(town.groups["age"]))
    radii = {name: some_cost(town, rng) for name in names}
    weights = {n: float(rng.choice([0, 0.5, 3])) for n in names if rng.random() < 0.4}
    given: dict[str, Any] = {"classes": "age"} if "age" in town.groups else {}
    if rng.random() < 0.5:
        return given | {"radii": radii, "weights": weights}
    return given | {"radii": [f"{name}={r!r}" for name, r in radii.items()]}


def equipped(town: Instance, rng: np.random.Generator) -> Instance:
    """Now and then clients of different ages, each of which needs one service."""
    if rng.random() < 0.6:
        return town
    return replace(town, groups={"age": rng.choice(SERVICES, town.n)})
