"""Several problems in one matrix: the same open sites, and the same assignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.cost import Floats
from siting.declared import decoded
from siting.draft import Draft
from siting.fronts.epsilon import Bools
from siting.fronts.joint import joined, moves
from siting.fronts.measured import (
    Measure,
    Pairs,
    flow_unit,
    pairs_of,
)
from siting.fronts.rows import row_unit, with_limits
from siting.instance import Instance
from siting.matrix import Matrix, subscripts
from siting.milp.highs import TINY
from siting.modelling.serving import draft_capacity, draft_closest
from siting.stakes import Stake, is_about_sites
from siting.tradeoff import Tradeoff

Places = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Goal:
    """An objective over some columns, to be minimised.

    Attributes
    ----------
    place, value : (k,)
        Positions of the columns, and their coefficients.
    """

    place: Places
    value: Floats
    added: float = 0.0

    def and_also(self, place: Places, value: Floats) -> Goal:
        """The same with more columns."""
        return Goal(
            np.concatenate([self.place, place]), np.concatenate([self.value, value])
        )

    def row(self, wide: int) -> Floats:
        """Coefficients of so many columns."""
        found = np.zeros(wide)
        found[self.place] = self.value
        return found


@dataclass(frozen=True, eq=False)
class Assigned:
    """All that the problems ask of sites and shares, and what each measures of them.

    Attributes
    ----------
    matrix
        Rows of all problems; the last are the objectives (q,), without a limit.
    goals : (q, columns)
        The objectives, to be minimised, and what is added to each.
    units : (q,)
        In which the last rows are told.
    whole
        Whether each client is served by one site.
    demand : (k,)
        Of the client of each share.
    flow_unit
        Of the demand that goes from a client to a site; 0 where none is known.
    """

    matrix: Matrix
    goals: Floats
    added: Floats
    units: Floats
    measures: tuple[Measure, ...]
    whole: bool
    demand: Floats
    flow_unit: float

    @property
    def assign(self) -> slice:
        """Positions of the shares."""
        return self.matrix.family("assign")

    def asked(self, weights: Floats, limits: Floats) -> Matrix:
        """Minimise a weighted sum while each objective is at most its limit.

        A worst case keeps its limit where nothing worse may be used; no row does that.
        """
        upper, most = self.matrix.row_upper.copy(), self.matrix.upper.copy()
        sums = np.array([x.far is None for x in self.measures])
        upper[-len(limits) :] = np.where(
            sums, (limits - self.added) / self.units, np.inf
        )
        shares = most[self.assign]
        for measure, limit in zip(self.measures, limits.tolist(), strict=True):
            if measure.far is not None:
                shares[measure.far > limit] = 0.0
        return replace(
            self.matrix, cost=weights @ self.goals, offset=float(weights @ self.added),
            row_upper=upper, upper=most,
        )  # fmt: skip

    def plan(self, x: Floats) -> tuple[Bools, Assignment]:
        """Open sites (m,) and who is served where, at a point (columns,)."""
        return x[self.matrix.family("open")] > 0.5, decoded(self.matrix, x)


def assigned(
    tradeoff: Tradeoff, told: Sequence[Measure], *, limited: int | None
) -> Assigned:
    """The problems of a trade-off that are measured on one assignment.

    Parameters
    ----------
    told
        Of `siting.fronts.measured.measures`.
    limited
        An objective that is never minimised: a worst case needs no columns then.
    """
    stake, town = tradeoff.stake, tradeoff.problems[0].town
    assert stake is not None
    pairs, draft = pairs_of(town, stake), Draft("min", tradeoff.rules)
    assign = _service(draft, pairs, town, stake)
    goals: list[Goal] = []
    for k, measure in enumerate(told):
        goal = Goal(draft.open, measure.of_site).and_also(assign, measure.of_pair)
        if measure.far is not None and k != limited:
            goal = _worst(draft, k, (pairs, assign), measure.far, whole=stake.whole)
        goals.append(goal)
    apart = {k: p for k, p in enumerate(tradeoff.problems) if is_about_sites(p)}
    parts = [draft.matrix(), *(p.matrix for p in apart.values())]
    for k, part, place in zip(apart, parts[1:], moves(parts)[1:], strict=True):
        goals[k] = Goal(place, part.minimised, apart[k].sign * part.offset)
    matrix = joined(parts) if apart else parts[0]
    rows = np.array([goal.row(matrix.shape[1]) for goal in goals])
    units = np.array([row_unit(row) for row in rows])
    sums = np.array([measure.far is None for measure in told])[:, None]
    there = sums & (np.abs(rows / units[:, None]) > TINY)  # HiGHS drops what is less
    return Assigned(
        matrix=with_limits(matrix, np.where(there, rows, 0.0), units), goals=rows,
        added=np.array([goal.added for goal in goals]), units=units,
        measures=tuple(told), whole=stake.whole, demand=town.demand[pairs[:, 0]],
        flow_unit=float(flow_unit(town, stake) or 0),
    )  # fmt: skip


def _service(draft: Draft, pairs: Pairs, town: Instance, stake: Stake) -> Places:
    """Shares of the pairs, and what is asked of them."""
    (client, site), each = pairs.T, np.arange(len(pairs))
    assign = draft.columns("assign", pairs, integer=stake.whole)
    draft.rows(
        "every_client_once" if stake.everyone else "every_client_once_at_most",
        subscripts(town.n), (client, assign, 1.0),
        lower=1.0 if stake.everyone else 0.0, upper=1.0,
    )  # fmt: skip
    draft.rows(
        "only_open_sites", pairs,
        (each, assign, 1.0), (each, draft.open[site], -1.0), upper=0.0,
    )  # fmt: skip
    if stake.room:
        draft_capacity(draft, town, pairs, assign)
    if stake.load:
        draft.rows(
            "enough_load_where_open", subscripts(town.m),
            (site, assign, town.demand[client]),
            (np.arange(town.m), draft.open, -stake.load), lower=0.0,
        )  # fmt: skip
    if stake.nearest:
        draft_closest(draft, town, pairs, assign)
    return assign


def _worst(
    draft: Draft, k: int, used: tuple[Pairs, Places], far: Floats, *, whole: bool
) -> Goal:
    """The worst case of objective k, and what makes its columns tell that.

    With whole clients nobody travels more than one number. Of a client in parts such a
    row would tell the mean: each distance has a 0-1 variable of its own, that says
    whether anybody goes so far.

    Elloumi, S., Labbe, M., Pochet, Y. (2004). A new formulation and resolution method
    for the p-center problem. INFORMS Journal on Computing 16(1), 84-94.
    doi:10.1287/ijoc.1030.0028
    """
    pairs, assign = used
    if whole:
        largest = draft.columns("largest_travel", np.array([[k]]), upper=np.inf)
        clients, each = np.unique(pairs[:, 0], return_inverse=True)
        draft.rows(
            "nobody_travels_more", clients[:, None], (each, assign, far),
            (np.arange(len(clients)), largest, -1.0), upper=0.0,
        )  # fmt: skip
        return Goal(largest, np.ones(1))
    levels, level = np.unique(far, return_inverse=True)
    index = np.column_stack([np.full(len(levels) - 1, k), np.arange(1, len(levels))])
    reached = draft.columns("somebody_goes_so_far", index, integer=True)
    beyond = np.flatnonzero(level > 0)
    draft.rows(
        "nobody_goes_farther", pairs[beyond],
        (np.arange(len(beyond)), assign[beyond], 1.0),
        (np.arange(len(beyond)), reached[level[beyond] - 1], -1.0), upper=0.0,
    )  # fmt: skip
    steps = np.arange(max(len(reached) - 1, 0))
    draft.rows(
        "farther_is_beyond_nearer", index[1:], (steps, reached[1:], 1.0),
        (steps, reached[:-1], -1.0), upper=0.0,
    )  # fmt: skip
    return Goal(reached, np.diff(levels), float(levels[0]))
