"""All non-dominated designs of a run, beside whatever a population can hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.limits import Limits
from siting.measures.filtering import filtered
from siting.searching.history import History
from siting.searching.neighbours import Bools
from siting.validation import frozen


class Archive:
    """Designs of which none is worse than another in everything.

    Parameters
    ----------
    limits
        Whose clock says when what was found; None: nobody asks.

    Attributes
    ----------
    values : (k, q)
        All to be minimised.
    designs : (k, m)
        Of bools; or of numbers, where a design is more than open sites.
    """

    def __init__(self, q: int, m: int, *, limits: Limits | None = None) -> None:
        self.values = np.empty((0, q))
        self.designs: NDArray[Any] = np.empty((0, m), dtype=bool)
        self._limits, self._history = limits, History()

    def __len__(self) -> int:
        return len(self.values)

    def offer(self, values: Floats, designs: NDArray[Any]) -> int:
        """Take in what is not dominated; how many of the new designs stay.

        Parameters
        ----------
        values : (k, q)
        designs : (k, m)
        """
        new = np.flatnonzero(self._may_stay(values))
        if not len(new):
            return 0
        held = len(self.values)
        values = np.concatenate([self.values, values[new]])
        designs = np.concatenate([self.designs, designs[new]])
        kept = filtered(values)
        self.values, self.designs = values[kept], designs[kept]
        if self._limits is not None:
            self._history.note(self._limits.elapsed, self.values)
        return int((kept >= held).sum())

    def recall(self, history: Sequence[tuple[float, Floats]], signs: Floats) -> None:
        """Take over what a run held that was part of this one, before its designs."""
        for seconds, values in history:
            self._history.note(seconds, values * signs)

    def history(self, signs: Floats) -> tuple[tuple[float, Floats], ...]:
        """(seconds, values (k, q)) while the run lasted, in the user's sense.

        Parameters
        ----------
        signs : (q,)
            1 where less is better, -1 where more is.
        """
        return tuple((t, frozen(v * signs, float)) for t, v in self._history.moments)

    def _may_stay(self, values: Floats) -> Bools:
        """Whether nothing in the archive is as good as a point (k,) in everything."""
        if not len(self.values) or not len(values):
            return np.ones(len(values), dtype=bool)
        if values.shape[1] == 2:  # sorted: the best second value up to the first
            order = np.lexsort(self.values.T[::-1])
            first, second = self.values[order].T
            best = np.minimum.accumulate(second)
            place = np.searchsorted(first, values[:, 0], side="right") - 1
            return (place < 0) | (best[np.maximum(place, 0)] > values[:, 1])
        better = self.values[None, :, :] <= values[:, None, :]
        worse: Bools = np.any(np.all(better, axis=2), axis=1)
        return ~worse

    @property
    def crowding(self) -> Floats:
        """How far apart the neighbours of each point are (k,), ends infinitely.

        Deb, K., Pratap, A., Agarwal, S., Meyarivan, T. (2002). A fast and elitist
        multiobjective genetic algorithm: NSGA-II. IEEE Transactions on Evolutionary
        Computation 6(2), 182-197. doi:10.1109/4235.996017
        """
        total = np.zeros(len(self.values))
        for column in self.values.T:
            order = np.argsort(column, kind="stable")
            span = column[order[-1]] - column[order[0]]
            total[order[[0, -1]]] = np.inf
            if span > 0:
                apart = column[order[2:]] - column[order[:-2]]
                total[order[1:-1]] += apart / span
        return total
