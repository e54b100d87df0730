"""What fronts are measured against, and the measures worked out by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from handmade import asked, front_of

from siting.comparing.front_row import row_of
from siting.comparing.yardstick import Best, Known, yardstick

EXACT = ((0, 0), (1, 1), (2, 2))
"""Travel from 0 to 2 (less is better), coverage from 0 to 2 (more is)."""


def test_a_complete_front_is_the_yard() -> None:
    """All its points are proved, its ends are the optima of each objective alone."""
    whose = asked()
    runs = [front_of(((1, 1),), tradeoff=whose), front_of(EXACT, complete=True)]
    yard = yardstick(whose, runs)
    assert yard.kind is Known.EXACT
    assert not yard.refuted
    assert yard.proven.tolist() == [True] * 3
    assert yard.bests == (Best(0.0, True), Best(-2.0, True))
    told = yard.to_dict()
    assert told["ideal"] == {"weighted travel": 0, "covered demand": 2}
    assert told["nadir"] == {"weighted travel": 2, "covered demand": 0}
    assert told["corner"] == pytest.approx(
        {"weighted travel": 2.2, "covered demand": -0.2}
    )


def test_measures_by_hand() -> None:
    """The middle of three points has .36 of the .46 below the corner (1.1, 1.1)."""
    whose = asked()
    yard = yardstick(whose, [front_of(EXACT, complete=True)])
    told = row_of(front_of(((1, 1),)), yard).measures
    assert told.volume == pytest.approx(0.36 / 0.46)
    assert told.missing == pytest.approx(0.10 / 0.46)
    assert told.distance == pytest.approx(1 / 3)
    assert told.epsilon == pytest.approx(0.5)
    assert told.found == told.found_proved == pytest.approx(1 / 3)
    assert told.ends == (1.0, 1.0), "|1 - 0| / 1, and |1 - 2| / 1"
    whole = row_of(front_of(EXACT), yard).measures
    assert (whole.volume, whole.missing, whole.distance) == (1, 0, 0)
    assert (whole.epsilon, whole.found, whole.worst_end) == (0, 1, 0)


def test_a_run_without_points_is_the_worst_of_all() -> None:
    """No volume, endlessly far."""
    yard = yardstick(asked(), [front_of(EXACT, complete=True)])
    told = row_of(front_of(()), yard).measures
    assert (told.volume, told.missing, told.found) == (0, 1, 0)
    assert (told.distance, told.epsilon, told.worst_end) == (math.inf,) * 3
    assert row_of(front_of(()), yard).to_dict()["igd_plus"] is None


def test_without_a_complete_front_it_is_the_union() -> None:
    """Dominated points are gone, and what any run proved is proved."""
    one = front_of(((0, 0), (1, 0.5)), proven=(True, False))
    other = front_of(((1, 1), (2, 2)), proven=(True, False))
    yard = yardstick(asked(), [one, other])
    assert yard.kind is Known.UNION
    assert (yard.points * (1, -1)).tolist() == [[0, 0], [1, 1], [2, 2]]
    assert yard.proven.tolist() == [True, True, False]
    told = row_of(one, yard).measures
    assert (told.found, told.found_proved) == (pytest.approx(1 / 3), 0.5)
    assert all(math.isnan(gap) for gap in told.ends), "nobody knows the optima"
    alone = (Best(-1.0, False), Best(-2.0, True))
    known = row_of(one, yardstick(asked(), [one, other], alone)).measures
    assert known.ends == pytest.approx((1e9, 3.0)), "|0 + 1| / 1e-9 and |0.5 - 2| / 0.5"


def test_a_claim_that_another_run_refutes_does_not_count() -> None:
    """A front that lacks a point is not whole, whatever it says, nor are its proofs."""
    liar = front_of(((0, 0), (2, 2)), complete=True)
    yard = yardstick(asked(), [liar, front_of(((1, 1),))])
    assert yard.kind is Known.UNION
    assert yard.refuted
    assert not yard.proven.any()
    worse = front_of(((1, 0), (2, 2)))
    assert not yardstick(asked(), [liar, worse]).refuted, "dominated points refute not"
    honest = front_of(EXACT, complete=True)
    both = yardstick(asked(), [liar, honest])
    assert (both.kind, both.refuted, len(both.points)) == (Known.EXACT, True, 3)


def test_rounding_refutes_nobody_and_hits() -> None:
    """The same value from another sum of the same numbers."""
    near = tuple((a * (1 + 1e-13), b * (1 - 1e-13)) for a, b in EXACT)
    yard = yardstick(asked(), [front_of(EXACT, complete=True), front_of(near)])
    assert yard.kind is Known.EXACT
    told = row_of(front_of(near), yard).measures
    assert (told.found, told.distance, told.missing) == (1, 0, 0)


def test_a_front_that_is_whole_to_a_millionth_is_the_yard() -> None:
    """Unless one that is complete is there; a point that near does not refute it."""
    whole = replace(front_of(EXACT, proven=(True,) * 3), unexplored=np.empty((0, 2, 2)))
    near = front_of(((2 - 5e-7, 2),))
    yard = yardstick(asked(), [near, whole])
    assert (yard.kind, yard.refuted) == (Known.FINE, False)
    assert (yard.points * (1, -1)).tolist() == [list(p) for p in EXACT]
    assert yard.proven.all()
    assert yard.bests == (Best(0.0, True), Best(-2.0, True))
    complete = front_of(EXACT, complete=True)
    assert yardstick(asked(), [whole, complete]).kind is Known.EXACT
    refuted = yardstick(asked(), [whole, front_of(((2 - 1e-4, 2),))])
    assert (refuted.kind, refuted.refuted) == (Known.UNION, True)
    assert not refuted.proven.any()


def test_without_any_point_nothing_is_measured() -> None:
    """Nan everywhere, and no division."""
    yard = yardstick(asked(), [front_of(()), front_of(())])
    assert yard.kind is Known.NOTHING
    told = row_of(front_of(()), yard).measures
    assert math.isnan(told.volume)
    assert yard.to_dict()["corner"] is None


def test_a_front_of_one_point_has_a_yard() -> None:
    """No range: a unit stands for it."""
    yard = yardstick(asked(), [front_of(((3, 4),), complete=True)])
    assert row_of(front_of(((3, 4),)), yard).measures.volume == 1
    assert row_of(front_of(((3.05, 4),)), yard).measures.volume == pytest.approx(0.5)


def test_steps_are_the_history_by_the_yard() -> None:
    """What is missing never grows again, and the end counts."""
    yard = yardstick(asked(), [front_of(EXACT, complete=True)])
    run = front_of(EXACT, seconds=9, history=[(0.5, [(1, 1)]), (2.0, [(0, 0)])])
    steps = row_of(run, yard).steps
    assert steps.times.tolist() == [0.5, 2.0, 9.0]
    assert steps.values == pytest.approx([0.10 / 0.46] * 2 + [0.0])


def test_ratios_are_those_of_monte_carlo() -> None:
    """Three objectives, one of them to be maximised: the share of random points."""
    rng = np.random.default_rng(3)
    whose = asked(q=3)
    points = rng.random((12, 3)) * (5, 50, 500)
    yard = yardstick(whose, [front_of(points, tradeoff=whose)])
    some = points[:4]
    got = row_of(front_of(some, tradeoff=whose), yard).measures.volume
    signs = np.array([1, -1, 1])
    kept = yard.points
    low, span = kept.min(axis=0), np.ptp(kept, axis=0)
    drawn = rng.random((200_000, 3)) * 1.1
    inside = [((x * signs - low) / span)[None, :] <= drawn for x in some]
    whole = [((x - low) / span)[None, :] <= drawn for x in kept]
    parts = [
        np.any([w.all(axis=1) for w in ws], axis=0).mean() for ws in (inside, whole)
    ]
    assert got == pytest.approx(parts[0] / parts[1], abs=0.01)
