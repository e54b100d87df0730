"""Small questions of two to four objectives, by chance, and their fronts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from siting.cost import Floats
from siting.instance import Instance
from siting.measures.filtering import filtered
from siting.models import (
    BCLP,
    LSCP,
    MCLP,
    MEXCLP,
    UFLP,
    BalancedTravel,
    GradualCover,
    KNearestPMedian,
    PCenter,
    PDispersion,
    PMaxian,
    PMedian,
)
from siting.problem import Problem
from siting.searching.steady import steady
from siting.tradeoff import Tradeoff

Made = Callable[..., Problem]


def town(rng: np.random.Generator, *, whole: bool) -> Instance:
    """Up to seven clients and sites, with ties and weights 0, some without a way."""
    n, m = int(rng.integers(4, 8)), int(rng.integers(6, 8))
    if rng.random() < 0.1:
        n, m = int(rng.integers(1, 8)), int(rng.integers(2, 8))
    cost = rng.integers(0, rng.choice([3, 30, 60]), (n, m)).astype(float)
    if not whole:
        cost += rng.random((n, m))
    if rng.random() < 0.2:
        cost[rng.random((n, m)) < 0.15] = np.inf
        cost[:, 0] = np.where(np.isfinite(cost[:, 0]), cost[:, 0], 5.0)
    demand = rng.integers(0, 6, n).astype(float)
    demand[0] = max(demand[0], 1.0)
    size = float(rng.choice([1.0, 1.0, 1.0, 1000.0, 1e6]))
    made = Instance.from_matrix(cost * size, demand=demand)
    xy = rng.integers(0, 9, (m, 2)).astype(float)
    return replace(made, opening=rng.integers(0, 20, m).astype(float), site_xy=xy)


def measures(place: Instance, rng: np.random.Generator) -> list[Made]:
    """What may be asked of a town, each with parameters by chance."""
    finite = place.cost[np.isfinite(place.cost)]  # type: ignore[index]
    near, far = np.sort(rng.choice(finite, 2)).tolist()
    weighted = bool(rng.random() < 0.5)
    return [
        lambda **r: PMedian(place, **r),
        lambda **r: MCLP(place, radius=near, **r),
        lambda **r: PCenter(place, weighted=weighted, **r),
        lambda **r: MCLP(place, radius=far + 1, **r),
        lambda **r: PMaxian(place, **r),
        lambda **r: UFLP(place, **r),
        lambda **r: LSCP(place, radius=far, **r),
        lambda **r: BCLP(place, radius=near, **r),
        lambda **r: MEXCLP(place, radius=far, busy=0.25, **r),
        lambda **r: GradualCover(place, full_radius=near / 2, zero_radius=far + 1, **r),
        lambda **r: KNearestPMedian(place, k=1, **r),
        lambda **r: BalancedTravel(place, **r),
        lambda **r: PDispersion(place, **r),
    ]


ALONE, COUNTED, DISPERSED = 6, (4, 12), 12
"""What counts sites itself, what wants a count and takes no budget, and what needs a
way between any two sites."""


def question(seed: int, *, whole: bool = True) -> list[Problem]:
    """Two to four objectives of one town, with a count or a budget, and roles."""
    rng = np.random.default_rng([seed, whole])
    place = town(rng, whole=whole)
    made = measures(place, rng)
    is_counted = bool(rng.random() < 0.6)
    least = 1 + (place.m > 3)
    p = int(rng.integers(least, max(least + 1, place.m - 2)))
    rules: dict[str, object] = {"p": p}
    if not is_counted:
        part = place.opening.sum() * rng.choice([0.4, 0.7, 2.0])
        rules = {"budget": float(part) + 1.0}
    if rng.random() < 0.2:
        rules["required"] = [place.sites[0]]
    if rng.random() < 0.2 and p < place.m - 1:
        rules["forbidden"] = [place.sites[-1]]
    no = (ALONE,) if is_counted else COUNTED
    if p == 1 or not np.isfinite(place.cost).all():  # type: ignore[arg-type]
        no += (DISPERSED,)
    may = [k for k in range(len(made)) if k not in no]
    chance = np.array([2.0 if k in (0, 1, 2, 4, 5, 6, 12) else 1.0 for k in may])
    q = int(rng.integers(2, 5))
    picked = rng.choice(may, q, replace=False, p=chance / chance.sum())
    return [made[k](**rules) for k in picked]


def every_front(problems: Sequence[Problem]) -> Floats:
    """Non-dominated values (k, q), all to be minimised, from all designs."""
    tradeoff = Tradeoff.of(problems)
    m = tradeoff.rules.m
    designs = np.array(list(itertools.product([False, True], repeat=m)))
    designs = designs[tradeoff.rules.violation(designs) == 0]
    values, violation = tradeoff.evaluate(designs)
    values = steady(values[violation == 0])
    return in_order(values[filtered(values)])


def in_order(points: Floats) -> Floats:
    """Sorted by the first value, then by the next."""
    return np.asarray(points[np.lexsort(points.T[::-1])])
