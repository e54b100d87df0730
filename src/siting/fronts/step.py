"""The least difference of two values of an objective, where the data tell it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from scipy.sparse import csr_array

from siting.cost import Floats, PointCost, dense_block
from siting.forms import CenterForm, CoverForm, Form, MedianForm, MulticoverForm
from siting.listed.lists import BLOCK
from siting.medians.whole import is_whole
from siting.problem import Problem

DECIMALS = 6
"""Digits after the point, beyond which numbers have no step."""

EXACT = 2.0**53
"""Whole numbers up to this are floats, and so are their sums."""

SURE = 0.01
"""Part of a step that the rounding of a sum may be."""

FINEST = 1e-8
"""Part of the largest value that a step must be, for a solver to tell it."""


def step_for(problem: Problem) -> float:
    """The least difference of two values of a question; 0 where it is not known."""
    return step_of(problem.made_of())


def step_of(form: Form | None) -> float:
    """A number of which the values of any two designs differ by a whole multiple.

    0 where there is none, or none is known. It is computed from the data: where all of
    them are decimals with few digits, values are sums of them (or of products), and
    differ by multiples of their greatest common divisor. A front is called complete
    only where the objective that is limited has a step.
    """
    if isinstance(form, MedianForm):
        if isinstance(form.cost, PointCost):
            return float(is_whole(form))
        return _step_of_service(form.weight, form, form.opening)
    if isinstance(form, CenterForm):
        return _step_of_service(form.weight, form, np.zeros(0))
    if isinstance(form, CoverForm):
        return step_of_sums([form.weight], float(form.weight.sum()))
    if isinstance(form, MulticoverForm):
        worth = np.array(form.worth)
        most = float(form.opening.sum() + form.weight.sum() * worth.sum())
        grains = grain(form.weight), grain(worth)
        if None in grains:
            return 0.0
        return step_of_sums([form.opening], most, product(*grains))
    return 0.0


def grain(values: Floats) -> Fraction | None:
    """Greatest common divisor of decimals with few digits; None where they have more.

    Each must be the float that is nearest to its decimal. 0 where all are 0; infinite
    ones are left out.
    """
    there = np.unique(np.abs(values[np.isfinite(values) & (values != 0)]))
    if not len(there):
        return Fraction(0)
    for digits in range(DECIMALS + 1):
        scaled = np.rint(there * 10.0**digits)
        if scaled[-1] >= EXACT:
            return None
        if (scaled / 10.0**digits == there).all():
            divisor = int(np.gcd.reduce(scaled.astype(np.int64)))
            return Fraction(divisor, 10**digits)
    return None


def product(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    """What divides all products of multiples of the two."""
    return None if one is None or other is None else one * other


def common(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    """What divides all sums of multiples of the two."""
    if one is None or other is None:
        return None
    if not one or not other:
        return one or other
    over = math.lcm(one.denominator, other.denominator)
    return Fraction(math.gcd(int(one * over), int(other * over)), over)


def _step_of_service(
    weight: Floats, form: MedianForm | CenterForm, opening: Floats
) -> float:
    """Of sums of weight times cost, and opening costs."""
    found: Fraction | None = Fraction(0)
    most = float(opening.sum())
    for rows, block in _blocks(form):
        found = common(found, grain(block))
        finite = np.where(np.isfinite(block), np.abs(block), 0.0)
        most += float(weight[rows] @ finite.max(axis=1, initial=0.0))
        if found is None:
            return 0.0
    return step_of_sums([opening], most, product(grain(weight), found))


def _blocks(form: MedianForm | CenterForm) -> Iterator[tuple[slice, Floats]]:
    """Some rows of the costs at a time."""
    n, m = form.cost.shape
    step = max(1, BLOCK // max(m, 1))
    for k in range(0, n, step):
        rows = slice(k, min(k + step, n))
        if isinstance(form.cost, csr_array):
            counts = np.diff(form.cost.indptr)[rows]
            if not counts.sum():
                continue
        yield rows, dense_block(form.cost, rows, slice(None))


def step_of_sums(
    parts: list[Floats], most: float, other: Fraction | None = Fraction(0)
) -> float:
    """Of sums that are at most so large; 0 where rounding could hide a step."""
    found = other
    for part in parts:
        found = common(found, grain(part))
    if not found:
        return 0.0 if found is None else 1.0
    step = float(found)
    if found.denominator == 1:
        return step if most < EXACT else 0.0
    rounding = most * 2.0**-52 * 1e6  # of as many terms as there ever are
    return step if rounding < SURE * step and step > FINEST * most else 0.0
