"""A matrix in the making: families of variables, then constraints as sums of terms."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.matrix import Columns, Matrix, Rows, Sense, subscripts
from siting.rules import Rules

Term: TypeAlias = tuple[Any, Any, Any]
"""Row numbers within the family, positions of variables, coefficients: each an array
(k,) or one number for all."""


class Draft:
    """Collects columns and rows; ``open`` and the rules of the design are in it.

    >>> import numpy as np
    >>> rules = Rules(np.zeros(2, bool), np.zeros(2, bool), 1, 1)
    >>> draft = Draft("max", rules)
    >>> seen = draft.columns("covered", np.arange(3)[:, None], cost=[5.0, 1.0, 1.0])
    >>> draft.rows("covered_by_an_open_site", np.arange(3)[:, None],
    ...            (np.arange(3), seen, 1.0), (0, draft.open[0], -1.0),
    ...            (1, draft.open[1], -1.0), upper=0.0)
    >>> draft.matrix().row_names()[:2]
    ['open_p_sites', 'covered_by_an_open_site[0]']
    """

    def __init__(
        self, sense: Sense, rules: Rules, *, opening: Floats | float = 0.0
    ) -> None:
        self._sense = sense
        self._columns: list[Columns] = []
        self._rows = rules.in_rows()
        self._width = 0
        self.open = self.columns(
            "open", subscripts(rules.m), cost=opening, integer=True
        )

    def columns(
        self,
        name: str,
        index: NDArray[np.integer],
        *,
        cost: Any = 0.0,
        lower: Any = 0.0,
        upper: Any = 1.0,
        integer: bool = False,
    ) -> NDArray[np.intp]:
        """Add a family of variables with subscripts (k, d); their positions (k,)."""
        first, self._width = self._width, self._width + len(index)
        self._columns.append(Columns(name, index, cost, lower, upper, integer=integer))
        return np.arange(first, self._width)

    def rows(
        self,
        name: str,
        index: NDArray[np.integer],
        *terms: Term,
        lower: Any = -np.inf,
        upper: Any = np.inf,
    ) -> None:
        """Add a family of constraints: lower <= sum of terms <= upper.

        A variable occurs in one row once at most.
        """
        if not len(index):
            return
        parts = [np.broadcast_arrays(*map(np.atleast_1d, term)) for term in terms]
        row, column, value = (
            np.concatenate([part[k] for part in parts]) for k in range(3)
        )
        order = np.argsort(row, kind="stable")
        lengths = np.bincount(row.astype(np.intp), minlength=len(index))
        start = np.concatenate([[0], np.cumsum(lengths)])
        self._rows.append(
            Rows(
                name,
                index,
                start,
                column[order].astype(np.int32),
                value[order].astype(float),
                lower,
                upper,
            )
        )

    def matrix(self, *, offset: float = 0.0) -> Matrix:
        """All of it laid out."""
        return Matrix.assemble(self._sense, self._columns, self._rows, offset=offset)
