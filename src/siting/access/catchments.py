"""Spatial access: what a site offers, shared among all who are drawn to it.

A_i = sum_j g_ij S_j / V_j with V_j = sum_i g_ij D_i: the two-step floating catchment
area, and the gravity model with competition, by the choice of g. V does not depend on
the supply S, so that access is linear in it; and sum_i D_i A_i is the sum of S_j over
the sites that somebody is drawn to.

Luo, W., Wang, F. (2003). Measures of spatial accessibility to health care in a GIS
environment: synthesis and a case study in the Chicago region. Environment and Planning
B 30(6), 865-884. doi:10.1068/b29120
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.access.decay import Decay
from siting.assignment import BLOCK
from siting.cost import Floats
from siting.instance import Instance


@dataclass(frozen=True, eq=False)
class Catchments:
    """Who is drawn to which site.

    Attributes
    ----------
    weight : (n, m)
        g_ij in (0, 1]; what is not stored is 0.
    demand : (n,)
    """

    weight: csr_array
    demand: Floats

    @property
    def client(self) -> NDArray[np.intp]:
        """Client (k,) of every pair with a weight."""
        return np.repeat(np.arange(len(self.demand)), np.diff(self.weight.indptr))

    @property
    def site(self) -> NDArray[np.intp]:
        """Site (k,) of every pair with a weight."""
        return np.asarray(self.weight.indices, dtype=np.intp)

    @cached_property
    def crowd(self) -> Floats:
        """V_j (m,): the weighted demand that shares each site."""
        return np.asarray(self.demand @ self.weight)

    @cached_property
    def share(self) -> Floats:
        """g_ij / V_j (k,) of every pair: access of a client by each unit of supply.

        0 where nobody with demand is drawn to the site.
        """
        crowd = self.crowd[self.site]
        share: Floats = np.zeros(len(crowd))
        np.divide(self.weight.data, crowd, out=share, where=crowd > 0)
        return share

    def access(self, supply: Floats) -> Floats:
        """Supply per unit of demand (n,) that each client can get at.

        Parameters
        ----------
        supply : (m,)
            Beds, doctors or floor space of each site.
        """
        parts = self.share * supply[self.site]
        n = len(self.demand)
        return np.asarray(np.bincount(self.client, parts, n), dtype=float)


def catchments_of(town: Instance, decay: Decay) -> Catchments:
    """The catchments of all sites of an instance."""
    parts = []
    step = max(1, BLOCK // town.m)
    for k in range(0, town.n, step):
        weight = decay(town.travel(slice(k, k + step)))
        row, column = np.nonzero(weight)
        parts.append((weight[row, column], row + k, column))
    data, row, column = (np.concatenate(x) for x in zip(*parts, strict=True))
    table = csr_array((data, (row, column)), shape=(town.n, town.m))
    return Catchments(table, town.demand)
