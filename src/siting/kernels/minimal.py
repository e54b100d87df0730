"""Sets that hold no other: who is covered when they are is covered anyway."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Bools = NDArray[np.bool_]
Starts = NDArray[np.int64]
Sites = NDArray[np.int32]


@compiled
def _holds(start: Any, site: Any, h: int, stamp: Any, g: int) -> bool:
    """Whether all sites of set h carry the stamp of g."""
    e = start[h]
    while e < start[h + 1] and stamp[site[e]] == g:
        e += 1
    return bool(e == start[h + 1])


@compiled
def _minimal(
    start: Any, site: Any, need: Any, order: Any, rare: Any, first: Any, kept: Any
) -> None:
    """Mark what is kept, looking at small sets first.

    A kept set is listed with its rarest site alone, which whoever holds it has too:
    ``first`` leads from a site to the last set listed there.
    """
    following = np.full(len(need), -1, dtype=np.int64)
    stamp = np.full(len(first), -1, dtype=np.int64)
    for g in order:
        stamp[site[start[g] : start[g + 1]]] = g
        inside = False
        for e in range(start[g], start[g + 1]):
            h = first[site[e]]
            while h >= 0 and not inside:
                inside = need[h] >= need[g] and _holds(start, site, h, stamp, g)
                h = following[h]
        if not inside:
            kept[g] = True
            following[g] = first[rare[g]]
            first[rare[g]] = g


def minimal(start: Starts, site: Sites, need: Starts, *, sites: int) -> Bools:
    """Which sets (g,) hold no other that needs as much; of equal ones the first does.

    Parameters
    ----------
    start, site
        Sites of each set, ascending, one at least.
    need : (g,)
        How many of them must open.
    """
    kept = np.zeros(len(need), dtype=np.bool_)
    order = np.lexsort((-need, np.diff(start)))
    often = np.bincount(site, minlength=sites)[site]
    row = np.repeat(np.arange(len(need)), np.diff(start))
    rare = site[np.lexsort((often, row))[start[:-1]]]
    first = np.full(sites, -1, dtype=np.int64)
    _minimal(start, site, need, order, rare, first, kept)
    return kept


def minimal_plain(sets: list[set[int]], need: list[int]) -> list[bool]:
    """Twin in Python, by definition."""

    def above(g: int, h: int) -> bool:
        if not (sets[h] <= sets[g] and need[h] >= need[g]):
            return False
        return (sets[h], need[h]) != (sets[g], need[g]) or h < g

    every = range(len(sets))
    return [not any(above(g, h) for h in every if h != g and sets[h]) for g in every]
