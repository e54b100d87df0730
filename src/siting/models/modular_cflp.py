"""The facility location problem with modular capacities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.claim import Duty, Term
from siting.claims.capacity import NearestOpen
from siting.claims.opening import OpeningCost
from siting.claims.service import EveryClientServed
from siting.claims.size import SizeCost, WithinSize
from siting.claims.travel import WeightedTravel
from siting.cost import Floats
from siting.draft import Draft
from siting.easing import Easing, Stock, factors
from siting.errors import ProblemError
from siting.matrix import Matrix, subscripts
from siting.modelling.service import (
    count_pairs,
    pair_costs,
    reachable_pairs,
    weighted_costs,
)
from siting.modelling.serving import (
    closest_nonzeros,
    declare_closest,
    declare_service,
    draft_closest,
    draft_service,
)
from siting.problem import Problem

NUMBER = r"\s*(\d+\.?\d*(?:[eE][+-]?\d+)?)\s*"


@dataclass(frozen=True, eq=False, kw_only=True)
class ModularCFLP(Problem):
    """Open sites in one of several sizes so that opening, sizes and travel cost least.

    Many small clinics or a few large ones, when a bed in a large one is cheaper?

    ::

        minimise    sum_j opening_j open_j + sum_jk price_k size_jk
                    + sum_ij demand_i cost_ij assign_ij
        subject to  sum_j assign_ij = 1                     every client once
                    assign_ij <= open_j                     only open sites
                    sum_k size_jk = open_j                  one size where open
                    sum_i demand_i assign_ij
                        <= sum_k capacity_k size_jk         within the size
                    open_j, size_jk in {0, 1}, 0 <= assign_ij <= 1

    The instance's own capacity of a site is the room there is: a size beyond it cannot
    be built there, and a site with room for no size cannot open. Demand is divisible.
    Prices are in the unit of the opening cost. The answer's amounts tell the capacity
    that is built at each open site.

    Parameters
    ----------
    sizes
        What can be built, each as capacity:price, such as 100:50,250:90.

    References
    ----------
    Holmberg, K. (1994). Solving the staircase cost facility location problem with
    decomposition and piecewise linearization. European Journal of Operational Research
    75(1), 41-61.

    Correia, I., Captivo, M. E. (2003). A Lagrangean heuristic for a modular capacitated
    location problem. Annals of Operations Research 122, 141-161.
    doi:10.1023/A:1026146507143

    Examples
    --------
    Two towns of 4 people, 1 km apart, no other rent. Two clinics for 4 cost 2 x 10. One
    for 8 costs 15, and 4 x 1 of travel: 19 is less.

    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[0, 1], [1, 0]], demand=[4, 4], sites=["A", "B"])
    >>> plan = solve(ModularCFLP(town, sizes=["4:10", "8:15"]))
    >>> plan.objective, sorted(plan.amounts.values())
    (19.0, [8.0])
    """

    name = "modular-cflp"
    measure = "opening and size cost plus weighted travel"
    reply_is_hard = True
    amount = "capacity"
    fills = "size"
    refused = MappingProxyType(
        {"budget": "it would pay for opening but not for sizes, whose prices count"}
    )

    sizes: Annotated[Sequence[str], ",", "CAPACITY:PRICE"]

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", _texts(self.sizes))
        _check(self.sizes, self._sizes)
        super().__post_init__()

    @property
    def _sizes(self) -> tuple[tuple[float, float], ...]:
        """Capacity and price of each size."""
        return tuple(_size(text) for text in self.sizes)

    def outlay(self, amounts: Floats | None) -> Floats:
        """Opening cost of each site (m,), and the price of its size."""
        price = dict(self._sizes)
        built = np.zeros(self.town.m) if amounts is None else amounts
        return self.town.opening + [price.get(size, 0.0) for size in built.tolist()]

    @cached_property
    def _built(self) -> NDArray[np.int32]:
        """Site and size (k, 2) of all that there is room to build."""
        capacity = np.array([c for c, _ in self._sizes])
        room = capacity[None, :] <= self.town.capacity[:, None]
        return np.argwhere(room).astype(np.int32)

    def stock(self) -> Stock:
        """The demand, and the largest size that each site has room for."""
        capacity = np.array([c for c, _ in self._sizes])
        largest = np.zeros(self.town.m)
        np.maximum.at(largest, self._built[:, 0], capacity[self._built[:, 1]])
        whole = float(self.town.demand.sum())
        return Stock("demand", whole, largest, ample=max(whole, float(capacity.max())))

    def easings(self) -> tuple[Easing, ...]:
        """Larger sizes, at the same prices."""
        least, whole = min(self._sizes)[0], float(self.town.demand.sum())
        return (
            Easing(
                "sizes",
                "sizes {:.2f} times as large would do, to 0.01 of a time",
                factors(whole / least),
                lambda x: replace(
                    self, sizes=[f"{c * x!r}:{price!r}" for c, price in self._sizes]
                ),
            ),
        )

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, sizes = self.town, self._sizes
        cost = pair_costs(town)
        built = [(j, k) for j, k in self._built.tolist()]
        m = self.rules.in_pyomo()
        declare_service(m, reachable_pairs(town), n=town.n)
        m.built = pyo.Set(initialize=built, dimen=2)
        m.size = pyo.Var(m.built, domain=pyo.Binary)
        m.opening_sizes_and_travel = pyo.Objective(
            expr=sum(town.opening[j] * m.open[j] for j in m.J)
            + sum(sizes[k][1] * m.size[j, k] for j, k in m.built)
            + sum(town.demand[i] * cost[i, j] * m.assign[i, j] for i, j in m.pairs)
        )
        m.one_size_where_open = pyo.Constraint(
            m.J,
            rule=lambda m, j: (
                sum(m.size[s, k] for s, k in built if s == j) - m.open[j] == 0
            ),
        )
        m.within_the_size = pyo.Constraint(
            np.unique(reachable_pairs(town)[:, 1]).tolist(),
            rule=lambda m, j: (
                sum(town.demand[i] * m.assign[i, j] for i in m.I if (i, j) in m.pairs)
                - sum(sizes[k][0] * m.size[s, k] for s, k in built if s == j)
                <= 0
            ),
        )
        if self.closest:
            declare_closest(m, town)
        return m

    def terms(self) -> tuple[Term, ...]:
        """Opening cost, cost of the sizes and demand-weighted travel."""
        return (OpeningCost(), SizeCost(self._sizes), WeightedTravel())

    def duties(self) -> tuple[Duty, ...]:
        """Every client is served, and none of the sizes is overrun."""
        return (
            EveryClientServed(),
            WithinSize(self._sizes),
            *([NearestOpen()] if self.closest else []),
        )

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        town, built = self.town, self._built
        pairs, sites = reachable_pairs(town), np.arange(town.m)
        capacity, price = np.array(self._sizes).T
        draft = Draft("min", self.rules, opening=town.opening)
        size = draft.columns("size", built, cost=price[built[:, 1]], integer=True)
        cost = weighted_costs(town, pairs)
        assign = draft_service(draft, pairs, n=town.n, cost=cost)
        draft.rows(
            "one_size_where_open",
            subscripts(town.m),
            (built[:, 0], size, 1.0),
            (sites, draft.open, -1.0),
            lower=0.0,
            upper=0.0,
        )
        near, row = np.unique(pairs[:, 1], return_inverse=True)
        there = np.flatnonzero(np.isin(built[:, 0], near))
        draft.rows(
            "within_the_size",
            near[:, None],
            (row, assign, town.demand[pairs[:, 0]]),
            (
                np.searchsorted(near, built[there, 0]),
                size[there],
                -capacity[built[there, 1]],
            ),
            upper=0.0,
        )
        if self.closest:
            draft_closest(draft, town, pairs, assign)
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Four for every reachable pair, a few for every site, and closest service."""
        nearest = closest_nonzeros(self.town) if self.closest else 0
        each = 4 * count_pairs(self.town) + 2 * len(self._built)
        return each + nearest + 4 * self.town.m

    def decoded(self, matrix: Matrix, x: Floats) -> Assignment:
        """Who is served where, and the capacity of the size that was chosen."""
        chosen = matrix.subscripts_of("size")[x[matrix.family("size")] > 0.5]
        capacity = np.array([c for c, _ in self._sizes])
        amount = np.zeros(self.town.m)
        amount[chosen[:, 0]] = capacity[chosen[:, 1]]
        return replace(super().decoded(matrix, x), amount=amount)


