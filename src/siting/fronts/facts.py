"""What scalar problems have shown: below which values there is nothing."""

from __future__ import annotations

import numpy as np

from siting.cost import Floats

BLOCK = 2**22
"""Comparisons that are laid out at a time."""


class Facts:
    """Statements of one objective under limits on the others.

    A fact says of objective k that no design with ``f_j <= limit_j`` for all other j is
    worth less than a value. It holds under tighter limits too.
    """

    def __init__(self, q: int) -> None:
        self._limits = [np.empty((0, q)) for _ in range(q)]
        self._values = [np.empty(0) for _ in range(q)]

    def note(self, k: int, limits: Floats, value: float) -> None:
        """Nothing under the limits (q,), that of k apart, is worth less than a value.

        Facts that this one makes idle are dropped.
        """
        row = limits.copy()
        row[k] = np.inf
        held, values = self._limits[k], self._values[k]
        kept = (held > row).any(axis=1) | (values > value)
        self._limits[k] = np.concatenate([held[kept], row[None, :]])
        self._values[k] = np.append(values[kept], value)

    def least(self, k: int, limits: Floats) -> Floats:
        """What objective k is at least (r,) under each of some limits (r, q)."""
        asked, held = limits.copy(), self._limits[k]
        asked[:, k] = -np.inf
        found = np.full(len(asked), -np.inf)
        step = max(1, BLOCK // max(1, held.size))
        for first in range(0, len(asked), step):
            some = slice(first, first + step)
            holds = (asked[some, None, :] <= held[None, :, :]).all(axis=2)
            value = np.where(holds, self._values[k][None, :], -np.inf)
            found[some] = value.max(axis=1, initial=-np.inf)
        return found

    def lower(self, limits: Floats) -> Floats:
        """The same of all objectives (r, q)."""
        return np.column_stack([self.least(k, limits) for k in range(limits.shape[1])])
