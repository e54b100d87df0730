"""A design drawn towards another, each new site in place of the nearest own."""

from __future__ import annotations

import numpy as np

from siting.searching.ground import Ground
from siting.searching.neighbours import Bools


def pulled(
    design: Bools, source: Bools, pulls: int, ground: Ground, rng: np.random.Generator
) -> Bools:
    """A design (m,) after so many moves towards a source (m,), or when it is there.

    A move opens a site of the source in the place of the nearest one that the source
    does not open. While counts differ it only opens a site, or only closes one. Where
    both keep the rules of sites and numbers, so does what is between them.
    """
    found = design.copy()
    for _ in range(pulls):
        enter, leave = np.flatnonzero(source & ~found), np.flatnonzero(found & ~source)
        if len(enter) > len(leave):
            found[rng.choice(enter)] = True
        elif len(leave) > len(enter):
            found[rng.choice(leave)] = False
        elif len(enter):
            site = int(rng.choice(enter))
            found[site], found[ground.nearest(site, leave)] = True, False
    return found
