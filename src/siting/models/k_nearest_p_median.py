"""The p-median with short lists of sites (BEAMR)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open
from siting.claims.shortlist import OnTheList, ShortLists, TravelBeyond
from siting.claims.travel import WeightedTravel
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError
from siting.forms import MedianForm
from siting.matrix import Matrix, subscripts
from siting.modelling.coverage import limit_warning
from siting.modelling.shortlist import Shortlist, rank_of_nearest, shortlist
from siting.problem import Problem
from siting.readable import shown
from siting.ruling import check_number, whole_number

SAME = 1e-9
"""Relative difference up to which two sums of travel are the same."""

EXACT = "the value is the p-median's own"

LARGEST_TABLE = 2**24
"""Pairs up to which the methods for medians, which need all of them, are offered."""


@dataclass(frozen=True, eq=False, kw_only=True)
class KNearestPMedian(Problem):
    """Open p sites so that weighted travel is least, knowing few sites a client.

    Where should p clinics go in a country of 20,000 villages? A table of all villages
    by all sites does not fit, but hardly anybody goes beyond the nearest few.

    Each client has a list: its ``k`` nearest sites that may be open, those within
    ``cutoff``, or both. Whoever has no open site on the list counts as served at the
    cost of the nearest site beyond it. That is never more than the true travel, so that
    the optimum is a bound from below on the p-median's; and when everybody has an open
    site on the list it is the p-median's own, whatever k. The notes of an answer say
    which of the two it is, what the true travel to its sites is, and how large k would
    have to be.

    ::

        minimise    sum_ij demand_i cost_ij assign_ij
                    + sum_i demand_i beyond_i elsewhere_i
        subject to  sum_{j on i's list} assign_ij + elsewhere_i = 1
                                                  every client once
                    assign_ij <= open_j           only open sites
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= assign_ij, elsewhere_i <= 1

    where beyond_i is the travel to the nearest site that is not on the list of i, and
    elsewhere_i = 0 for whom all reachable sites are listed. Sites at the same distance
    are listed in the instance's order; whichever is listed, the value is the same.

    Parameters
    ----------
    k
        Number of sites on each client's list, at least 1. Give k or cutoff, or both.
    cutoff
        No site on a list is farther away than this, in the unit of the instance's
        cost; exactly at it is on the list.

    References
    ----------
    Church, R. L. (2008). BEAMR: an exact and approximate model for the p-median
    problem. Computers & Operations Research 35(2), 417-426.
    doi:10.1016/j.cor.2006.03.006

    Church, R. L. (2018). Tobler's law and spatial optimization: why Bakersfield?
    International Regional Science Review 41(3), 287-310. doi:10.1177/0160017616650612

    Examples
    --------
    Three villages in a row, 4 km apart, of 5, 1 and 3 people, and one clinic at A: the
    true travel is 1 x 4 + 3 x 8 = 28, and 32 or 44 elsewhere. With one site on each
    list, the farthest village counts only the 4 km to B, just beyond its list.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[5, 1, 3], sites=["A", "B", "C"])
    >>> plan = solve(KNearestPMedian(town, p=1, k=1))
    >>> plan.open, plan.objective
    (('A',), 16.0)
    >>> "weighted travel to these sites is 28," in plan.notes[-1]
    True
    >>> plan = solve(KNearestPMedian(town, p=1, k=3))
    >>> plan.open, plan.objective
    (('A',), 28.0)
    >>> plan.notes[-1]
    "everybody has an open site on the list: the value is the p-median's own"
    """

    name = "k-nearest-p-median"
    measure = "weighted travel"
    needs_count = True

    k: int | None = None
    cutoff: float | None = None

    def __post_init__(self) -> None:
        if self.k is None and self.cutoff is None:
            raise ProblemError(
                "k-nearest-p-median needs the length of the lists; give k, the number "
                "of nearest sites, or cutoff, the farthest site listed."
            )
        if self.k is not None:
            object.__setattr__(self, "k", whole_number("k", self.k, least=1))
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("cutoff", self.cutoff, unit=unit, optional=True)
        super().__post_init__()

    @cached_property
    def _lists(self) -> Shortlist:
        """The sites of every client's list."""
        return shortlist(
            self.town,
            allowed=~self.rules.never,
            most=self.town.m if self.k is None else self.k,
            cutoff=np.inf if self.cutoff is None else float(self.cutoff),
        )

    @property
    def cautions(self) -> tuple[str, ...]:
        """Whether the cut-off leaves out all trips, or none."""
        if self.cutoff is None:
            return ()
        return limit_warning(self.town, self.cutoff, name="cutoff")

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        demand, lists = self.town.demand, self._lists
        costs = zip(lists.client.tolist(), lists.site.tolist(), lists.cost, strict=True)
        cost = {(i, j): float(c) for i, j, c in costs}
        more = np.isfinite(lists.beyond)
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, self.town.n - 1)
        m.pairs = pyo.Set(initialize=list(cost), dimen=2)
        m.assign = pyo.Var(m.pairs, bounds=(0, 1))
        m.elsewhere = pyo.Var(m.I, bounds=lambda _, i: (0, int(more[i])))
        m.weighted_travel = pyo.Objective(
            expr=sum(demand[i] * cost[i, j] * m.assign[i, j] for i, j in m.pairs)
            + sum(demand[i] * lists.beyond[i] * m.elsewhere[i] for i in m.I if more[i])
        )
        m.every_client_once = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                sum(m.assign[i, j] for j in m.J if (i, j) in m.pairs) + m.elsewhere[i]
                == 1
            ),
        )
        m.only_open_sites = pyo.Constraint(
            m.pairs, rule=lambda m, i, j: m.assign[i, j] <= m.open[j]
        )
        return m

    @property
    def _short_lists(self) -> ShortLists:
        """The lists in the checker's words."""
        return ShortLists(self.k, self.cutoff, tuple(self.forbidden))

    def terms(self) -> tuple[WeightedTravel, TravelBeyond]:
        """Travel on the lists, and just beyond them."""
        return (WeightedTravel(), TravelBeyond(self._short_lists))

    def duties(self) -> tuple[OnTheList]:
        """Everybody is served from the list, or has sites beyond it."""
        return (OnTheList(self._short_lists),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town, lists = self.town, self._lists
        order = np.lexsort((lists.site, lists.client))
        client, site = lists.client[order], lists.site[order]
        more = np.isfinite(lists.beyond)
        draft = Draft("min", self.rules)
        assign = draft.columns(
            "assign",
            np.column_stack([client, site]),
            cost=town.demand[client] * lists.cost[order],
        )
        elsewhere = draft.columns(
            "elsewhere",
            subscripts(town.n),
            cost=town.demand * np.where(more, lists.beyond, 0.0),
            upper=more.astype(float),
        )
        draft.rows(
            "every_client_once",
            subscripts(town.n),
            (client, assign, 1.0),
            (np.arange(town.n), elsewhere, 1.0),
            lower=1.0,
            upper=1.0,
        )
        each = np.arange(len(client))
        draft.rows(
            "only_open_sites",
            np.column_stack([client, site]),
            (each, assign, 1.0),
            (each, draft.open[site], -1.0),
            upper=0.0,
        )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Three for every listed pair, one a client, and the rows of the rules."""
        return 3 * len(self._lists.site) + self.town.n + self.town.m

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Weighted travel to the first open site of each list, or just beyond it."""
        values, unserved = np.empty((2, len(designs)))
        for d, design in enumerate(designs):
            _, cost = self._lists.nearest(design)
            served = np.isfinite(cost)
            values[d] = cost[served] @ self.town.demand[served]
            unserved[d] = self.town.n - served.sum()
        return values[:, None], self.rules.violation(designs) + unserved

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Everybody at the first open site of the list, if there is one."""
        site, cost = self._lists.nearest(design)
        return Assignment.single(site) if np.isfinite(cost).all() else None

    def shape(self) -> MedianForm | None:
        """A median whose costs are cut off just beyond the lists, unless too large."""
        town, beyond = self.town, self._lists.beyond
        if town.n * town.m > LARGEST_TABLE:
            return None
        cost = np.minimum(town.travel(), beyond[:, None])
        return MedianForm(town.demand, cost, np.zeros(town.m), self.rules)

    def remarks(self, design: NDArray[np.bool_]) -> tuple[str, ...]:
        """Whether the value is the p-median's own, and what would make it so."""
        town, (site, counted) = self.town, self._lists.nearest(design)
        off = np.flatnonzero(site < 0)
        if not len(off):
            return (f"everybody has an open site on the list: {EXACT}",)
        _, true = nearest_open(town, design)
        start = f"{len(off)} of {town.n} clients have no open site on the list"
        if not np.isfinite(true).all():
            lonely = int((~np.isfinite(true)).sum())
            return (
                f"{start}, and {lonely} of them have no way to any open site, which "
                f"the lists are too short to show: {self._larger()} must be larger",
            )
        travel, bound = float(true @ town.demand), float(counted @ town.demand)
        if travel - bound <= SAME * travel:
            return (f"{start}, but one open just beyond it: {EXACT}",)
        return (
            f"{start} and count the travel just beyond it, which is too little: the "
            f"true weighted travel to these sites is {shown(travel)}, and for the "
            f"exact p-median {self._larger()} must be larger "
            f"({self._enough(design, off)} would list an open site for everybody here)",
        )

    def _larger(self) -> str:
        """The fields that cut the lists."""
        given = {"k": self.k, "cutoff": self.cutoff}
        return " or ".join(name for name, value in given.items() if value is not None)

    def _enough(self, design: NDArray[np.bool_], off: NDArray[np.intp]) -> str:
        """Fields with which the clients that are off the list would be on it."""
        rank, cost = rank_of_nearest(
            self.town, design, allowed=~self.rules.never, clients=off
        )
        found = [f"k = {rank}"] if self.k is not None else []
        found += [f"cutoff = {cost!r}"] if self.cutoff is not None else []
        return " and ".join(found)
