"""Maximal covering with several services or classes, each with its own radius."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment, nearest_open
from siting.claims.services import EachWithinItsRadius, WeightedServices
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError, listed
from siting.forms import CoverForm
from siting.matrix import Matrix
from siting.modelling.coverage import Pairs, cover_counts, covered_pairs, radius_warning
from siting.modelling.named import numbers_by_name
from siting.problem import Problem


@dataclass(frozen=True, eq=False, kw_only=True)
class MultiService(Problem):
    """Open p sites so that most demand is covered, each service within its own radius.

    A health post gives first aid, which must be near, and vaccinations, for which
    people travel. Where do p posts cover most of both?

    ::

        maximise    sum_is weight_s demand_i covered_is
        subject to  covered_is <= sum_{j: cost_ij <= radius_s} open_j
                                                  covered by an open site in reach
                    sum_j open_j = p              open p sites
                    open_j in {0, 1}, 0 <= covered_is <= 1

    Every open site gives every service. With ``classes`` the services are classes of
    clients, such as ages, and each client only needs that of its own class. With one
    service this is the MCLP.

    Parameters
    ----------
    radii
        The radius of each service, in the unit of the instance's cost, such as
        'first aid=5,vaccination=30'; in Python a list or {"first aid": 5, ...}.
    weights
        What a person counts who has the service, in the same way; 1 where not given.
    classes
        The group of clients (see the instance's groups) whose labels the services
        are, when each client only needs one of them.

    References
    ----------
    Church, R., ReVelle, C. (1974). The maximal covering location problem. Papers of the
    Regional Science Association 32, 101-118. doi:10.1007/BF01942293

    Schilling, D., Elzinga, D. J., Cohon, J., Church, R., ReVelle, C. (1979). The
    TEAM/FLEET models for simultaneous facility and equipment siting. Transportation
    Science 13(2), 163-175.

    Examples
    --------
    Villages of 3, 1 and 2 people in a row, 4 km apart. First aid reaches its own
    village only, clinic hours 4 km. A gives 3 and 3 + 1; B gives 1 and all 6; the two
    reach 7.

    >>> from siting import Instance, solve
    >>> cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    >>> town = Instance.from_matrix(cost, demand=[3, 1, 2], sites=["A", "B", "C"])
    >>> plan = solve(MultiService(town, p=1, radii=["first aid=1", "clinic=4"]))
    >>> plan.objective
    7.0
    """

    name = "multi-service"
    sense = "max"
    measure = "covered demand over all services"
    needs_count = True
    layer_word = "service"

    radii: Annotated[Sequence[str] | Mapping[str, float], ",", "NAME=X"]
    weights: Annotated[Sequence[str] | Mapping[str, float], ",", "NAME=X"] = ()
    classes: str | None = None

    def __post_init__(self) -> None:
        unit = self.instance.cost_unit or "the unit of cost"
        radii = numbers_by_name("radii", self.radii, one="radius", unit=unit)
        weights = numbers_by_name("weights", self.weights, one="weight", unit="")
        if not radii:
            raise ProblemError(
                "radii is empty; give the radius of each service, such as clinic=30."
            )
        strange = sorted(set(weights) - set(radii))
        if strange:
            raise ProblemError(
                f"weights names {listed(strange)}, which has no radius; the services "
                f"are {listed(radii)}."
            )
        for key, found in (("radii", radii), ("weights", weights)):
            texts = tuple(f"{name}={value!r}" for name, value in found.items())
            object.__setattr__(self, key, texts)
        self._check_classes(radii)
        super().__post_init__()

    def _check_classes(self, radii: Mapping[str, float]) -> None:
        """Refuse a group that is not there, or labels without a radius."""
        if self.classes is None:
            return
        groups = self.instance.groups
        if self.classes not in groups:
            known = listed(groups) or "none"
            raise ProblemError(
                f"classes is {self.classes!r}, but the clients' groups are {known}."
            )
        labels = set(groups[self.classes])
        if labels != set(radii):
            raise ProblemError(
                f"classes is {self.classes!r}, with the labels "
                f"{listed(sorted(labels))}, but radii names {listed(radii)}; give each "
                "label a radius."
            )

    @property
    def unit(self) -> str:
        """Unit of the demand, or of what is added up of it."""
        one = self.town.demand_unit or "demand"
        if self.weights:
            return f"weighted {one}"
        alone = self.classes is not None or len(self.layers) == 1
        return self.town.demand_unit if alone else f"{one} x services"

    @property
    def layers(self) -> tuple[str, ...]:  # type: ignore[override]  # from a field
        """The services."""
        return tuple(self._radius)

    @cached_property
    def _radius(self) -> dict[str, float]:
        """Radius of each service."""
        return numbers_by_name("radii", self.radii, one="radius", unit="")

    @cached_property
    def _weight(self) -> Floats:
        """Weight of each service."""
        given = numbers_by_name("weights", self.weights, one="weight", unit="")
        return np.array([given.get(name, 1.0) for name in self._radius])

    @property
    def needs(self) -> Floats:
        """Whether each client needs each service, its own class's or all: 0 or 1."""
        return self._needs.astype(float)

    @cached_property
    def _needs(self) -> NDArray[np.bool_]:
        """Which clients need which services: (n, services)."""
        names = np.array(self.layers)
        if self.classes is None:
            return np.ones((self.town.n, len(names)), dtype=bool)
        labels = np.array(self.town.groups[self.classes])
        return np.asarray(labels[:, None] == names[None, :])

    @cached_property
    def _worth(self) -> Floats:
        """Weighted demand of every need, client by client."""
        client, service = np.nonzero(self._needs)
        return np.asarray(self.town.demand[client] * self._weight[service])

    @cached_property
    def _pairs(self) -> Pairs:
        """Need and site of every pair within the radius of the service needed."""
        place = np.cumsum(self._needs).reshape(self._needs.shape) - 1
        needs, sites = [], []
        for k, radius in enumerate(self._radius.values()):
            client, site = covered_pairs(self.town, radius)
            needed = self._needs[client, k]
            needs.append(place[client[needed], k])
            sites.append(site[needed])
        need, site = np.concatenate(needs), np.concatenate(sites)
        order = np.lexsort((site, need))
        return need[order].astype(np.int32), site[order]

    @property
    def cautions(self) -> tuple[str, ...]:
        """Whether a radius covers nobody, or everybody from one site."""
        said: list[str] = []
        for name, radius in self._radius.items():
            pairs = covered_pairs(self.town, radius)
            called = f"radius of {name!r}"
            said += radius_warning(self.town, radius, pairs, name=called)
        return tuple(said)

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        town, travel = self.town, self.town.travel()
        radius = list(self._radius.values())
        m = self.rules.in_pyomo()
        m.needs = pyo.Set(
            initialize=[tuple(x) for x in np.argwhere(self._needs).tolist()], dimen=2
        )
        m.covered = pyo.Var(m.needs, bounds=(0, 1))
        m.covered_demand = pyo.Objective(
            expr=sum(
                self._weight[s] * town.demand[i] * m.covered[i, s] for i, s in m.needs
            ),
            sense=pyo.maximize,
        )
        m.covered_by_an_open_site_in_reach = pyo.Constraint(
            m.needs,
            rule=lambda m, i, s: (
                m.covered[i, s]
                - sum(m.open[j] for j in m.J if travel[i, j] <= radius[s])
                <= 0
            ),
        )
        return m

    def terms(self) -> tuple[WeightedServices]:
        """Weighted demand of those who have each service."""
        return (WeightedServices(tuple(self._weight.tolist())),)

    def duties(self) -> tuple[EachWithinItsRadius]:
        """Nobody is counted from beyond a radius, nor without need."""
        radii = tuple(self._radius.values())
        return (EachWithinItsRadius(self.layers, radii, self.classes),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        index, (need, site) = np.argwhere(self._needs), self._pairs
        draft = Draft("max", self.rules)
        covered = draft.columns("covered", index, cost=self._worth)
        draft.rows(
            "covered_by_an_open_site_in_reach",
            index,
            (np.arange(len(index)), covered, 1.0),
            (need, draft.open[site], -1.0),
            upper=0.0,
        )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """One for every covered pair and every need, and the rows of the rules."""
        return len(self._pairs[0]) + len(self._worth) + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Weighted demand of the needs with an open site in the radius."""
        values = np.empty((len(designs), 1))
        for some, counts in cover_counts(self._pairs, designs, n=len(self._worth)):
            values[some, 0] = self._worth @ (counts > 0)
        return values, self.rules.violation(designs)

    def reply(self, design: NDArray[np.bool_]) -> Assignment:
        """Every client at its nearest open site, for all services that are near."""
        site, cost = nearest_open(self.town, design)
        radii = np.array(list(self._radius.values()))
        near = self._needs & (cost[:, None] <= radii[None, :])
        client, service = np.nonzero(near & (site >= 0)[:, None])
        return Assignment(client, site[client], np.ones(len(client)), service)

    def shape(self) -> CoverForm:
        """Lists of the needs that each site covers."""
        return CoverForm.of_pairs(self._worth, *self._pairs, rules=self.rules)
