"""A limited objective as costs beside those of a median, so that it can be priced.

The limited objective of a design is

    offset + sum_j opening_j y_j + sum_r min over open sites j of row_rj

which holds of a median, and of coverage: whoever is not covered costs his weight. With
a price on it a median is left, of which every row is a client more. A row whose costs
rise wherever those of a client rise is added to that client: the site that is best for
the one is best for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.forms import CenterForm, CoverForm, MedianForm
from siting.fronts.double import Double, double_lists
from siting.fronts.epsilon import Bools

SEED = 20
"""For the marks of sites, of which a set's mark is made; any number does."""


class Limited(Protocol):
    """A median, and what is limited beside it."""

    def within(self, limit: float) -> Double:
        """Both costs of the sites that the limit leaves to each client."""

    def value(self, design: Bools) -> float:
        """What is limited, of a design (m,) with an open site."""


@dataclass(frozen=True, eq=False)
class Beside:
    """What is limited has costs of its own.

    Attributes
    ----------
    double
        With everything that a price may be on, and nothing allowed.
    shared : (n, m)
        Costs that rise with those of a client.
    apart : (r, m)
        Costs that rise with nobody's.
    offset
        What is limited where all costs are 0.
    """

    double: Double
    shared: Floats
    apart: Floats
    offset: float

    def within(self, limit: float) -> Double:
        """The same costs, with so much to spend."""
        return self.double.with_room(limit - self.offset)

    def value(self, design: Bools) -> float:
        """The second costs of a design with an open site."""
        rows = self.shared[:, design].min(axis=1).sum()
        rows += self.apart[:, design].min(axis=1).sum()
        return float(self.offset + rows + self.double.more_opening[design].sum())


@dataclass(frozen=True, eq=False)
class Farthest:
    """What is limited is how far anybody goes: sites beyond it serve nobody.

    Attributes
    ----------
    far : (n, m)
        What the limit is on.
    """

    double: Double
    far: Floats

    def within(self, limit: float) -> Double:
        """The costs of the sites that are near enough."""
        return self.double.where(self.far <= limit)

    def value(self, design: Bools) -> float:
        """How far the farthest client of a design with an open site goes."""
        return float(self.far[:, design].min(axis=1).max(initial=0.0))


def limited_by(
    median: MedianForm, other: MedianForm | CoverForm | CenterForm
) -> Limited:
    """A median, and what shall be limited beside it."""
    table, nothing = median.weighted(), np.zeros(median.rules.m)
    if isinstance(other, CenterForm):
        none = np.zeros(table.shape)
        double = double_lists(table, none, median.opening, nothing)
        return Farthest(double, other.weighted(slice(None), slice(None)))
    if isinstance(other, CoverForm):
        shared, apart = _uncovered(table, other)
        opening, offset = nothing, -float(other.weight.sum())
    else:
        shared, apart = _side_by_side(table, other.weighted())
        opening, offset = other.opening, 0.0
    first = np.vstack([table, np.zeros_like(apart)])
    second = np.vstack([shared, apart])
    double = double_lists(first, second, median.opening, opening)
    return Beside(double, shared, apart, offset)


def _side_by_side(table: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Costs of another median, client by client where both rise together."""
    if len(other) != len(table):
        return np.zeros(table.shape), other
    alike = np.array([_rises_with(*rows) for rows in zip(table, other, strict=True)])
    return np.where(alike[:, None], other, 0.0), other[~alike]


def _rises_with(cost: Floats, other: Floats) -> bool:
    """Whether the other (m,) rises wherever the cost (m,) does, and nowhere falls."""
    ranked = other[np.lexsort((other, cost))]
    return bool((ranked[1:] >= ranked[:-1]).all())


def _uncovered(table: Floats, cover: CoverForm) -> tuple[Floats, Floats]:
    """Weights of groups, each with a client whose nearest sites are those around it."""
    m, groups = table.shape[1], len(cover.weight)
    near = np.zeros((groups, m), dtype=bool)
    near[cover.client, np.repeat(np.arange(m), np.diff(cover.start))] = True
    counts = cover.weight > 0
    near, weight = near[counts], cover.weight[counts]
    owner = _owners(table, near)
    rows = np.where(near, 0.0, weight[:, None])
    shared = np.zeros(table.shape)
    held = owner >= 0
    np.add.at(shared, owner[held], rows[held])
    return shared, rows[~held]


def _owners(table: Floats, near: Bools) -> NDArray[np.intp]:
    """A client (groups,) whose nearest sites are those of a group.

    -1 where none is found. Sets of nearest sites are known by their mark, the marks of
    their sites together; who has the same mark is then looked at. Sites that are
    equally near have one order for all groups of a client: of two groups, each with one
    of them, he can have only one.
    """
    n, m = table.shape
    mark = np.random.default_rng(SEED).integers(0, 2**63 - 1, (m,))
    order = np.argsort(table, axis=1, kind="stable")
    marks = np.bitwise_xor.accumulate(mark[order], axis=1).ravel()
    rank = np.argsort(marks, kind="stable")
    wanted = np.bitwise_xor.reduce(np.where(near, mark, 0), axis=1)
    place = np.minimum(np.searchsorted(marks[rank], wanted), n * m - 1)
    found = rank[place] // m
    ranked = np.take_along_axis(near, order[found], axis=1)
    return np.where((ranked[:, 1:] <= ranked[:, :-1]).all(axis=1), found, -1)
