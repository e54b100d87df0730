"""The step of an objective divides all differences of its values."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from contract.cases import models, random_problems

from siting.fronts.step import common, grain, step_for
from siting.instance import Instance
from siting.models import LSCP, MCLP, PDispersion, PMaxian, PMedian
from siting.problem import Problem

ALWAYS = ("lscp", "p-median", "mclp", "p-maxian", "p-center", "uflp", "p-dispersion")
"""Models whose values are whole where the data are."""


def values_of(problem: Problem) -> np.ndarray:
    """What every allowed design is worth."""
    m = problem.instance.m
    designs = np.array(list(product([False, True], repeat=m)))
    values, violation = problem.evaluate(designs)
    kept = (violation == 0) & (problem.rules.violation(designs) == 0)
    found = values[kept, 0]
    return found[np.isfinite(found)]


def takes(problem: Problem) -> bool:
    """Whether a trade-off takes a problem."""
    return not (problem.asks or problem.has_capacity or problem.closest)


@pytest.mark.parametrize(
    "model", [m for m in models() if m.name != "phased"], ids=lambda model: model.name
)
def test_all_values_differ_by_whole_multiples(model: type[Problem]) -> None:
    """Of every model that a trade-off takes, over all designs of small instances."""
    told = 0
    for problem in random_problems(model, 16, seed=7, n=6, m=6):
        if not takes(problem):
            continue
        step = step_for(problem)
        values = values_of(problem)
        if not step or not len(values):
            continue
        told += 1
        multiple = (values - values[0]) / step
        np.testing.assert_allclose(multiple, np.rint(multiple), atol=1e-3)
    assert told or model.name not in ALWAYS


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([4.0, 6.0], Fraction(2)),
        ([0.5, 2.0, 0.0], Fraction(1, 2)),
        ([0.1, 0.25], Fraction(1, 20)),
        ([12.3, np.inf], Fraction(123, 10)),
        ([0.0], Fraction(0)),
        ([], Fraction(0)),
        ([0.1 + 0.2], None),
        ([1 / 3], None),
        ([2.0**60], None),
        ([np.pi, 1.0], None),
    ],
)
def test_a_grain(numbers: list[float], expected: Fraction | None) -> None:
    """Greatest common divisors of decimals, by hand; none of what is no decimal."""
    assert grain(np.array(numbers)) == expected


def test_what_divides_both() -> None:
    """By hand."""
    assert common(Fraction(1, 2), Fraction(3, 10)) == Fraction(1, 10)
    assert common(Fraction(0), Fraction(3, 10)) == Fraction(3, 10)
    assert common(None, Fraction(1)) is None


def place(cost: list[list[float]], demand: list[float]) -> Instance:
    """Three by three."""
    return Instance.from_matrix(cost, demand=demand)


COST = [[0.0, 4.0, 10.0], [4.0, 0.0, 6.0], [10.0, 6.0, 0.0]]


def test_steps_by_hand() -> None:
    """Weights of a half, costs with one decimal, multiples, and none at all."""
    town = place(COST, [3.0, 1.0, 1.0])
    assert step_for(PMedian(town, p=1)) == 2.0
    assert step_for(PMaxian(town, p=1)) == 2.0
    assert step_for(LSCP(town, radius=5)) == 1.0
    assert step_for(MCLP(place(COST, [0.5, 1.0, 2.0]), p=1, radius=5)) == 0.5
    tenth = [[c + 0.1 for c in row] for row in COST]
    assert step_for(PMedian(place(tenth, [0.5, 1.5, 1.0]), p=1)) == 0.05
    thirds = [[c / 3 for c in row] for row in COST]
    assert step_for(PMedian(place(thirds, [3.0, 1.0, 1.0]), p=1)) == 0.0
    assert step_for(PDispersion(town, p=2)) in (0.0, 2.0)


def test_no_step_is_claimed_that_rounding_could_hide() -> None:
    """Sums beyond what floats hold exactly, or with too many digits for a solver."""
    huge = [[c * 1e10 + 1 for c in row] for row in COST]
    assert step_for(PMedian(place(huge, [30001.0, 1e6, 1.0]), p=1)) == 0.0
    fine = [[c * 1e7 + 0.001 for c in row] for row in COST]
    assert step_for(PMedian(place(fine, [0.001, 1.0, 1.0]), p=1)) == 0.0
