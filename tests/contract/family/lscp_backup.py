from __future__ import annotations

from contract.family.lscp import parameters
from contract.family.plain import travel

from siting.problem import Problem

__all__ = ["parameters", "value"]

NO_LAW = ("one more",)  # the number of sites is not given


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Number of sites, and half the part of demand that only one of them covers."""
    radius = problem.parameters["radius"]
    covers = [sum(c[j] <= radius for j in opened) for c in travel(problem)]
    if 0 in covers:
        return None
    weights = problem.instance.demand.tolist()
    once = sum(w for w, k in zip(weights, covers, strict=True) if k == 1)
    return len(opened) + (once / sum(weights) / 2 if sum(weights) else 0.0)
