"""Competitors for random questions, and how near they are, in plain Python."""

from __future__ import annotations

import math

import numpy as np
from contract.family.plain import travel

from siting.instance import Instance
from siting.problem import Problem


def some_competitors(town: Instance, rng: np.random.Generator) -> tuple[str, ...]:
    """A third of the sites at most; none now and then where roles name some."""
    if (town.role == "competitor").any() and rng.random() < 0.5:
        return ()
    most = max(1, town.m // 3)
    count = int(rng.integers(1, most + 1))
    return tuple(rng.choice(town.sites, count, replace=False).tolist())


def theirs(problem: Problem) -> list[int]:
    """Positions of the competitors' sites."""
    town, named = problem.instance, problem.parameters.get("competitors", ())
    roles = town.role.tolist()
    return [
        j for j, x in enumerate(town.sites) if roles[j] == "competitor" or x in named
    ]


def rival_travel(problem: Problem) -> list[float]:
    """Travel of every client to the nearest competitor."""
    sites = theirs(problem)
    return [min((c[j] for j in sites), default=math.inf) for c in travel(problem)]
