"""Interchange for coverage, over sparse lists of who covers whom."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.allowed import Allowed
from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Places = NDArray[np.intp]


@compiled
def _gain(weight: Any, start: Any, client: Any, times: Any, j: Any) -> float:
    """Weight that site j would cover and nobody covers yet."""
    total = 0.0
    for k in range(start[j], start[j + 1]):
        if times[client[k]] == 0:
            total += weight[client[k]]
    return total


@compiled
def _flip(start: Any, client: Any, j: Any, sign: int, times: Any, sole: Any) -> None:
    """Open (sign 1) or close (-1) site j: times covered, and the sum of the sites."""
    for k in range(start[j], start[j + 1]):
        times[client[k]] += sign
        sole[client[k]] += sign * j


@compiled
def _count_sole(
    weight: Any, start: Any, client: Any, times: Any, sole: Any, j: Any, kept: Any
) -> None:
    """Add to kept[r] the weight that only r covers and j would keep covered."""
    for k in range(start[j], start[j + 1]):
        i = client[k]
        if times[i] == 1:
            kept[sole[i]] += weight[i]


@compiled
def _best_move(
    weight: Any, start: Any, client: Any, must: Any, never: Any, design: Any,
    times: Any, sole: Any, more: bool, floor: float,
) -> Any:  # fmt: skip
    """Site to open and site to close of the best move that gains more than the floor.

    -1, -1 when there is none, and nothing to close where one more site may open. A
    client covered once is covered by site ``sole``: closing that site loses it, unless
    the site that opens covers it too.
    """
    m = len(must)
    loss, kept = np.zeros(m), np.zeros(m)
    for i in range(len(weight)):
        if times[i] == 1:
            loss[sole[i]] += weight[i]
    closable = np.flatnonzero(design & ~must)
    best, enter, leave = floor, np.intp(-1), np.intp(-1)
    for j in np.flatnonzero(~design & ~never):
        gain = _gain(weight, start, client, times, j)
        if more:
            if gain > best:
                best, enter, leave = gain, j, np.intp(-1)
            continue
        kept[:] = 0.0
        _count_sole(weight, start, client, times, sole, j, kept)
        for r in closable:
            change = gain - loss[r] + kept[r]
            if change > best:
                best, enter, leave = change, j, r
    return enter, leave


@compiled
def _make(
    start: Any, client: Any, enter: Any, leave: Any, design: Any, times: Any, sole: Any
) -> None:
    """Open one site, and close another unless that is -1."""
    design[enter] = True
    _flip(start, client, enter, 1, times, sole)
    if leave >= 0:
        design[leave] = False
        _flip(start, client, leave, -1, times, sole)


@compiled
def _search(
    weight: Any, start: Any, client: Any, must: Any, never: Any, design: Any,
    times: Any, sole: Any, most: int, moves: int, small: float,
) -> Any:  # fmt: skip
    """Best moves until none improves or they are used up.

    Returns whether none improves, and how many neighbours were looked at.
    """
    looked, count, free = 0, design.sum(), (~never).sum()
    held = must.sum()
    for _ in range(moves):
        more = count < most
        enter, leave = _best_move(
            weight, start, client, must, never, design, times, sole, more, small
        )
        looked += (free - count) * (1 if more else count - held)
        if enter < 0:
            return True, looked
        count += 1 if more else 0
        _make(start, client, enter, leave, design, times, sole)
    return False, looked


class Interchange:
    """A design and who it covers, improved move by move.

    Parameters
    ----------
    weight : (n,)
    start : (m + 1,)
        Where each site's list begins in ``client``.
    client : (pairs,)
    rules
        Which sites may be open, and how many at most: below that sites are opened, and
        from there on swapped.

    Attributes
    ----------
    looked
        How many neighbours were looked at so far.
    """

    def __init__(
        self, weight: Floats, start: Any, client: Any, *, rules: Allowed
    ) -> None:
        self._weight = weight.copy()
        self._start, self._client = start.copy(), client.copy()
        self._must, self._never = rules.must.copy(), rules.never.copy()
        self._design = np.zeros(len(rules.must), dtype=np.bool_)
        self._times = np.zeros(len(weight), dtype=np.int64)
        self._sole = np.zeros(len(weight), dtype=np.int64)
        self._most = rules.most
        self.looked = 0

    def begin(self, design: Bools) -> None:
        """Start from a design."""
        self._design[:] = design
        self._times[:] = self._sole[:] = 0
        for j in np.flatnonzero(design).tolist():
            _flip(self._start, self._client, j, 1, self._times, self._sole)

    def improve(self, *, moves: int) -> bool:
        """Make up to so many moves; whether a local optimum was reached."""
        before = self.value
        small = 1e-10 * float(self._weight.sum())
        done, looked = _search(
            self._weight, self._start, self._client, self._must, self._never,
            self._design, self._times, self._sole, self._most, moves, small,
        )  # fmt: skip
        self.looked += int(looked)
        # A burst of moves that gains nothing was led astray by rounding: it ends.
        return bool(done) or self.value <= before

    def move(self, must: Bools, never: Bools) -> bool:
        """Make the best move within narrower rules, even a bad one; if there is any."""
        more = bool(self._design.sum() < self._most)
        enter, leave = _best_move(
            self._weight, self._start, self._client, must, never, self._design,
            self._times, self._sole, more, -np.inf,
        )  # fmt: skip
        may, held = ~self._design & ~never, self._design & ~must
        self.looked += int(may.sum()) * (1 if more else int(held.sum()))
        if enter >= 0:
            _make(
                self._start, self._client, enter, leave, self._design, self._times,
                self._sole,
            )  # fmt: skip
        return bool(enter >= 0)

    @property
    def design(self) -> Bools:
        """The present design (m,)."""
        return self._design.copy()

    @property
    def value(self) -> float:
        """Covered weight."""
        return float(self._weight[self._times > 0].sum())
