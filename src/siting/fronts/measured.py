"""What each of several problems measures of one assignment, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from siting.claims.center import LargestTravel
from siting.claims.count import NumberOfSites
from siting.claims.opening import OpeningCost
from siting.claims.service import ServedDemand
from siting.claims.travel import Travel, WeightedTravel
from siting.cost import Floats
from siting.fronts.step import common, grain, product, step_for, step_of_sums
from siting.instance import Instance
from siting.measures.volume import FINE
from siting.modelling.service import reachable_pairs
from siting.modelling.serving import pair_travel
from siting.problem import Problem
from siting.stakes import Stake, is_about_sites, stake_of
from siting.tradeoff import Tradeoff

Pairs = NDArray[np.int32]

ALIKE = 1e-12
"""Part of a coefficient that is rounding."""


@dataclass(frozen=True, eq=False)
class Measure:
    """One objective, to be minimised: a sum over sites and pairs, or a worst case.

    Attributes
    ----------
    of_site : (m,)
        What an open site adds.
    of_pair : (k,)
        What serving a client whole from a site adds.
    far : (k,)
        Of which the largest counts that is used; None for a sum.
    step
        Least difference of two values; 0 where it is not known.
    """

    of_site: Floats
    of_pair: Floats
    far: Floats | None
    step: float

    @property
    def is_told_apart(self) -> bool:
        """Whether a limit a millionth below a value loses no other one.

        With a step; and in a worst case, which is one of the trips that there are.
        """
        if self.step or self.far is None:
            return self.step > 0
        levels = np.unique(self.far)
        return bool((np.diff(levels) > 2 * FINE * np.maximum(1.0, levels[1:])).all())


def pairs_of(town: Instance, stake: Stake) -> Pairs:
    """Client and site (k, 2) of every pair that may be used, row by row."""
    pairs = reachable_pairs(town)
    return pairs[pair_travel(town, pairs) <= stake.farthest]


def flow_unit(town: Instance, stake: Stake) -> Fraction | None:
    """What the parts of the best services are multiples of; None where unknown.

    Of a flow between whole numbers the least cost is taken on at whole numbers: demand,
    capacity and least load in units of their common divisor.
    """
    found = grain(town.demand)
    for limit in (town.capacity if stake.room else np.zeros(0), np.array([stake.load])):
        found = common(found, grain(limit))
    return found


def measures(tradeoff: Tradeoff) -> tuple[Measure, ...]:
    """One for each problem; of those about sites alone only the step."""
    stake = tradeoff.stake
    assert stake is not None
    pairs = pairs_of(tradeoff.problems[0].town, stake)
    return tuple(_measure(p, pairs, stake) for p in tradeoff.problems)


def steps_of(tradeoff: Tradeoff) -> tuple[float, ...]:
    """Least difference (q,) of two values of each objective; 0 where not known."""
    if tradeoff.stake is not None:
        return tuple(measure.step for measure in measures(tradeoff))
    return tuple(_step_alone(problem) for problem in tradeoff.problems)


def _step_alone(problem: Problem) -> float:
    """Of a problem with its own reply, where everybody goes to a nearest site."""
    if problem.made_of() is not None or stake_of(problem) is None:
        return step_for(problem)
    travel = pair_travel(problem.town, reachable_pairs(problem.town))
    return _step(problem, travel, Stake(whole=True))


def are_lines(tradeoff: Tradeoff) -> bool:
    """Whether points may fill whole lines: divisible service, wanted in two ways.

    Where clients are served in parts, and two objectives want different parts, every
    mixture of two plans may be a point, and there is no end of them. Objectives that
    want the same of the parts have one best service for each design; where everybody
    goes to a nearest site, parts go equally far.
    """
    stake = tradeoff.stake
    if stake is None or stake.whole or (stake.nearest and stake.everyone):
        return False
    rows = [x.of_pair for x in measures(tradeoff) if x.of_pair.any()]
    return any(not _are_alike(rows[0], row) for row in rows[1:])


def _are_alike(one: Floats, other: Floats) -> bool:
    """Whether a row is another one times a positive number."""
    at = int(np.abs(one).argmax())
    scale = other[at] / one[at]
    room = ALIKE * float(np.abs(other).max())
    return bool(scale > 0 and (np.abs(other - scale * one) <= room).all())


def _measure(problem: Problem, pairs: Pairs, stake: Stake) -> Measure:
    """What a problem measures; a radius of its own says which pairs count."""
    town, own = problem.town, stake_of(problem)
    of_site, of_pair, far = np.zeros(town.m), np.zeros(len(pairs)), None
    if is_about_sites(problem):
        return Measure(of_site, of_pair, far, step_for(problem))
    assert own is not None
    travel, demand = pair_travel(town, pairs), town.demand[pairs[:, 0]]
    for term in problem.terms():
        match term:
            case OpeningCost():
                of_site += town.opening
            case NumberOfSites():
                of_site += 1.0
            case WeightedTravel():
                of_pair += demand * travel
            case Travel():
                of_pair += travel
            case ServedDemand():
                of_pair += demand * (travel <= own.counted)
            case LargestTravel():
                far = demand * travel if term.weighted else travel
    sign, step = problem.sign, _step(problem, travel, stake)
    return Measure(sign * of_site, sign * of_pair, far, step)


def _step(problem: Problem, travel: Floats, stake: Stake) -> float:
    """Of all values, where clients are whole; else of those that can be best."""
    town, ways = problem.town, grain(travel)
    people = grain(town.demand) if stake.whole else flow_unit(town, stake)
    found: Fraction | None = Fraction(0)
    parts, longest = [], float(travel.max(initial=0.0))
    for term in problem.terms():
        match term:
            case OpeningCost():
                parts.append(town.opening)
            case NumberOfSites():
                parts.append(np.ones(town.m))
            case WeightedTravel():
                found = common(found, product(people, ways))
            case Travel():
                found = common(found, ways if stake.whole else None)
            case ServedDemand():
                found = common(found, people)
            case LargestTravel():
                weight = grain(town.demand) if term.weighted else Fraction(1)
                found = common(found, product(weight, ways))
    each = max(1.0, longest) * max(1.0, float(town.demand.sum()), float(town.n))
    return step_of_sums(parts, sum(float(p.sum()) for p in parts) + each, found)
