from __future__ import annotations

from contract.family import p_median
from contract.family.plain import none

from siting.problem import Problem

parameters = none
NO_LAW = ("one more",)  # a site more costs rent


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Rents, and the p-median's sum."""
    travelled = p_median.value(problem, opened)
    rents = problem.instance.opening.tolist()
    return None if travelled is None else travelled + sum(rents[j] for j in opened)
