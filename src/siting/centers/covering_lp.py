"""The linear program of covering: least parts of sites that cover every client."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.milp.hotlp import HotLP, LPStatus

Bools = NDArray[np.bool_]


class CoveringLP:
    """minimise sum_j y_j, sum_{j covers i} y_j >= 1, kept ready to be solved again.

    Parameters
    ----------
    table : (rows, columns)
        Which sites cover which clients.
    """

    def __init__(self, table: Bools) -> None:
        self._rows, columns = table.shape
        self._every = np.arange(columns)
        self._lp = HotLP(np.ones(columns), np.zeros(columns), np.full(columns, np.inf))
        self._add(table)

    def _add(self, table: Bools) -> None:
        start = np.concatenate([[0], np.cumsum(table.sum(axis=1))])
        column = np.nonzero(table)[1]
        one = np.ones(len(table))
        self._lp.add_rows(
            start, column, np.ones(len(column)), lower=one, upper=np.inf * one
        )

    def load(
        self, shared: tuple[Bools, ...], closed: Bools, basis: Any, *, is_new: bool
    ) -> None:
        """Put further clients in the place of those before, and close sites.

        Parameters
        ----------
        shared
            Sites (columns,) that cover each further client.
        basis
            Where to start from; None where it stands.
        is_new
            Whether the basis lacks the last client.
        """
        self._lp.delete_rows(np.arange(self._rows, self._lp.rows))
        old = shared[:-1] if is_new else shared
        if old:
            self._add(np.array(old))
        if basis is not None:
            self._lp.set_basis(basis)
        if is_new:
            self._add(shared[-1][None, :])
        upper = np.where(closed, 0.0, np.inf)
        self._lp.set_bounds(self._every, np.zeros(len(upper)), upper)

    def solve(self, *, seconds: float, pivots: int | None = None) -> LPStatus:
        """Solve for so long or so many pivots at most."""
        return self._lp.solve(seconds=seconds, pivots=pivots)

    def basis(self) -> Any:
        """Where it stands, to come back to."""
        return self._lp.basis()

    @property
    def value(self) -> float:
        """How many sites it takes at least."""
        return self._lp.value

    @property
    def parts(self) -> Floats:
        """How far each site is open (columns,)."""
        return self._lp.point().x

    @property
    def prices(self) -> Floats:
        """What covering each client takes (rows,), those of ``shared`` at the end."""
        return self._lp.point().dual
