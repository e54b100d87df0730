from __future__ import annotations

import itertools
import math

from contract.family.plain import none

from siting.between import between_sites
from siting.problem import Problem

parameters = none
FEWEST = 2
NO_LAW = ("one more", "names", "forbidden")  # ids tell which sites are clients


def value(problem: Problem, opened: tuple[int, ...]) -> float | None:
    """Distance of the two nearest open sites."""
    distance = between_sites(problem.instance, needed_by="a test").tolist()
    return min(
        (distance[j][k] for j, k in itertools.combinations(opened, 2)),
        default=math.nan,
    )
