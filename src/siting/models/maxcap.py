"""The maximum capture problem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open
from siting.claims.rivals import WonFromCompetitors
from siting.claims.service import ServedDemand
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError
from siting.forms import CoverForm
from siting.matrix import Matrix, subscripts
from siting.modelling.coverage import cover_counts
from siting.modelling.rivals import captures, rivals_of
from siting.problem import Problem
from siting.ruling import texts_of


@dataclass(frozen=True, eq=False, kw_only=True)
class MaxCap(Problem):
    """Open p sites so that most demand is nearer to us than to any competitor.

    Where should p new shops go, if everybody walks to the nearest one, whosever it is?

    ::

        maximise    sum_i demand_i captured_i + 1/2 sum_i demand_i shared_i
        subject to  captured_i <= sum_{j nearer than every competitor} open_j
                                                  captured by a nearer open site
                    shared_i <= sum_{j as near as the nearest competitor} open_j
                                                  shared with a competitor as near
                    captured_i + shared_i <= 1    captured or shared
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, captured_i, shared_i >= 0

    A client whose nearest site of ours is exactly as far as the nearest competitor's
    counts half. Who is beyond everybody's reach is won by nobody. A competitor's reach
    limits it as ours limits us.

    Parameters
    ----------
    competitors
        Ids of sites that belong to a competitor, beside those whose role in the
        instance is competitor. They are closed to us, and stay where they are.

    References
    ----------
    ReVelle, C. (1986). The maximum capture or "sphere of influence" location problem:
    Hotelling revisited on a network. Journal of Regional Science 26(2), 343-358.

    Examples
    --------
    A street with a village every 4 km and a rival at the third. From B, the 1 of the
    first village and the 2 of the second come to us. From D only the 4 beyond the rival
    do, which is more: 4 > 3.

    >>> from siting import Instance, solve
    >>> cost = [[4, 8, 12], [0, 4, 8], [4, 0, 4], [8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[1, 2, 9, 4], sites=["B", "R", "D"])
    >>> plan = solve(MaxCap(town, p=1, competitors=["R"]))
    >>> plan.open, plan.objective
    (('D',), 4.0)
    """

    name = "maxcap"
    sense = "max"
    counts_demand = True
    measure = "captured demand"
    needs_count = True
    has_competitors = True

    competitors: Annotated[Sequence[str], ",", "ID"] = ()

    def __post_init__(self) -> None:
        theirs = texts_of("competitors", self.competitors)
        object.__setattr__(self, "competitors", theirs)
        if not rivals_of(self.instance, theirs).any():
            raise ProblemError(
                "maxcap needs a competitor, but no site is one, so that any open site "
                "would win everybody; name sites in competitors, or give them the role."
            )
        closed = texts_of("forbidden", self.forbidden)
        barred = tuple(dict.fromkeys((*closed, *theirs)))
        object.__setattr__(self, "forbidden", barred)
        super().__post_init__()

    @property
    def unit(self) -> str:
        """Unit of the demand."""
        return self.town.demand_unit

    @cached_property
    def _rivals(self) -> NDArray[np.bool_]:
        """(m,) sites that are the competitors'."""
        return rivals_of(self.instance, self.competitors)

    @cached_property
    def _captures(self) -> tuple[NDArray[np.int32], NDArray[np.int32], Floats]:
        """Client, site and share, whole or half, that the site would win."""
        return captures(self.town, self._rivals)

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, cost = self.town, self.town.travel()
        ours = np.flatnonzero(~self._rivals).tolist()
        rival = [min(row[self._rivals]) for row in cost]
        nearer = {i: [j for j in ours if cost[i, j] < rival[i]] for i in range(town.n)}
        level = {
            i: [j for j in ours if cost[i, j] == rival[i] < np.inf]
            for i in range(town.n)
        }
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, town.n - 1)
        m.ties = pyo.Set(initialize=[i for i in level if level[i]])
        m.captured = pyo.Var(m.I, bounds=(0, 1))
        m.shared = pyo.Var(m.ties, bounds=(0, 1))
        m.captured_demand = pyo.Objective(
            expr=sum(town.demand[i] * m.captured[i] for i in m.I)
            + sum(town.demand[i] / 2 * m.shared[i] for i in m.ties),
            sense=pyo.maximize,
        )
        m.captured_by_a_nearer_open_site = pyo.Constraint(
            m.I,
            rule=lambda m, i: m.captured[i] - sum(m.open[j] for j in nearer[i]) <= 0,
        )
        m.shared_with_a_competitor_as_near = pyo.Constraint(
            m.ties,
            rule=lambda m, i: m.shared[i] - sum(m.open[j] for j in level[i]) <= 0,
        )
        m.captured_or_shared = pyo.Constraint(
            m.ties, rule=lambda m, i: m.captured[i] + m.shared[i] <= 1
        )
        return m

    def terms(self) -> tuple[ServedDemand]:
        """Demand that is won, half of it where a competitor is as near."""
        return (ServedDemand(),)

    def duties(self) -> tuple[WonFromCompetitors]:
        """Nobody is counted who has a competitor nearer."""
        return (WonFromCompetitors(tuple(self.competitors)),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        client, site, share = self._captures
        whole, demand = share == 1, self.town.demand
        tied = np.unique(client[~whole])
        each, ties = np.arange(self.town.n), np.arange(len(tied))
        draft = Draft("max", self.rules)
        won = draft.columns("captured", subscripts(self.town.n), cost=demand)
        half = draft.columns("shared", tied[:, None], cost=demand[tied] / 2)
        draft.rows(
            "captured_by_a_nearer_open_site", subscripts(self.town.n),
            (each, won, 1.0), (client[whole], draft.open[site[whole]], -1.0),
            upper=0.0,
        )  # fmt: skip
        of_tie = np.searchsorted(tied, client[~whole])
        draft.rows(
            "shared_with_a_competitor_as_near", tied[:, None],
            (ties, half, 1.0), (of_tie, draft.open[site[~whole]], -1.0),
            upper=0.0,
        )  # fmt: skip
        draft.rows(
            "captured_or_shared", tied[:, None],
            (ties, won[tied], 1.0), (ties, half, 1.0),
            upper=1.0,
        )  # fmt: skip
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """One a pair and a client, three a tie, and the rows of the rules."""
        client, _, share = self._captures
        ties = len(np.unique(client[share < 1]))
        return len(client) + self.town.n + 3 * ties + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Demand that the open sites win, whole or half."""
        client, site, share = self._captures
        whole = share == 1
        values = np.zeros((len(designs), 1))
        half = self.town.demand / 2
        for pairs in ((client, site), (client[whole], site[whole])):
            for some, counts in cover_counts(pairs, designs, n=self.town.n):
                values[some, 0] += half @ (counts > 0)
        return values, self.rules.violation(designs)

    def reply(self, design: NDArray[np.bool_]) -> Assignment:
        """Everybody who is won at the nearest open site, the first one on ties."""
        client, site, share = self._captures
        nearest, _ = nearest_open(self.town, design)
        used = nearest[client] == site
        return Assignment(client[used], site[used], share[used])

    def shape(self) -> CoverForm:
        """Each client as two halves: one to be as near to, one to be nearer to."""
        client, site, share = self._captures
        whole = share == 1
        half, n = np.tile(self.town.demand / 2, 2), self.town.n
        member = np.concatenate([client, client[whole] + n])
        place = np.concatenate([site, site[whole]])
        return CoverForm.of_pairs(half, member, place, rules=self.rules)
