"""Which site to branch on: the most undecided, or the one that promises most."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from siting.branching.relaxation import Probed, Relaxed
from siting.cost import Floats

TRIED = 8
"""Sites that are tried at most."""


class Choice(Protocol):
    """A rule for branching."""

    def learn(self, site: int, is_open: bool, *, share: float, rise: float) -> None:
        """Note what branching did; share is how much of the site changed."""

    def of(self, found: Relaxed, *, cutoff: float, seconds: float) -> int:
        """The undecided site to branch on."""


class MostUndecided:
    """The site that is half open, or nearest to it."""

    def learn(self, site: int, is_open: bool, *, share: float, rise: float) -> None:
        """Forget what branching did."""

    def of(self, found: Relaxed, *, cutoff: float, seconds: float) -> int:
        """The first of them."""
        del cutoff, seconds
        sites = np.flatnonzero(~(found.fixed.closed | found.fixed.opened))
        return int(sites[np.argmin(np.abs(found.y[sites] - 0.5))])


class PseudoCosts:
    """What closing and opening each site did to the bound, made reliable by trying.

    Achterberg, T., Koch, T., Martin, A. (2005). Branching rules revisited. Operations
    Research Letters 33(1), 42-54. doi:10.1016/j.orl.2004.04.002

    Parameters
    ----------
    reliable
        How often a site must have been branched on, each way, to be known.
    """

    def __init__(self, relaxation: Probed, m: int, *, reliable: int = 1) -> None:
        self._relaxation, self._reliable = relaxation, reliable
        self._sum, self._count = np.zeros((m, 2)), np.zeros((m, 2), dtype=int)

    def learn(self, site: int, is_open: bool, *, share: float, rise: float) -> None:
        """Note what branching did; share is how much of the site changed."""
        if share > 1e-9 and np.isfinite(rise):
            self._sum[site, int(is_open)] += max(rise, 0.0) / share
            self._count[site, int(is_open)] += 1

    def of(self, found: Relaxed, *, cutoff: float, seconds: float) -> int:
        """The undecided site whose two children promise most."""
        undecided = ~(found.fixed.closed | found.fixed.opened)
        sites = np.flatnonzero(undecided & (found.y > 1e-6) & (found.y < 1 - 1e-6))
        if not len(sites):
            return int(np.flatnonzero(undecided)[0])
        score = self._score(sites, found.y)
        rank = np.argsort(-score, kind="stable")
        known = self._count[sites].min(axis=1) >= self._reliable
        tried = rank[~known[rank]][:TRIED]
        if len(tried) > 1 or (len(tried) and known.any()):
            rise = self._relaxation.probe(found.fixed, sites[tried], seconds=seconds)
            score[tried] = _product(np.minimum(rise, cutoff - found.bound))
            share = np.column_stack([found.y[sites[tried]], 1 - found.y[sites[tried]]])
            fine = np.isfinite(rise)
            self._sum[sites[tried]] += np.where(fine, rise / share, 0.0)
            self._count[sites[tried]] += fine
            others = np.ones(len(sites), dtype=bool)
            others[tried] = False
            score[others & ~known] = -1.0
        return int(sites[np.argmax(score)])

    def _score(self, sites: NDArray[np.intp], y: Floats) -> Floats:
        """Product of the rises that are expected both ways."""
        total, count = self._sum.sum(axis=0), self._count.sum(axis=0)
        mean = np.where(count > 0, total / np.maximum(count, 1), 1.0)
        own = self._sum[sites] / np.maximum(self._count[sites], 1)
        each = np.where(self._count[sites] > 0, own, mean)
        share = np.column_stack([y[sites], 1 - y[sites]])
        return _product(each * share)


def _product(rise: Floats) -> Floats:
    """Both rises count: a site that does nothing one way is worth little."""
    return np.asarray(np.maximum(rise, 1e-6).prod(axis=1))
