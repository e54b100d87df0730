"""Where to open and how many beds each site gets: what the models of access share."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.access.catchments import Catchments, catchments_of
from siting.access.decay import Decay, Kind
from siting.assignment import Assignment
from siting.claim import Duty
from siting.claims.beds import BedsPlaced, Using
from siting.cost import Floats
from siting.draft import Draft
from siting.easing import Easing, Stock, lower
from siting.errors import ProblemError, listed
from siting.matrix import subscripts
from siting.modelling.coverage import radius_warning
from siting.problem import Problem
from siting.ruling import check_number

MANY = 1000
"""Access is told for so many units of demand."""


@dataclass(frozen=True, eq=False, kw_only=True)
class BedsProblem(Problem):
    """A question of sites and beds, whose answer is judged by people's access.

    Access of client i is sum_j g_ij beds_j / V_j, with V_j = sum_i g_ij demand_i (see
    `siting.access.catchments`); nobody is assigned to a site.

    Parameters
    ----------
    beds
        Supply to distribute among the open sites, all of it: beds, doctors, places.
    catchment
        Farthest that anybody goes to a site, in the unit of the instance's cost.
    decay
        How use falls with travel: gaussian (Dai 2010; 1 at home, 0 at the edge of the
        catchment), step (everybody within alike: the classical two-step floating
        catchment area), linear, or exponential (gravity: exp(-beta travel)).
    beta
        Of exponential decay, per unit of the instance's cost; for that decay alone.
    min_beds
        Fewest beds of an open site. A site's capacity in the instance is the most.
    whole
        Whether beds are whole numbers.
    """

    amount = "beds"
    fills = "room"
    serves = False
    needs_count = True
    refused = MappingProxyType(
        {"closest": "people are not assigned, but use all sites within the catchment"}
    )

    beds: float
    catchment: float
    decay: Kind = "gaussian"
    beta: float | None = None
    min_beds: float = 0.0
    whole: bool = False

    def __post_init__(self) -> None:
        check_number("beds", self.beds)
        unit = self.instance.cost_unit or "the unit of cost"
        check_number("catchment", self.catchment, unit=unit)
        check_number("min_beds", self.min_beds)
        _ = self._decay
        if not self.beds or (self.whole and self.beds != int(self.beds)):
            wanted = "a whole number" if self.whole else "a number"
            raise ProblemError(f"beds is {self.beds!r}; expected {wanted} > 0.")
        super().__post_init__()
        least = self.rules.least
        if least * self.min_beds > self.beds:
            raise ProblemError(
                f"min_beds is {self.min_beds:g}, so that {least} open sites take "
                f"{least * self.min_beds:g} beds, but beds is {self.beds:g}; lower "
                "min_beds or open fewer sites."
            )
        if not self.instance.demand.any():
            raise ProblemError(
                "the demand of all clients is 0, so that there is nobody whose access "
                "could be good; give a client demand > 0."
            )
        if not self.within.any():
            raise ProblemError(
                f"catchment is {self.catchment:g}, within which no site that may be "
                f"open has anybody with demand; is it in {unit}?"
            )

    @cached_property
    def _decay(self) -> Decay:
        """The weight of each travel."""
        return Decay(self.decay, self.catchment, self.beta)

    @cached_property
    def catchments(self) -> Catchments:
        """Who is drawn to which site."""
        return catchments_of(self.town, self._decay)

    @cached_property
    def within(self) -> NDArray[np.bool_]:
        """(n,) clients with demand whom some site that may be open can serve."""
        near = np.zeros(self.town.n, dtype=bool)
        found = self.catchments
        near[found.client[~self.rules.never[found.site]]] = True
        return np.asarray(near & (self.town.demand > 0))

    @cached_property
    def most(self) -> Floats:
        """(m,) most beds of each site: its capacity; none where nobody would come."""
        room = np.minimum(self.instance.capacity, self.beds)
        room = np.floor(room) if self.whole else room
        return np.where(self.catchments.crowd > 0, room, 0.0)

    @cached_property
    def gain(self) -> Floats:
        """(k,) access of a client by a bed, times all demand: 1 bed for all is 1."""
        return np.asarray(self.catchments.share * self.town.demand.sum())

    def stock(self) -> Stock:
        """All beds, and where there is room for them."""
        return Stock("beds", float(self.beds), self.most, ample=float(self.beds))

    def easings(self) -> tuple[Easing, ...]:
        """Fewer beds, and fewer of them at a site."""
        digits = "" if self.whole else ", to 3 digits"
        fewer = (
            range(int(self.beds) - 1, 0, -1)
            if self.whole
            else lower(self.beds, least=1)
        )
        return (
            Easing(
                "beds",
                f"the largest number of beds that would do is {{:.15g}}{digits}",
                fewer,
                lambda x: replace(self, beds=float(x)),
            ),
            *([self._fewer_at_a_site] if self.min_beds else []),
        )

    @property
    def _fewer_at_a_site(self) -> Easing:
        """A smaller least number."""
        return Easing(
            "min_beds",
            "the largest min_beds that would do is {:.15g}, to 3 digits",
            lower(self.min_beds, least=0),
            lambda x: replace(self, min_beds=x),
        )

    @property
    def unit(self) -> str:
        """Beds for a unit of demand."""
        return f"beds per {self.town.demand_unit or 'unit of demand'}"

    @property
    def told_in(self) -> tuple[float, str]:
        """Beds for a thousand: what a single one has is a small fraction."""
        people = self.town.demand_unit or "units of demand"
        return (MANY, f"beds per {MANY:,} {people}") if self.unit else (1.0, "")

    @property
    def reply_is_hard(self) -> bool:  # type: ignore[override]  # depends on a field
        """Whether beds for given sites are a mixed-integer problem."""
        return self.whole

    @property
    def cautions(self) -> tuple[str, ...]:
        """Who has no access whatever is opened, and a catchment of odd size."""
        pairs = self.catchments.client, self.catchments.site
        near = (pairs[0].astype(np.int32), pairs[1].astype(np.int32))
        found = radius_warning(self.town, self.catchment, near, name="catchment")
        lost = np.flatnonzero((self.town.demand > 0) & ~self.within)
        if len(lost):
            names = listed(self.town.clients[i] for i in lost.tolist())
            found += (
                f"catchment warning: {len(lost)} of {self.town.n} clients have no "
                f"access whatever is opened: {names}; {self.of_the_lost}",
            )
        return found

    @property
    @abstractmethod
    def of_the_lost(self) -> str:
        """How who can have no access is counted."""

    def remarks(self, design: NDArray[np.bool_]) -> tuple[str, ...]:
        """Whether beds are divided."""
        served = None if self.whole else self.reply(design)
        if served is None or served.amount is None:
            return ()
        parted = np.abs(served.amount - np.round(served.amount)) > 1e-6
        if not parted.any():
            return ()
        return (
            "beds are divided: some sites have a fraction of one; with whole = yes "
            "each site has a whole number",
        )

    def access(self, served: Assignment) -> Floats | None:
        """Beds for each unit of demand that each client (n,) has, shared as it is."""
        return (
            self.catchments.access(served.amount) if served.amount is not None else None
        )

    @property
    def using(self) -> Using:
        """How the independent checker works out access."""
        beta = 0.0 if self.beta is None else float(self.beta)
        return Using(self.decay, float(self.catchment), beta)

    def duties(self) -> tuple[Duty, ...]:
        """All beds are placed, within the bounds of each site."""
        beds, least = float(self.beds), float(self.min_beds)
        return (BedsPlaced(beds, least=least, whole=self.whole, using=self.using),)

    def declare_beds(self) -> Any:
        """A Pyomo model with ``open[j]``, ``amount[j]`` and their rules."""
        import pyomo.environ as pyo

        most = self.most.tolist()
        kind = pyo.NonNegativeIntegers if self.whole else pyo.NonNegativeReals
        m = self.rules.in_pyomo()
        m.amount = pyo.Var(m.J, domain=kind, bounds=lambda _, j: (0, most[j]))
        m.beds_in_open_sites_up_to_capacity = pyo.Constraint(
            m.J, rule=lambda m, j: m.amount[j] - most[j] * m.open[j] <= 0
        )
        if self.min_beds:
            m.no_open_site_below_min_beds = pyo.Constraint(
                m.J, rule=lambda m, j: m.amount[j] - self.min_beds * m.open[j] >= 0
            )
        m.all_beds_are_placed = pyo.Constraint(
            expr=sum(m.amount[j] for j in m.J) == self.beds
        )
        return m

    def declared_access(self, m: Any) -> dict[int, Any]:
        """Client -> access times all demand, as a sum over ``amount`` (Pyomo)."""
        found = self.catchments
        terms: dict[int, list[Any]] = {}
        rows = zip(found.client.tolist(), found.site.tolist(), self.gain.tolist(),
                   strict=True)  # fmt: skip
        for i, j, gain in rows:
            terms.setdefault(i, []).append(gain * m.amount[j])
        return {i: sum(of_client) for i, of_client in terms.items()}

    def draft_beds(self, draft: Draft) -> NDArray[np.intp]:
        """The same rules in arrays; the positions (m,) of ``amount``."""
        sites, each = subscripts(self.town.m), np.arange(self.town.m)
        amount = draft.columns("amount", sites, upper=self.most, integer=self.whole)
        draft.rows(
            "beds_in_open_sites_up_to_capacity", sites,
            (each, amount, 1.0), (each, draft.open, -self.most), upper=0.0,
        )  # fmt: skip
        if self.min_beds:
            draft.rows(
                "no_open_site_below_min_beds", sites,
                (each, amount, 1.0), (each, draft.open, -float(self.min_beds)),
                lower=0.0,
            )  # fmt: skip
        draft.rows(
            "all_beds_are_placed", subscripts(),
            (0, amount, 1.0), lower=float(self.beds), upper=float(self.beds),
        )  # fmt: skip
        return amount

    @property
    def bed_nonzeros(self) -> int:
        """Nonzeros of what `draft_beds` and the rules of the design write."""
        a_site = 5 if self.min_beds else 3
        return a_site * self.town.m + self.rules.nonzeros

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Worth of the best distribution of beds over each design's sites."""
        values = np.full((len(designs), 1), np.nan)
        lost = np.zeros(len(designs))
        for k, design in enumerate(designs):
            served = self.reply(design)
            if served is None:
                lost[k] = self.town.n
            else:
                values[k] = self.worth(design, served)
        return values, self.rules.violation(designs) + lost
