"""The p-dispersion problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.between import between_sites, unit_between
from siting.claims.spacing import LeastDistance, TwoSites
from siting.cost import Floats
from siting.draft import Draft
from siting.errors import ProblemError
from siting.forms import CenterForm
from siting.matrix import Matrix, subscripts
from siting.problem import Problem
from siting.rules import Rules


@dataclass(frozen=True, eq=False, kw_only=True)
class PDispersion(Problem):
    """Open p sites so that the two nearest of them are as far apart as can be.

    Where should p shops of one chain stand, so that they take no custom from each
    other; or p depots, so that no accident reaches two?

    ::

        maximise    least_distance
        subject to  least_distance <= distance_jk + slack_jk (2 - open_j - open_k)
                                                  no two are nearer
                    sum_j open_j = p              open p sites
                    sum_j open_j >= 2             at least two sites, without p
                    open_j in {0, 1}

    where slack_jk is the largest distance of all less distance_jk, so that a pair that
    is not open asks nothing. The distances are those of `siting.between`; nobody is
    served, and people count for nothing.

    References
    ----------
    Kuby, M. J. (1987). Programming models for facility dispersion: the p-dispersion
    and maxisum dispersion problems. Geographical Analysis 19(4), 315-329.
    doi:10.1111/j.1538-4632.1987.tb00133.x

    Examples
    --------
    Sites at 0, 1, 5 and 9 km: those at 0, 5 and 9 are 4 km apart, and no three more.

    >>> import numpy as np
    >>> from siting import Instance, solve
    >>> x = np.array([0.0, 1.0, 5.0, 9.0])
    >>> road = Instance.from_matrix(abs(x[:, None] - x[None, :]))
    >>> plan = solve(PDispersion(road, p=3))
    >>> plan.objective, set(plan.open) >= {"3", "4"}
    (4.0, True)
    """

    name = "p-dispersion"
    sense = "max"
    measure = "least distance between open sites"
    serves = False
    needs_count = True
    refused = MappingProxyType({"closest": "nobody is sent anywhere"})

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.rules.most < 2:
            new = f"add is {self.add}, and no site is open before"
            raise ProblemError(
                f"{f'p is {self.p}' if self.add is None else new}, but a distance is "
                "between two; ask for 2 sites or more."
            )
        if np.isfinite(self.instance.reach).any():
            first = int(np.isfinite(self.instance.reach).argmax())
            raise ProblemError(
                f"site {self.instance.sites[first]!r} has a reach of "
                f"{self.instance.reach[first]:g}, but p-dispersion sends nobody "
                "anywhere; leave the reach out."
            )
        far = self._distance
        if not np.isfinite(far).all():
            j, k = (int(x[0]) for x in np.nonzero(~np.isfinite(far)))
            sites = self.instance.sites
            raise ProblemError(
                f"there is no way between the sites {sites[j]!r} and {sites[k]!r}; "
                "p-dispersion needs the distance of every two sites."
            )

    @cached_property
    def rules(self) -> Rules:
        """At least two sites: a distance is between two."""
        rules = super().rules
        return replace(rules, least=min(max(rules.least, 2), rules.most))

    @property
    def unit(self) -> str:
        """That of travel, or of the coordinates."""
        return unit_between(self.instance)

    @cached_property
    def _distance(self) -> Floats:
        """Distance of every two sites (m, m), 0 of a site to itself."""
        far = between_sites(self.instance, needed_by=self.name).copy()
        np.fill_diagonal(far, 0.0)
        return far

    def declare(self) -> Any:
        """The textbook model in Pyomo."""
        import pyomo.environ as pyo

        distance = self._distance
        largest = float(distance.max())
        slack = largest - distance
        m = self.rules.in_pyomo()
        if self.rules.least < self.rules.most:
            m.at_least_two_sites = pyo.Constraint(
                expr=sum(m.open[j] for j in m.J) >= self.rules.least
            )
        m.least_distance = pyo.Var(bounds=(0, largest))
        m.apart = pyo.Objective(expr=m.least_distance, sense=pyo.maximize)
        m.no_two_are_nearer = pyo.Constraint(
            [(j, k) for j in m.J for k in m.J if j < k and slack[j, k] > 0],
            rule=lambda m, j, k: (
                m.least_distance + slack[j, k] * (m.open[j] + m.open[k])
                <= distance[j, k] + 2 * slack[j, k]
            ),
        )
        return m

    def terms(self) -> tuple[LeastDistance]:
        """The least distance."""
        return (LeastDistance(),)

    def duties(self) -> tuple[TwoSites]:
        """Two sites at least."""
        return (TwoSites(),)

    @cached_property
    def matrix(self) -> Matrix:
        """The same model straight from arrays."""
        largest = float(self._distance.max())
        slack = np.triu(largest - self._distance, 1)
        pairs = np.argwhere(slack > 0)
        room = slack[pairs[:, 0], pairs[:, 1]]
        apart = self._distance[pairs[:, 0], pairs[:, 1]]
        draft = Draft("max", self.rules)
        least = draft.columns("least_distance", subscripts(), cost=1.0, upper=largest)
        if self.rules.least < self.rules.most:
            draft.rows(
                "at_least_two_sites", subscripts(), (0, draft.open, 1.0),
                lower=float(self.rules.least),
            )  # fmt: skip
        each = np.arange(len(pairs))
        draft.rows(
            "no_two_are_nearer",
            pairs,
            (each, least, 1.0),
            (each, draft.open[pairs[:, 0]], room),
            (each, draft.open[pairs[:, 1]], room),
            upper=apart + 2 * room,
        )
        return draft.matrix()

    @property
    def nonzeros(self) -> int:
        """Three for every two sites, and the rows of the rules."""
        m = self.instance.m
        return 3 * m * (m - 1) // 2 + m + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Distance of the two nearest open sites; 0 with fewer than two."""
        values = np.zeros((len(designs), 1))
        for k, design in enumerate(designs):
            places = np.flatnonzero(design)
            apart = self._distance[np.ix_(places, places)]
            above = apart[np.triu_indices(len(places), 1)]
            values[k] = above.min() if len(above) else 0.0
        return values, self.rules.violation(designs)

    def made_of(self) -> CenterForm:
        """One of the distances."""
        return CenterForm(np.ones(self.instance.m), self._distance, self.rules)

    def reply(self, design: NDArray[np.bool_]) -> Assignment:
        """Nobody is served."""
        assert len(design) == self.instance.m
        nobody = np.zeros(0, dtype=np.intp)
        return Assignment(nobody, nobody, np.zeros(0))
