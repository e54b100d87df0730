"""What is believed of HiGHS where objectives share one assignment."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from siting.cost import Floats
from siting.fronts import settling, shared
from siting.fronts.assigned import assigned
from siting.fronts.epsilon import Ended
from siting.fronts.measured import measures
from siting.fronts.shared import SharedScalar
from siting.instance import Instance
from siting.limits import Limits
from siting.matrix import Matrix
from siting.milp.highs import Options, Result, Status, solve
from siting.models import CFLP, SSCFLP, PCenter
from siting.problem import Problem
from siting.tradeoff import Tradeoff

TOWN = replace(
    Instance.from_matrix([[0, 4], [4, 0]], demand=[4, 1], sites=["A", "B"]),
    opening=np.array([5.0, 3.0]), capacity=np.array([3.0, 9.0]),
)  # fmt: skip
FREE, COST = np.full(2, np.inf), np.array([1.0, 0.0])
BEST = 12.0
"""Both open; one of the four goes 4 km."""


def scalar_of(problem: Problem) -> SharedScalar:
    """Cost and the longest trip."""
    return SharedScalar(Tradeoff.of([problem, PCenter(TOWN, budget=9)]), Limits())


def saying(
    monkeypatch: pytest.MonkeyPatch, *, bound: float, status: Status = Status.OPTIMAL
) -> None:
    """HiGHS finds what it finds, and claims something else of it."""

    def solved_twice(
        matrix: Matrix, options: Options, *, start: Floats | None = None
    ) -> tuple[Result, Floats | None]:
        found = solve(matrix, options, start=start)
        return replace(found, bound=bound, status=status), found.x

    monkeypatch.setattr(shared, "solved_twice", solved_twice)


@pytest.mark.parametrize("weights", [(1.0, 0.0), (0.0, 1.0), (1.0, 2.0)])
@pytest.mark.parametrize("kind", [CFLP, SSCFLP])
def test_a_point_that_is_told_keeps_all_rows(
    kind: type[Problem], weights: tuple[float, float]
) -> None:
    """So that it can begin the next program."""
    scalar = scalar_of(kind(TOWN))
    tradeoff = Tradeoff.of([kind(TOWN), PCenter(TOWN, budget=9)])
    told = assigned(tradeoff, measures(tradeoff), limited=None)
    found = scalar.solve(
        np.array(weights), FREE, start=None, floor=-math.inf, seconds=60
    )
    assert found.ended is Ended.PROVED
    assert found.design is not None
    assert told.matrix.holds(found.design)
    goals = told.goals @ found.design + told.added
    np.testing.assert_allclose(scalar.values(found.design), goals)


def test_what_highs_proves_of_the_point_is_proved(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A bound within a step of the value."""
    saying(monkeypatch, bound=BEST - 0.5)
    found = scalar_of(CFLP(TOWN)).solve(
        COST, FREE, start=None, floor=-math.inf, seconds=60
    )
    assert (found.ended, found.bound) == (Ended.PROVED, BEST - 0.5)


def test_a_value_above_the_bound_is_not_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound stands, and the point is one of those that are known."""
    saying(monkeypatch, bound=BEST - 3)
    found = scalar_of(CFLP(TOWN)).solve(
        COST, FREE, start=None, floor=-math.inf, seconds=60
    )
    assert (found.ended, found.bound) == (Ended.STOPPED, BEST - 3)
    assert found.design is not None


def test_a_value_below_the_bound_refutes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was known before is all that stays."""
    saying(monkeypatch, bound=BEST + 3)
    found = scalar_of(CFLP(TOWN)).solve(COST, FREE, start=None, floor=2.0, seconds=60)
    assert (found.ended, found.bound) == (Ended.STOPPED, 2.0)


def test_a_time_limit_leaves_a_point_and_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Not proved, though the bound is the value."""
    saying(monkeypatch, bound=BEST, status=Status.TIME_LIMIT)
    found = scalar_of(CFLP(TOWN)).solve(COST, FREE, start=None, floor=0.0, seconds=60)
    assert (found.ended, found.bound) == (Ended.STOPPED, BEST)


def test_none_is_believed_only_where_none_is_known() -> None:
    """A limit that nobody keeps; and one that a start keeps."""
    scalar = scalar_of(SSCFLP(TOWN))
    tight = np.array([np.inf, 3.0])
    empty = scalar.solve(COST, tight, start=None, floor=0.0, seconds=60)
    assert (empty.ended, empty.design) == (Ended.EMPTY, None)
    known = scalar.solve(COST, FREE, start=None, floor=0.0, seconds=60).design
    refuted = scalar.solve(COST, tight, start=known, floor=1.0, seconds=60)
    assert (refuted.ended, refuted.bound) == (Ended.STOPPED, 1.0)


@pytest.mark.parametrize(("off", "ended"), [(1e-8, Ended.PROVED), (0.1, Ended.STOPPED)])
def test_parts_are_whole_people_or_not_told(
    monkeypatch: pytest.MonkeyPatch, off: float, ended: Ended
) -> None:
    """Three of four at A: rounding is taken away, and two and a half are no answer."""

    def solved(matrix: Matrix, options: Options) -> tuple[Result, Floats | None]:
        found = solve(matrix, options)
        assert found.x is not None
        parts = np.where((found.x > 0) & (found.x < 1), off, 0.0)
        return found, found.x + parts * np.sign(found.x - 0.5)

    monkeypatch.setattr(settling, "solved", solved)
    scalar = scalar_of(CFLP(TOWN))
    found = scalar.solve(COST, FREE, start=None, floor=0.0, seconds=60)
    assert found.ended is ended
    if found.design is not None:
        assert scalar.plan(found.design)[1].share.tolist() == [0.75, 0.25, 1.0]
