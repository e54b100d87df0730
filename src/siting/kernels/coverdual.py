"""The Lagrangian dual of coverage: relax 'covered by an open site', descend."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]
Starts = NDArray[np.int64]
Sites = NDArray[np.int32]


@compiled
def _worths(start: Any, site: Any, lam: Any, worth: Any) -> None:
    """What each site is worth: the sum of the multipliers of whom it covers."""
    worth[:] = 0.0
    for g in range(len(lam)):
        for e in range(start[g], start[g + 1]):
            worth[site[e]] += lam[g]


@compiled
def _valued(worth: Any, room: int, weight: Any, lam: Any, chosen: Any) -> float:
    """What multipliers say at most; ``chosen`` become the sites worth most."""
    order = np.argsort(-worth)
    chosen[:] = False
    value = 0.0
    for k in range(room):
        chosen[order[k]] = True
        value += worth[order[k]]
    for g in range(len(lam)):
        value += weight[g] - lam[g]
    return value


@compiled
def _descend(
    start: Any, site: Any, weight: Any, room: int, aim: Any, length: Any, stale: int,
    patience: int, steps: int, lam: Any, way: Any, best: Any, least: Any, chosen: Any,
) -> Any:  # fmt: skip
    """Deflected subgradient steps with Polyak's length towards the aim.

    ``best`` are the multipliers of the least value so far, ``least``; ``chosen`` the
    sites that the last ones choose.

    Returns
    -------
    least value, length, steps since the last gain
    """
    g_count, s = len(lam), len(chosen)
    worth = np.empty(s)
    for _ in range(steps):
        _worths(start, site, lam, worth)
        value = _valued(worth, room, weight, lam, chosen)
        if value < least * (1 - 1e-12):
            least, stale = value, 0
            best[:] = lam
        else:
            stale += 1
        if stale >= patience:
            length, stale = length / 2, 0
            lam[:] = best
            way[:] = 0.0
            continue
        norm = 0.0
        for g in range(g_count):
            times = -1.0
            for e in range(start[g], start[g + 1]):
                times += chosen[site[e]]
            free = not (
                (lam[g] <= 0 and times > 0) or (lam[g] >= weight[g] and times < 0)
            )
            way[g] = (times if free else 0.0) + 0.6 * way[g]
            norm += way[g] * way[g]
        if norm == 0 or value <= aim:
            break
        step = length * (value - aim) / norm
        for g in range(g_count):
            lam[g] = min(max(lam[g] - step * way[g], 0.0), weight[g])
    return least, length, stale


class Dual:
    """A descent that can be looked at in between.

    minimise over 0 <= lam <= weight:
    sum_g (weight_g - lam_g) + sum of the largest ``room`` worths sum_{g of j} lam_g

    Parameters
    ----------
    start, site
        Sites of each group.
    room
        How many sites may open.
    """

    def __init__(
        self, start: Starts, site: Sites, weight: Floats, *, room: int, sites: int
    ) -> None:
        self._parts = (start, site, weight)
        self._room = room
        self._weight = weight
        self._lam = weight / np.maximum(np.diff(start), 1)
        self._way = np.zeros(len(weight))
        self._chosen = np.zeros(sites, dtype=np.bool_)
        self._stale = 0
        self.best = self._lam.copy()
        self.length = 1.0
        self.least = np.inf

    def descend(self, *, aim: float, steps: int, patience: int = 15) -> None:
        """So many steps towards a value that none is below."""
        self.least, self.length, self._stale = _descend(
            *self._parts, self._room, aim, self.length, self._stale, patience, steps,
            self._lam, self._way, self.best, self.least, self._chosen,
        )  # fmt: skip

    @property
    def chosen(self) -> NDArray[np.bool_]:
        """Sites that the last multipliers choose."""
        return self._chosen.copy()

    def restart(self, lam: Floats) -> None:
        """Go on from other multipliers, with full steps."""
        self._lam[:] = np.clip(lam, 0.0, self._weight)
        self._way[:] = 0.0
        self.length, self._stale = 1.0, 0


def bound_plain(
    covers: NDArray[np.bool_], weight: Floats, lam: Floats, *, room: int
) -> float:
    """Twin in numpy: the dual's value from a dense table (g, s)."""
    worth = np.sort(lam @ covers)[::-1]
    return float((weight - lam).sum() + worth[:room].sum())
