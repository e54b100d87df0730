"""All non-dominated pairs of a scalar with two objectives: one program for each."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from siting.cost import Floats
from siting.errors import UsageError
from siting.fronts.epsilon import Bools, Ended
from siting.fronts.scalar import Scalar
from siting.limits import Limits


@dataclass(frozen=True, eq=False)
class Pairs:
    """Points from the best of the first objective on.

    Attributes
    ----------
    values : (k, 2)
    designs
        One for each point.
    complete
        Whether nothing is missing, and that is proved.
    programs
        Scalar problems that were solved.
    """

    values: Floats
    designs: tuple[Bools, ...]
    complete: bool
    programs: int


def pairs(scalar: Scalar, limits: Limits) -> Pairs:
    """The first objective at its best under an ever tighter limit on the second.

    The next limit is half a step below the last value, so the second objective needs a
    step. A point that is only as good as the one before in the first takes its place,
    since the optimum never falls from one limit to the next. Of a run that is stopped
    the last point may be dominated for that reason, and is left out.
    """
    if len(scalar.steps) != 2 or not scalar.steps[1]:
        raise UsageError(
            f"a sweep over pairs got objectives with steps {scalar.steps}; expected "
            "two, and whole values of the second: give that one first, or scale it."
        )
    points: list[tuple[Floats, Bools]] = []
    weights, programs = np.array([1.0, 0.0]), 0
    limit, floor = math.inf, -math.inf
    while limits.left > 0:
        found = scalar.solve(
            weights, np.array([math.inf, limit]), start=None, floor=floor,
            seconds=limits.left,
        )  # fmt: skip
        programs += found.programs
        if found.ended is Ended.EMPTY:
            return _ended(points, complete=True, programs=programs)
        if found.ended is Ended.STOPPED or found.design is None:
            break
        values = scalar.values(found.design)
        if points and values[0] <= points[-1][0][0]:
            points.pop()
        points.append((values, found.design))
        floor, limit = found.bound, float(values[1]) - scalar.steps[1] / 2
    return _ended(points[:-1], complete=False, programs=programs)


def _ended(
    points: list[tuple[Floats, Bools]], *, complete: bool, programs: int
) -> Pairs:
    """What there is."""
    values = np.array([v for v, _ in points]).reshape(-1, 2)
    return Pairs(values, tuple(d for _, d in points), complete, programs)
