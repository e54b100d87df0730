"""A design drawn towards another, each new site in place of the nearest own."""

from __future__ import annotations

import numpy as np

from siting.rules import Rules
from siting.searching.ground import Ground
from siting.searching.neighbours import Bools, Places


def pulled(
    rules: Rules,
    design: Bools,
    source: Bools,
    pulls: int,
    ground: Ground,
    rng: np.random.Generator,
) -> Bools:
    """A design (m,) that opens up to so many more of the sites of a source (m,).

    Each takes the place of the nearest site that the source does not open. Where counts
    differ and are free, sites are only opened, or only closed, until they are equal.
    """
    found = design.copy()
    for site in _some(source & ~found & ~rules.never, pulls, rng):
        extra = np.flatnonzero(found & ~source & ~rules.must)
        count, wanted = int(found.sum()), int(source.sum())
        if count < wanted and count < rules.most:
            found[site] = True
        elif len(extra):
            found[ground.nearest(int(site), extra)] = False
            found[site] = count <= wanted or count <= rules.least
    return _lightened(rules, found, source, pulls, rng)


def _lightened(
    rules: Rules, design: Bools, source: Bools, pulls: int, rng: np.random.Generator
) -> Bools:
    """Without some of the sites that a source within the design does not open."""
    if pulls and not (source & ~design).any():
        spare = min(pulls, int(design.sum()) - rules.least)
        design[_some(design & ~source & ~rules.must, spare, rng)] = False
    return design


def _some(allowed: Bools, count: int, rng: np.random.Generator) -> Places:
    """So many of the allowed sites (m,) by chance, or all."""
    sites = np.flatnonzero(allowed)
    return rng.choice(sites, size=min(count, len(sites)), replace=False)
