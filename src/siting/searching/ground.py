"""Where the sites are, as operators on designs see it."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.instance import Instance
from siting.searching.nearness import near_sites, places


class Ground:
    """Nearness of sites, worked out when it is first needed."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance

    @cached_property
    def neighbours(self) -> NDArray[np.intp]:
        """The nearest other sites of each (m, k), nearest first."""
        return near_sites(self._instance)

    @cached_property
    def _places(self) -> Floats:
        return places(self._instance)

    def nearest(self, site: int, among: NDArray[np.intp]) -> int:
        """Which of some sites (k,) is nearest to one; the first on ties."""
        apart = self._places[among] - self._places[site]
        return int(among[np.einsum("kd,kd->k", apart, apart).argmin()])
