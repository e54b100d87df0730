from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import Any

import numpy as np
from contract.family.plain import nearest, travel

from siting.instance import Instance
from siting.problem import Problem

SIZE = (6, 5)
NO_LAW = ("one more",)  # the schedule says how many


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """The best of all orders in which the sites can open."""
    numbers = [int(text) for text in problem.parameters["schedule"]]
    roles = problem.instance.role.tolist()
    there = {j for j in opened if roles[j] == "existing"}
    if len(opened) != numbers[-1]:
        return None
    counts = [float(x) for x in problem.parameters.get("weights", ())]
    counts = counts or [1.0] * len(numbers)
    people, rows = problem.instance.demand.tolist(), travel(problem)
    found = []
    for sets in chains(opened, numbers):
        trips = [
            (count * weight, nearest(costs, part))
            for count, part in zip(counts, sets, strict=True)
            for weight, costs in zip(people, rows, strict=True)
        ]
        everybody = all(cost < math.inf for _, cost in trips)
        if everybody and there <= set(sets[0]):
            found.append(sum(weight * cost for weight, cost in trips))
    return min(found) if found else None


def chains(
    final: tuple[int, ...], numbers: list[int]
) -> Iterator[list[tuple[int, ...]]]:
    """All ways to come to a final set, each set within the next one."""
    if len(numbers) == 1:
        yield [final]
        return
    for before in itertools.combinations(final, numbers[-2]):
        for sets in chains(before, numbers[:-1]):
            yield [*sets, final]


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """One to three periods with a few sites more each time, or none, and weights."""
    most = min(town.m, 5)
    count = int(rng.integers(1, 4))
    numbers = sorted(rng.integers(1, most + 1, count).tolist())
    given = {"schedule": tuple(str(x) for x in numbers)}
    if rng.random() < 0.5:
        counts = rng.choice([0.0, 0.5, 0.9, 1.0, 3.0], count).tolist()
        given["weights"] = tuple(str(x) for x in counts)
    return given
