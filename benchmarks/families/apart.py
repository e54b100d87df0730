"""p-medians of OR-Library's graphs against the least distance of two open sites."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from siting import read
from siting.between import between_sites
from siting.fronts.epsilon import Bools
from siting.models.p_median import PMedian
from siting.solution import Solution


@dataclass(frozen=True, eq=False)
class Apart:
    """A p-median whose sites should be far apart; that distance is negative."""

    problem: PMedian

    def at_most(self, limit: float) -> PMedian:
        """With the sites at least so far apart."""
        if limit == math.inf:
            return self.problem
        return replace(self.problem, separation=-limit)

    def worth(self, solution: Solution) -> tuple[float, float]:
        """Weighted travel, and the least distance, negative."""
        design = solution.design
        assert design is not None
        return float(solution.objective), -float(self._between(design).min())

    def below(self, value: float) -> float:
        """The next larger distance, negative."""
        distance = between_sites(self.problem.instance, needed_by="p-dispersion")
        more = distance[distance > -value]
        return -float(more.min()) if len(more) else -math.inf

    def _between(self, design: Bools) -> np.ndarray:
        """Distances of the pairs of open sites."""
        town = self.problem.instance
        distance = between_sites(town, needed_by="p-dispersion")
        sites = np.flatnonzero(design)
        j, k = np.triu_indices(len(sites), 1)
        return distance[sites[j], sites[k]]


def apart(path: Path) -> Apart:
    """A pmed file, p as it says."""
    town = read(f"orlib:{path}")
    return Apart(PMedian(town, p=town.p))
