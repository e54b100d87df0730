"""How far a best answer and a bound are apart, and what may be between them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from siting.branching.standing import Standing
from siting.limits import Limits, Trace


@dataclass
class Answer:
    """A best answer."""

    value: float
    design: NDArray[np.bool_] | None


def standing(
    value: float, *, off: float, gap: float = 0.0, found: bool = True
) -> tuple[Standing, Trace]:
    """Where a value stands, and the trace of what is proved."""
    limits = Limits(gap=gap)
    trace = Trace(limits, sign=1.0)
    answer = Answer(value, np.ones(2, dtype=bool) if found else None)
    return Standing(answer, limits, trace, off=off), trace


def test_whole_values_are_one_apart() -> None:
    """Nothing is between 16 and 17, so that a bound of 16.2 closes 17."""
    there, trace = standing(17.0, off=0.0)
    assert (there.cutoff(), there.excluded()) == (16.0, 17.0)
    there.prove(15.9)
    assert trace.bound == 16
    assert not there.is_closed()
    there.prove(16.2)
    assert trace.bound == 17
    assert there.is_closed()


@pytest.mark.parametrize("off", [0.01, 0.4, math.inf, math.nan])
def test_other_values_are_not_rounded(off: float) -> None:
    """However near to whole ones they are: two may differ by little."""
    there, trace = standing(17.5, off=off)
    there.prove(16.2)
    assert trace.bound == 16.2
    assert 17.4 < there.cutoff() < 17.5
    there.prove(17.4)
    assert not there.is_closed()
    there.prove(17.5)
    assert there.is_closed()


def test_values_that_rounding_left_near_whole_ones_are_whole() -> None:
    """And the bound stays below them by what they may be off."""
    there, trace = standing(17.0, off=1e-12)
    there.prove(16.1)
    assert 17 - 1e-11 < trace.bound < 17
    assert there.is_closed()


def test_a_gap_that_is_allowed_closes_early() -> None:
    """Ten per cent of 50 are 5, and more than one whole number."""
    there, _ = standing(50.0, off=0.0, gap=0.1)
    assert there.cutoff() == there.excluded() == 45
    there.prove(44.0)
    assert not there.is_closed()
    there.prove(45.0)
    assert there.is_closed()


def test_nothing_is_closed_without_an_answer_and_all_with_a_free_one() -> None:
    """Costs are never below 0."""
    there, _ = standing(math.inf, off=0.0, found=False)
    there.prove(5.0)
    assert there.cutoff() == math.inf
    assert not there.is_closed()
    free, _ = standing(0.0, off=math.inf)
    assert free.cutoff() == -math.inf
    assert free.is_closed()


def test_what_is_not_looked_for_is_not_proved_away() -> None:
    """Parts that cost more than the aim were left out, whatever the others cost."""
    there, trace = standing(30.0, off=0.0)
    there.aim = 21.3
    assert (there.cutoff(), there.excluded()) == (21.3, 21.3)
    there.prove_parts(20.0)
    assert trace.bound == 20
    there.prove_parts(math.inf)
    assert trace.bound == 22
    assert not there.is_closed()
    there.aim = math.inf
    assert there.cutoff() == 29
    there.prove_parts(math.inf)
    assert trace.bound == 30
    assert there.is_closed()


def test_an_aim_without_any_answer_is_what_is_proved() -> None:
    """Nothing is found below it: no answer costs less."""
    there, trace = standing(math.inf, off=math.inf, found=False)
    there.aim = 7.25
    assert there.cutoff() == 7.25
    there.prove_parts(math.inf)
    assert trace.bound == 7.25
    assert not there.is_closed()
