"""Which scalar problems a trade-off has, and what their designs are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from siting.assignment import Assignment
from siting.cost import Floats
from siting.forms import CenterForm
from siting.fronts.epsilon import Answered, Bools, Point
from siting.fronts.joint import JointScalar, too_wide
from siting.fronts.measured import are_lines
from siting.fronts.scalar import Scalar
from siting.fronts.shared import SharedScalar
from siting.limits import Limits
from siting.tradeoff import Tradeoff


def scalar_of(tradeoff: Tradeoff, limits: Limits) -> JointScalar | SharedScalar:
    """Scalar problems by HiGHS: of designs, or of designs with one assignment."""
    if tradeoff.stake is None:
        return JointScalar(tradeoff, limits)
    return SharedScalar(tradeoff, limits)


def width_of(scalar: JointScalar | SharedScalar, tradeoff: Tradeoff) -> int:
    """How many numbers a design of a scalar problem has."""
    return scalar.width if isinstance(scalar, SharedScalar) else tradeoff.rules.m


def worst_cases(scalar: JointScalar | SharedScalar, tradeoff: Tradeoff) -> Bools:
    """Which objectives (q,) are worst cases, whose relaxations are weak."""
    if isinstance(scalar, SharedScalar):
        return scalar.worst
    return np.array([isinstance(p.shape(), CenterForm) for p in tradeoff.problems])


@dataclass(frozen=True, eq=False)
class Plans:
    """Designs as a front tells them.

    Attributes
    ----------
    designs : (k, m)
    served
        The assignment of each, where they share one; else None.
    values : (k, q)
        In the user's sense, to the last bit.
    """

    designs: Bools
    served: tuple[Assignment, ...] | None
    values: Floats


def plans_of(scalar: Scalar, points: Point, tradeoff: Tradeoff) -> Plans:
    """Open sites, assignments and values of the designs (k, ...) of a scalar."""
    q, m = len(tradeoff.problems), tradeoff.rules.m
    if not isinstance(scalar, SharedScalar):
        values = np.array([scalar.values(point) for point in points]).reshape(-1, q)
        return Plans(points.reshape(-1, m), None, values * tradeoff.signs)
    plans = [scalar.plan(point) for point in points]
    designs = np.array([design for design, _ in plans], dtype=bool).reshape(-1, m)
    values = np.array([scalar.told(point) for point in points]).reshape(-1, q)
    return Plans(designs, tuple(served for _, served in plans), values)


class OneLimit:
    """The scalar problems of two objectives, one of which alone is limited."""

    def __init__(self, scalar: Scalar, limited: int) -> None:
        self._scalar, self._limited = scalar, limited

    def solve(
        self, limit: float, *, start: Point | None, floor: float, seconds: float
    ) -> Answered:
        """The least value of the one while the other is at most the limit."""
        weights, limits = np.ones(2), np.full(2, np.inf)
        weights[self._limited], limits[self._limited] = 0.0, limit
        return self._scalar.solve(
            weights, limits, start=start, floor=floor, seconds=seconds
        )

    def bound(self, limit: float, *, start: Point | None, seconds: float) -> float:
        """Nothing: no relaxation is kept."""
        del limit, start, seconds
        return -math.inf


def unfit(name: str, tradeoff: Tradeoff, *, remedy: str = "use nsga2") -> str | None:
    """A sentence where a matrix does not fit into memory, or points are endless."""
    if tradeoff.stake is not None:
        remedy = "take fewer clients or sites"
    wide = too_wide(name, tradeoff, remedy=remedy)
    if wide is None and are_lines(tradeoff):
        return (
            f"{tradeoff.name} serves clients in parts, which its objectives share out "
            "differently, so that mixtures of two plans are plans as well and a front "
            "has no end; serve each client by one site (sscflp, capacitated-p-median "
            "or -lscp with single_source)."
        )
    return wide
