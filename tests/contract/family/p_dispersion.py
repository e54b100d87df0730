from __future__ import annotations

import itertools

from contract.family.plain import none

from siting.between import between_sites
from siting.problem import Problem

parameters = none
FEWEST = 2
NO_LAW = ("one more", "names", "forbidden", "reach")  # ids tell which are clients


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Distance of the two nearest open sites."""
    if len(opened) < FEWEST:
        return None
    distance = between_sites(problem.instance, needed_by="a test").tolist()
    return min(distance[j][k] for j, k in itertools.combinations(opened, 2))
