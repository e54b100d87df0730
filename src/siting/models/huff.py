"""The maximum market share problem with Huff's probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray

from siting.access.huff import Market, market_of
from siting.assignment import BLOCK, Assignment
from siting.claims.huff import DrawnByAttraction
from siting.claims.service import ServedDemand
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError, listed
from siting.matrix import Matrix, subscripts
from siting.modelling.rivals import rivals_of
from siting.problem import Problem
from siting.ruling import check_choice, check_number, texts_of

TRACE = 1e-8
"""Shares are told apart no finer than this: HiGHS drops smaller coefficients."""

FEW = 1e-3
"""Part of the demand below which winning no more with all sites is odd."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Huff(Problem):
    """Open p sites so that the market share by Huff's probabilities is largest.

    How many customers can p new shops expect, if people divide themselves among all
    shops, ours and others', by size and distance?

    ::

        a_ij = attractiveness_j / travel_ij^beta
        C_i  = outside + sum of a_ij over the competitors' sites
        alone_ij = a_ij / (a_ij + C_i)            share if j alone of ours were open

        maximise    sum_ij demand_i alone_ij drawn_ij
        subject to  sum_j alone_ij drawn_ij + elsewhere_i = 1
                                                  every client somewhere
                    drawn_ij <= open_j            only open sites
                    (1 - alone_ij) drawn_ij <= elsewhere_i
                                                  drawn in proportion
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, drawn_ij, elsewhere_i in [0, 1]

    With ``open`` fixed, alone_ij drawn_ij is a_ij / (C_i + sum of a_ij over our open
    sites): the constant proportions of the choice model make the fraction linear
    (Haase and Mueller). Its bound is weak where competition is: 3 of 30 sites are
    proved best in seconds, for 5 of 60 a gap is left after a minute. There, and beyond,
    interchange on the closed form is quick and gives better answers. A site whose
    attraction is less than 1e-8 of C_i draws nobody from there.

    Parameters
    ----------
    competitors
        Ids of sites that belong to a competitor, beside those whose role in the
        instance is competitor. They are closed to us, and stay where they are.
    beta
        How much distance deters: attraction falls with travel to this power. 0 to 10.
    least_travel
        Shorter travel counts as this, in the unit of the instance's cost. Needed where
        somebody is 0 from a site, since attraction is infinite there.
    attractiveness
        equal: every site has 1. capacity: a site's is its capacity in the instance
        (beds, floor space), which must be finite for ours and for competitors.
    outside
        Attraction of staying away, or of what is not in the instance, for everybody: in
        the unit of attractiveness / travel^beta. With beta = 2 and equal sites, 0.01 is
        worth one site 10 away.

    References
    ----------
    Huff, D. L. (1964). Defining and estimating a trading area. Journal of Marketing
    28(3), 34-38. doi:10.1177/002224296402800307

    Haase, K., Mueller, S. (2014). A comparison of linear reformulations for multinomial
    logit choice probabilities in facility location models. European Journal of
    Operational Research 232(3), 689-691.

    Examples
    --------
    The rival R is 10 from both villages. Ours at A is 10 from both: half of the 2 + 6.
    At B it is 5 from the first and 20 from the second: with beta = 2 attractions are
    4 : 1 and 1 : 4, so that 2 x 4/5 + 6 x 1/5 = 2.8 come.

    >>> from siting import Instance, solve
    >>> cost = [[10, 5, 10], [10, 20, 10]]
    >>> town = Instance.from_matrix(cost, demand=[2, 6], sites=["A", "B", "R"])
    >>> plan = solve(Huff(town, p=1, competitors=["R"]))
    >>> plan.open, plan.objective
    (('A',), 4.0)
    """

    name = "huff"
    sense = "max"
    counts_demand = True
    measure = "expected demand"
    needs_count = True
    has_competitors = True
    refused = MappingProxyType(
        {"closest": "people choose by attraction, not by distance alone"}
    )

    competitors: Annotated[Sequence[str], ",", "ID"] = ()
    beta: float = 2.0
    least_travel: float | None = None
    attractiveness: Literal["equal", "capacity"] = "equal"
    outside: float = 0.0

    def __post_init__(self) -> None:
        theirs = texts_of("competitors", self.competitors)
        object.__setattr__(self, "competitors", theirs)
        check_number("beta", self.beta, most=10.0)
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("least_travel", self.least_travel, unit=unit, optional=True)
        check_choice("attractiveness", self.attractiveness, ("equal", "capacity"))
        check_number("outside", self.outside)
        if not self._rivals.any() and not self.outside:
            raise ProblemError(
                "huff needs something that competes, or any open site has the whole "
                "market; name sites in competitors or give them the role, or give "
                "outside."
            )
        closed = texts_of("forbidden", self.forbidden)
        barred = tuple(dict.fromkeys((*closed, *theirs)))
        object.__setattr__(self, "forbidden", barred)
        super().__post_init__()
        self._check_sizes()
        _ = self._market

    def _check_sizes(self) -> None:
        """Refuse a site without limit where size is what attracts."""
        used = ~self.rules.never | self._rivals
        lost = used & ~np.isfinite(self.instance.capacity)
        if self.attractiveness == "capacity" and lost.any():
            names = [self.instance.sites[j] for j in np.flatnonzero(lost)]
            raise ProblemError(
                f"attractiveness is 'capacity', but site {listed(names)} has no limit; "
                "give every site a capacity, or choose 'equal'."
            )

    @property
    def unit(self) -> str:
        """Unit of the demand."""
        return self.town.demand_unit

    @cached_property
    def _rivals(self) -> NDArray[np.bool_]:
        """(m,) sites that are the competitors'."""
        return rivals_of(self.instance, self.competitors)

    @cached_property
    def _market(self) -> Market:
        """Attraction of what may be open, and of what competes."""
        by_size = self.attractiveness == "capacity"
        return market_of(
            self.town,
            self.instance.capacity if by_size else np.ones(self.instance.m),
            beta=float(self.beta),
            least_travel=self.least_travel,
            ours=~self.rules.never,
            theirs=self._rivals,
            outside=float(self.outside),
        )

    @property
    def cautions(self) -> tuple[str, ...]:
        """Whether next to nobody would come even with all sites open."""
        everywhere = self._market.drawn(~self.rules.never[None, :])[:, 0]
        most, total = float(self.town.demand @ everywhere), self.town.demand.sum()
        if not self.outside or most >= FEW * total:
            return ()
        return (
            f"outside warning: outside is {self.outside:g}, beside which all sites "
            f"together draw {most:g} of {total:g}; is it in the unit of attractiveness "
            f"/ travel^{self.beta:g}?",
        )

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, market = self.town, self._market
        pairs = list(zip(market.client.tolist(), market.ours.indices.tolist(),
                         strict=True))  # fmt: skip
        alone = dict(zip(pairs, market.alone.tolist(), strict=True))
        lost = dict(zip(pairs, market.lost.tolist(), strict=True))
        m = self.rules.in_pyomo()
        m.I = pyo.RangeSet(0, town.n - 1)
        m.pairs = pyo.Set(initialize=pairs, dimen=2)
        m.drawn = pyo.Var(m.pairs, bounds=(0, 1))
        m.elsewhere = pyo.Var(m.I, bounds=(0, 1))
        m.expected_demand = pyo.Objective(
            expr=sum(town.demand[i] * alone[i, j] * m.drawn[i, j] for i, j in m.pairs),
            sense=pyo.maximize,
        )
        m.every_client_somewhere = pyo.Constraint(
            m.I,
            rule=lambda m, i: (
                sum(alone[i, j] * m.drawn[i, j] for j in m.J if (i, j) in m.pairs)
                + m.elsewhere[i]
                == 1
            ),
        )
        m.only_open_sites = pyo.Constraint(
            m.pairs, rule=lambda m, i, j: m.drawn[i, j] <= m.open[j]
        )
        m.drawn_in_proportion = pyo.Constraint(
            [pair for pair in pairs if lost[pair] > 0],
            rule=lambda m, i, j: (
                max(lost[i, j], TRACE) * m.drawn[i, j] - m.elsewhere[i] <= 0
            ),
        )
        return m

    def terms(self) -> tuple[ServedDemand]:
        """Demand that is expected at our sites."""
        return (ServedDemand(),)

    def duties(self) -> tuple[DrawnByAttraction]:
        """Everybody divides as attraction says."""
        return (
            DrawnByAttraction(
                tuple(self.competitors),
                beta=float(self.beta),
                least_travel=self.least_travel or 0.0,
                outside=float(self.outside),
                by_capacity=self.attractiveness == "capacity",
            ),
        )

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        market, n = self._market, self.town.n
        client, site = market.client, market.ours.indices
        pairs, each = np.column_stack([client, site]), np.arange(len(client))
        alone, lost = market.alone, market.lost
        draft = Draft("max", self.rules)
        worth = self.town.demand[client] * alone
        drawn = draft.columns("drawn", pairs, cost=worth)
        elsewhere = draft.columns("elsewhere", subscripts(n))
        draft.rows(
            "every_client_somewhere", subscripts(n),
            (client, drawn, alone), (np.arange(n), elsewhere, 1.0),
            lower=1.0, upper=1.0,
        )  # fmt: skip
        draft.rows(
            "only_open_sites", pairs,
            (each, drawn, 1.0), (each, draft.open[site], -1.0), upper=0.0,
        )  # fmt: skip
        rival = np.flatnonzero(lost > 0)
        row = np.arange(len(rival))
        draft.rows(
            "drawn_in_proportion", pairs[rival],
            (row, drawn[rival], np.maximum(lost[rival], TRACE)),
            (row, elsewhere[client[rival]], -1.0), upper=0.0,
        )  # fmt: skip
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Five a pair, one a client, and the rows of the rules."""
        return 5 * len(self._market.client) + self.town.n + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Expected demand by the closed form."""
        values = np.empty((len(designs), 1))
        step = max(1, BLOCK // self.town.n)
        for k in range(0, len(designs), step):
            drawn = self._market.drawn(designs[k : k + step])
            values[k : k + step, 0] = self.town.demand @ drawn
        return values, self.rules.violation(designs)

    def reply(self, design: NDArray[np.bool_]) -> Assignment:
        """The part of every client that each open site draws."""
        market = self._market
        used = design[market.ours.indices]
        client, site = market.client[used], market.ours.indices[used]
        inside = market.ours @ design.astype(float) + market.rivalry
        share = market.ours.data[used] / inside[client]
        return Assignment(client, site.astype(np.intp), share)
