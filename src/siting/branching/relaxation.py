"""What branch and bound must be able to ask of a relaxation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Fixed:
    """A part of the designs: some sites (m,) are closed, some open.

    A relaxation may have parts of its own kind, which hand on where it begins.
    """

    closed: Bools
    opened: Bools

    def with_site(self, site: int, *, is_open: bool) -> Fixed:
        """The part of these in which one more site is decided."""
        mask = (self.opened if is_open else self.closed).copy()
        mask[site] = True
        if is_open:
            return Fixed(self.closed, mask)
        return Fixed(mask, self.opened)


@dataclass(frozen=True, eq=False)
class Relaxed:
    """What a relaxation says of a part of the designs.

    Attributes
    ----------
    bound
        No design of the part is below; infinite when there is none.
    y : (m,)
        How open each site is in the relaxation; all whole when nothing is left to
        branch on.
    fixed
        The part without what cannot hold a design below the cutoff.
    is_whole
        Whether y is a design, and the bound is what it costs.
    is_certified
        Whether arithmetic of our own vouches for the bound.
    """

    bound: float
    y: Floats
    fixed: Fixed
    is_whole: bool = False
    is_certified: bool = True


class Relaxation(Protocol):
    """A relaxation of minimisation over designs, asked part by part."""

    def relax(self, part: Fixed, *, cutoff: float, seconds: float) -> Relaxed | None:
        """Bound a part; None when time was up before there was anything new."""


class Probed(Protocol):
    """A relaxation that can try a site."""

    def probe(self, part: Fixed, sites: NDArray[np.intp], *, seconds: float) -> Floats:
        """About how much the bound of the part last relaxed rises: (sites, 2).

        The first column is for closing each site, the second for opening it.
        """
