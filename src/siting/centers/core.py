"""What is left of a covering question after dominance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.kernels.dominance import undominated

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]


FEW = 0.9
"""Part of the clients that is left when few are superfluous."""


@dataclass(frozen=True, eq=False)
class Core:
    """Clients and sites such that a cover of these clients is one of all.

    Attributes
    ----------
    table : (rows, columns)
        Which sites cover which clients.
    sites : (columns,)
        The columns by their place in the whole table.
    """

    table: Bools
    sites: Places

    @classmethod
    def of(cls, table: Bools, *, quickly: bool = False) -> Core:
        """Drop sites and clients until none is superfluous; quickly, until few are."""
        sites = np.arange(table.shape[1])
        while True:
            columns = undominated(table)
            table, sites = table[:, columns], sites[columns]
            rows = undominated(~table.T)  # no client whose sites contain another's
            done = len(rows) >= (FEW if quickly else 1.0) * len(table)
            table = table[rows]
            if done:
                return cls(np.ascontiguousarray(table), sites)

    @property
    def is_hopeless(self) -> bool:
        """Whether no site covers some client."""
        return bool((~self.table.any(axis=1)).any())


def central(cost: Floats, table: Bools, chosen: Places) -> Places:
    """Other sites that cover no less, from where the farthest covered client is nearer.

    Parameters
    ----------
    cost, table : (rows, columns)
        Weighted cost, and which sites cover which clients.
    """
    better = []
    for j in chosen:
        mine = np.flatnonzero(table[:, j])
        if not len(mine):
            better.append(int(j))
            continue
        equals = np.flatnonzero(table[mine].all(axis=0))
        farthest = cost[np.ix_(mine, equals)].max(axis=0)
        better.append(int(equals[farthest.argmin()]))
    return np.array(better, dtype=np.intp)
