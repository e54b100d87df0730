"""Greedy and interchange for coverage, over sparse lists of who covers whom."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.allowed import Allowed
from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@compiled
def _most_promising(limit: Any, design: Any, never: Any) -> int:
    """First site that may still open with the largest limit on what it saves; or -1.

    Savings only shrink as sites open, so old ones are upper limits and few need to be
    worked out again (Minoux, 1978, doi:10.1007/BFb0006528).
    """
    best = -1
    for j in range(len(limit)):
        if not design[j] and not never[j] and (best < 0 or limit[j] > limit[best]):
            best = j
    return best


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
def _greedy(
    weight: Any, start: Any, client: Any, must: Any, never: Any, most: int
) -> Any:
    """Open, one at a time, the site that covers most more; the first one on ties."""
    design = must.copy()
    times = np.zeros(len(weight), dtype=np.int64)
    sole = np.zeros(len(weight), dtype=np.int64)
    for j in np.flatnonzero(must):
        _flip(start, client, j, 1, times, sole)
    gain = np.full(len(must), np.inf)
    known = np.full(len(must), -1)
    count = int(must.sum())
    while count < most:
        best = _most_promising(gain, design, never)
        if best < 0:
            break
        if known[best] < count:
            gain[best] = _gain(weight, start, client, times, best)
            known[best] = count
            continue
        design[best] = True
        count += 1
        _flip(start, client, best, 1, times, sole)
    return design


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
def _best_swap(
    weight: Any, start: Any, client: Any, must: Any, never: Any, design: Any,
    times: Any, sole: Any, small: float,
) -> Any:  # fmt: skip
    """Site to open and site to close of the best swap; -1, -1 when none gains.

    A client covered once is covered by site ``sole``: closing that site loses it,
    unless the site that opens covers it too.
    """
    m = len(must)
    loss, kept = np.zeros(m), np.zeros(m)
    for i in range(len(weight)):
        if times[i] == 1:
            loss[sole[i]] += weight[i]
    closable = np.flatnonzero(design & ~must)
    best, enter, leave = small, np.intp(-1), np.intp(-1)
    for j in np.flatnonzero(~design & ~never):
        gain = _gain(weight, start, client, times, j)
        kept[:] = 0.0
        _count_sole(weight, start, client, times, sole, j, kept)
        for r in closable:
            change = gain - loss[r] + kept[r]
            if change > best:
                best, enter, leave = change, j, r
    return enter, leave


@compiled
def _search(
    weight: Any, start: Any, client: Any, must: Any, never: Any, design: Any,
    times: Any, sole: Any, moves: int, small: float,
) -> bool:  # fmt: skip
    """Best swaps until none improves (True) or the moves are used up."""
    for _ in range(moves):
        enter, leave = _best_swap(
            weight, start, client, must, never, design, times, sole, small
        )
        if enter < 0:
            return True
        design[leave] = False
        design[enter] = True
        _flip(start, client, leave, -1, times, sole)
        _flip(start, client, enter, 1, times, sole)
    return False


def greedy(weight: Floats, start: Any, client: Any, *, rules: Allowed) -> Bools:
    """Greedy add: (m,) design that covers much of the weight."""
    # Kernels are compiled for arrays that may be written: pass copies.
    parts = (weight.copy(), start, client, rules.must.copy(), rules.never.copy())
    return np.asarray(_greedy(*parts, rules.most))


class Interchange:
    """A design and who it covers, improved swap by swap.

    Parameters
    ----------
    weight : (n,)
    start : (m + 1,)
        Where each site's list begins in ``client``.
    client : (pairs,)
    rules
        Which sites may be open; a swap does not change how many.
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

    def begin(self, design: Bools) -> None:
        """Start from a design."""
        self._design[:] = design
        self._times[:] = self._sole[:] = 0
        for j in np.flatnonzero(design).tolist():
            _flip(self._start, self._client, j, 1, self._times, self._sole)

    def improve(self, *, moves: int) -> bool:
        """Make up to so many swaps; whether a local optimum was reached."""
        before = self.value
        small = 1e-10 * float(self._weight.sum())
        done: bool = _search(
            self._weight, self._start, self._client, self._must, self._never,
            self._design, self._times, self._sole, moves, small,
        )  # fmt: skip
        # A burst of moves that gains nothing was led astray by rounding: it ends.
        return done or self.value <= before

    @property
    def design(self) -> Bools:
        """The present design (m,)."""
        return self._design.copy()

    @property
    def value(self) -> float:
        """Covered weight."""
        return float(self._weight[self._times > 0].sum())


def best_swap_plain(
    weight: Floats, covers: Bools, design: Bools, *, rules: Allowed
) -> tuple[float, int, int]:
    """Twin in numpy: the best swap from scratch, by definition.

    Parameters
    ----------
    covers : (n, m)

    Returns
    -------
    gain, site to open, site to close (-1: none)
    """

    def value(trial: Bools) -> float:
        return float(weight[covers[:, trial].any(axis=1)].sum())

    now, best = value(design), (0.0, -1, -1)
    for j in np.flatnonzero(~design & ~rules.never).tolist():
        for r in np.flatnonzero(design & ~rules.must).tolist():
            trial = design.copy()
            trial[j], trial[r] = True, False
            gain = value(trial) - now
            if gain > best[0]:
                best = (gain, j, r)
    return best