def _texts(sizes: Any) -> tuple[str, ...]:
    """The sizes as a tuple of texts."""
    if isinstance(sizes, str) or not isinstance(sizes, Sequence):
        raise ProblemError(
            f"sizes is {sizes!r}; expected a list of texts capacity:price, such as "
            "['100:50', '250:90']."
        )
    return tuple(str(x) for x in sizes)


def _size(text: str) -> tuple[float, float]:
    """Capacity and price of a text such as 100:50."""
    match = re.fullmatch(f"{NUMBER}:{NUMBER}", text)
    if match is None or float(match[1]) <= 0:
        raise ProblemError(
            f"sizes has {text!r}; expected capacity:price, a number > 0 and one >= 0, "
            "such as 100:50."
        )
    return float(match[1]), float(match[2])


def _check(texts: Sequence[str], sizes: Sequence[tuple[float, float]]) -> None:
    """Refuse no size at all, and two of one capacity."""
    if not sizes:
        raise ProblemError("sizes is empty; give at least one, such as 100:50.")
    capacities = [c for c, _ in sizes]
    for k, capacity in enumerate(capacities):
        if capacity in capacities[:k]:
            first = texts[capacities.index(capacity)]
            raise ProblemError(
                f"sizes has {first!r} and {texts[k]!r} of one capacity; keep the "
                "cheaper one."
            )
