"""What a problem asks of an assignment that it shares with others, and counts of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from siting.assignment import Assignment
from siting.claim import Duty, Service
from siting.claims.capacity import NearestOpen, OneSiteEach, WithinCapacity
from siting.claims.center import LargestTravel
from siting.claims.count import NumberOfSites
from siting.claims.limit import NoFarther
from siting.claims.load import LeastLoad
from siting.claims.opening import OpeningCost
from siting.claims.partial import (
    NearestForTheServed,
    RoomForTheServed,
    ServedWithinRadius,
)
from siting.claims.radius import WithinRadius
from siting.claims.service import EveryClientServed, ServedDemand
from siting.claims.size import WithinSize
from siting.claims.spacing import LeastDistance, TwoSites
from siting.claims.travel import Travel, WeightedTravel
from siting.modelling.room import takes_all
from siting.problem import Problem

TERMS = frozenset(
    {OpeningCost, NumberOfSites, WeightedTravel, Travel, ServedDemand, LargestTravel}
)
"""What can be told of any assignment, whoever chose it."""

OF_SITES = frozenset({OpeningCost, NumberOfSites, LeastDistance})
"""What can be told of open sites, wherever people go."""

ROOM = (WithinCapacity, RoomForTheServed)
RADII = (WithinRadius, ServedWithinRadius)
DUTIES = frozenset(
    {
        EveryClientServed, OneSiteEach, NoFarther, LeastLoad, NearestOpen,
        NearestForTheServed, *ROOM, *RADII,
    }
)  # fmt: skip
"""What can be asked of it."""


@dataclass(frozen=True)
class Stake:
    """What one problem asks of an assignment, or several do together.

    Attributes
    ----------
    everyone
        Whether all clients must be served.
    whole
        Whether each client is served by one site.
    room
        Whether capacities limit what sites serve.
    nearest
        Whether who is served goes to a nearest open site.
    load
        Demand that every open site must serve at least.
    farthest
        Travel beyond which nobody may be sent.
    counted
        Travel beyond which service is allowed and not counted: of one problem alone.
    """

    everyone: bool = False
    whole: bool = False
    room: bool = False
    nearest: bool = False
    load: float = 0.0
    farthest: float = math.inf
    counted: float = math.inf

    def beside(self, other: Stake) -> Stake:
        """What both ask together."""
        return Stake(
            everyone=self.everyone or other.everyone,
            whole=self.whole or other.whole,
            room=self.room or other.room,
            nearest=self.nearest or other.nearest,
            load=max(self.load, other.load),
            farthest=min(self.farthest, other.farthest),
        )


def stake_of(problem: Problem) -> Stake | None:
    """What a problem asks, by its terms and duties.

    None where it measures, or asks for, what an assignment alone does not tell. A
    radius is a condition where everybody must be served, and else says who is counted.
    """
    duties = problem.duties()
    if is_about_sites(problem):
        return Stake()
    everyone = _has(duties, EveryClientServed)
    is_asked = {type(duty) for duty in duties} <= DUTIES
    odd = problem.layers or problem.amount or not _is_told(problem, everyone=everyone)
    if odd or not is_asked:
        return None
    radius = min((d.radius for d in duties if isinstance(d, RADII)), default=math.inf)
    limit = min((d.limit for d in duties if isinstance(d, NoFarther)), default=math.inf)
    return Stake(
        everyone=everyone,
        whole=_has(duties, OneSiteEach),
        room=_has(duties, *ROOM),
        nearest=_has(duties, NearestOpen) or problem.closest,
        load=max((d.least for d in duties if isinstance(d, LeastLoad)), default=0.0),
        farthest=min(limit, radius) if everyone else limit,
        counted=math.inf if everyone else radius,
    )


def is_about_sites(problem: Problem) -> bool:
    """Whether a problem asks for sites alone, with rows of its own."""
    kinds = {type(duty) for duty in problem.duties()}
    return kinds == {TwoSites} and {type(t) for t in problem.terms()} <= OF_SITES


def couples(problem: Problem) -> bool:
    """Whether a problem may send people elsewhere than to a nearest open site.

    By capacities, sizes or a least load. Where each site has room for all everybody
    goes to a nearest one, as in problems without capacity.
    """
    stake = stake_of(problem)
    if stake is None:
        sized = any(isinstance(duty, WithinSize) for duty in problem.duties())
        return problem.has_capacity or sized
    return (stake.room and not takes_all(problem.town)) or stake.load > 0


def ruling(problems: Sequence[Problem]) -> list[Problem]:
    """Which problems make all others be measured on the assignment that they rule.

    Those that couple; and those that ask for the nearest site beside one that would
    choose another. Else everybody goes to a nearest site in each of them, which is one
    assignment but for ties, and these change no value.
    """
    found = [problem for problem in problems if couples(problem)]
    if not found and any(_strays(problem) for problem in problems):
        found = [problem for problem in problems if problem.closest]
    return found


def _strays(problem: Problem) -> bool:
    """Whether people go elsewhere than to a nearest site by a problem's own reply."""
    stake = stake_of(problem)
    return stake is None or (problem.sense == "max" and _has_travel(problem, stake))


def _has_travel(problem: Problem, stake: Stake) -> bool:
    """Whether travel counts, and may be long."""
    kinds = {type(term) for term in problem.terms()}
    return bool(kinds & {WeightedTravel, Travel}) and not stake.nearest


def together(problems: Sequence[Problem]) -> Stake:
    """What all problems ask of one assignment."""
    stakes = [stake_of(problem) for problem in problems]
    return reduce(Stake.beside, [s for s in stakes if s is not None], Stake())


def counted(
    problem: Problem, design: NDArray[np.bool_], served: Assignment
) -> Assignment:
    """What a problem counts of an assignment: service within its radius, or all."""
    stake = stake_of(problem)
    if stake is None or stake.counted == math.inf:
        return served
    near = Service.of(problem.instance, design, served).travel <= stake.counted
    return Assignment(served.client[near], served.site[near], served.share[near])


def worth(problem: Problem, design: NDArray[np.bool_], served: Assignment) -> float:
    """What a problem's objective is on an assignment that it shares."""
    return problem.worth(design, counted(problem, design, served))


def beyond_room(
    problem: Problem, design: NDArray[np.bool_], served: Assignment
) -> list[str]:
    """What a problem that counts a part has against the whole of an assignment.

    Who is not counted takes room all the same.
    """
    service = Service.of(problem.instance, design, served)
    rooms = [duty for duty in problem.duties() if isinstance(duty, ROOM)]
    return [fault for duty in rooms for fault in duty.faults(service)]


def _has(duties: tuple[Duty, ...], *kinds: type[Duty]) -> bool:
    return any(isinstance(duty, kinds) for duty in duties)


def _is_told(problem: Problem, *, everyone: bool) -> bool:
    """Whether an assignment tells the objective: sums, or a worst case of all."""
    kinds = [type(term) for term in problem.terms()]
    if LargestTravel in kinds:
        return everyone and len(kinds) == 1 and problem.sense == "min"
    return set(kinds) <= TERMS
