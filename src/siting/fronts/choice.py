"""Which way the scalar problems of two objectives are solved."""

from __future__ import annotations

from collections.abc import Callable

from siting.cost import Floats
from siting.forms import CenterForm, CoverForm, MedianForm
from siting.fronts.beside import limited_by
from siting.fronts.cuts import CutEpsilon
from siting.fronts.epsilon import Bools, Epsilon
from siting.fronts.joint import JointScalar
from siting.fronts.priced import PricedEpsilon
from siting.fronts.scalars import OneLimit
from siting.limits import Limits
from siting.problem import Problem
from siting.tradeoff import Tradeoff

LARGE = 2**24
"""Pairs of sites and clients, or groups that are covered, up to which a limit is
priced."""


def epsilon_of(
    first: Problem,
    second: Problem,
    limits: Limits,
    *,
    step: float,
    points: Callable[[], Floats],
    heard: Callable[[Bools], None],
) -> Epsilon:
    """The scalar problems of two models, of which the second is limited.

    By prices where the first is a median and the second fits beside it, up to a size;
    else, and where prices leave too much, by programs.

    Parameters
    ----------
    step
        Of the first one's values; 0 where it is not known.
    points
        What is known (k, 2): the limited objective and the first.
    heard
        Told of designs before a scalar problem is solved, where that can be.
    """
    median, other = first.form, second.form

    def programs() -> Epsilon:
        if isinstance(median, MedianForm) and isinstance(other, CoverForm):
            return CutEpsilon(first, median, other, limits, step=step)
        both = Tradeoff((first, second))
        return OneLimit(JointScalar(both, limits, steps=(step, 0.0)), 1)

    if not isinstance(median, MedianForm):
        return programs()
    if not isinstance(other, MedianForm | CoverForm | CenterForm):
        return programs()
    groups = len(other.weight) if isinstance(other, CoverForm) else 0
    n, m = median.cost.shape
    if max(n, groups) * m > LARGE:
        return programs()
    return PricedEpsilon(
        first, limited_by(median, other), limits,
        step=step, points=points, heard=heard, otherwise=programs,
    )  # fmt: skip
