from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from contract.family.plain import nearest, travel

from siting.instance import Instance
from siting.problem import Problem

SIZE = (8, 6)


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """The scenarios' weighted travel by the goal, regret against all other designs."""
    found = by_scenario(problem, opened)
    return None if found is None else by_goal(problem, found, sign=1)


def by_scenario(problem: Problem, opened: tuple[int, ...]) -> list[float] | None:
    """Weighted travel to the nearest open site in each scenario."""
    near = [nearest(costs, opened) for costs in travel(problem)]
    if math.inf in near:
        return None
    return [
        sum(w * c for w, c in zip(weights.tolist(), near, strict=True))
        for weights in problem.instance.scenarios.values()
    ]


def by_goal(problem: Problem, found: list[float], *, sign: int) -> float:
    """The mean, the worst, or the farthest from the best.

    Parameters
    ----------
    sign
        1 where less is better, -1 where more is.
    """
    goal = problem.parameters["goal"]
    if goal == "expected":
        texts = problem.parameters.get("probability", ())
        given = dict(text.rsplit("=", 1) for text in texts)
        names = problem.instance.scenarios
        chance = [float(given.get(name, 0 if given else 1)) for name in names]
        pairs = zip(chance, found, strict=True)
        return sum(q * x for q, x in pairs) / sum(chance)
    if goal == "minimax":
        return sign * max(sign * x for x in found)
    pairs = zip(found, bests(problem), strict=True)
    return max(sign * (x - best) for x, best in pairs)


@lru_cache(maxsize=8)
def bests(problem: Problem) -> list[float]:
    """The best of each scenario, over all designs."""
    from contract.family import family
    from contract.oracles import designs

    each = family(type(problem)).by_scenario
    found = [x for d in designs(problem) if (x := each(problem, d)) is not None]
    best = min if problem.name == "scenario-p-median" else max
    return [best(column) for column in zip(*found, strict=True)]


def equipped(town: Instance, rng: np.random.Generator) -> Instance:
    """One to four scenarios: some without people, some alike, some wild."""
    names = ["dry", "wet", "a=b", "Ünder way"][: int(rng.integers(1, 5))]
    scenarios = {}
    for name in names:
        kind = rng.integers(4)
        weights = rng.integers(0, 6, town.n).astype(float)
        if kind == 0:
            weights = rng.random(town.n) * 10
        if kind == 1:
            weights *= rng.random(town.n) < 0.4
        scenarios[name] = town.demand if kind == 2 else weights
    return replace(town, scenarios=scenarios)


def parameters(town: Instance, rng: np.random.Generator) -> dict[str, Any]:
    """Each goal; and probabilities, of which some may be 0."""
    goal = str(rng.choice(["expected", "minimax", "regret"]))
    given: dict[str, Any] = {"goal": goal}
    if goal == "expected" and rng.random() < 0.6:
        chance = rng.integers(0, 4, len(town.scenarios))
        chance[rng.integers(len(chance))] += 1
        pairs = zip(town.scenarios, chance.tolist(), strict=True)
        given["probability"] = tuple(f"{name}={q}" for name, q in pairs)
    return given
