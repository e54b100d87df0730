"""What draws people to sites: Huff's attraction, ours against all that competes.

Huff, D. L. (1964). Defining and estimating a trading area. Journal of Marketing 28(3),
34-38. doi:10.1177/002224296402800307
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.assignment import BLOCK
from siting.cost import Floats
from siting.errors import ProblemError
from siting.instance import Instance

NEGLIGIBLE = 1e-8
"""A site with less than this part of what competes with it draws nobody."""


@dataclass(frozen=True, eq=False)
class Market:
    """What draws each client.

    Attributes
    ----------
    ours : (n, m)
        Attraction of the sites that may be open; 0 is not stored.
    rivalry : (n,)
        Attraction of the competitors and of staying away, together.
    """

    ours: csr_array
    rivalry: Floats

    @property
    def client(self) -> NDArray[np.intp]:
        """Client (k,) of every pair with an attraction."""
        return np.repeat(np.arange(len(self.rivalry)), np.diff(self.ours.indptr))

    @property
    def alone(self) -> Floats:
        """Share (k,) that each site would draw if it alone of ours were open."""
        attraction = self.ours.data
        return np.asarray(attraction / (attraction + self.rivalry[self.client]))

    @property
    def lost(self) -> Floats:
        """Share (k,) that would go elsewhere if that site alone were open."""
        rivalry = self.rivalry[self.client]
        return np.asarray(rivalry / (self.ours.data + rivalry))

    def drawn(self, designs: NDArray[np.bool_]) -> Floats:
        """Share (n, k) of each client that the open sites draw, for k designs."""
        inside: Floats = self.ours @ designs.T.astype(float)
        whole = inside + self.rivalry[:, None]
        none = np.zeros(inside.shape)
        return np.divide(inside, whole, out=none, where=inside > 0)


def market_of(
    town: Instance,
    size: Floats,
    *,
    beta: float,
    least_travel: float | None,
    ours: NDArray[np.bool_],
    theirs: NDArray[np.bool_],
    outside: float,
) -> Market:
    """Attractions size_j / travel_ij^beta, of our sites and of what competes.

    Parameters
    ----------
    size : (m,)
        Attractiveness of each site.
    least_travel
        Shorter travel counts as this.
    ours, theirs : (m,)
        Sites that may be open, and those of competitors.
    outside
        Attraction of staying away, or of all that is not in the instance.
    """
    here, there = np.flatnonzero(ours), np.flatnonzero(theirs)
    parts, rivalry = [], np.full(town.n, float(outside))
    step = max(1, BLOCK // town.m)
    for k in range(0, town.n, step):
        some = slice(k, min(k + step, town.n))
        block = np.maximum(town.travel(some), least_travel or 0.0)
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            drawn = np.where(np.isfinite(block) & (size > 0), size / block**beta, 0.0)
        _refuse_infinite(town, block, np.where(ours | theirs, drawn, 0.0), first=k)
        rivalry[some] += drawn[:, there].sum(axis=1)
        drawn = drawn[:, here]
        drawn[drawn < NEGLIGIBLE * rivalry[some, None]] = 0.0
        row, column = np.nonzero(drawn)
        parts.append((drawn[row, column], row + k, here[column]))
    data, row, column = (np.concatenate(x) for x in zip(*parts, strict=True))
    return Market(csr_array((data, (row, column)), shape=(town.n, town.m)), rivalry)


def _refuse_infinite(
    town: Instance, travel: Floats, drawn: Floats, *, first: int
) -> None:
    """A site at no distance would draw everybody, whatever else there is."""
    found = np.argwhere(np.isinf(drawn))
    if len(found):
        i, j = found[0].tolist()
        raise ProblemError(
            f"client {town.clients[i + first]!r} is {travel[i, j]:g} from site "
            f"{town.sites[j]!r}, where attraction would be infinite; give "
            "least_travel, the shortest travel that counts."
        )
