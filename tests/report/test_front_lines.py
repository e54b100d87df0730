"""A front in words: what is proved, what stands out, no more rows than one reads."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from siting.front import Front
from siting.instance import Instance
from siting.limits import Limits
from siting.models import MCLP, PCenter, PMedian
from siting.report.front_lines import ROWS, SPARE, lines_of_front
from siting.solution import Termination
from siting.solvers.nsga2 import Nsga2
from siting.tradeoff import Tradeoff

RNG = np.random.default_rng(0)
COST = RNG.integers(1, 30, (40, 40)).astype(float)
TOWN = Instance.from_matrix(COST, demand_unit="people", cost_unit="km")
TWO = Tradeoff.of([PMedian(TOWN, p=2), MCLP(TOWN, p=2, radius=9)])
THREE = Tradeoff.of([*TWO.problems, PCenter(TOWN, p=2)])


def made(values: list[list[float]], tradeoff: Tradeoff = TWO) -> Front:
    """A front with such values; the first site is open in every plan."""
    k = len(values)
    designs = np.zeros((k, 40), dtype=bool)
    designs[:, 0] = True
    designs[np.arange(k), 1 + np.arange(k) % 39] = True
    return Front(
        tradeoff=tradeoff,
        solver=Nsga2(),
        limits=Limits(),
        termination=Termination.TIME_LIMIT,
        designs=designs,
        values=np.array(values, dtype=float).reshape(k, len(tradeoff.problems)),
        proven=np.arange(k) % 2 == 0,
    )


def text_of(front: Front) -> str:
    """All lines."""
    return "\n".join(lines_of_front(front))


CURVE = [[0, 0], [1, 40], [2, 70], [5, 80], [9, 88], [10, 100]]


def test_what_stands_out_is_told_by_number() -> None:
    """Ends, knee, compromise, the steps that gain most and least, and the sites."""
    text = text_of(made([[float(x), float(y)] for x, y in CURVE]))
    assert "6 points of which none is better than another in everything" in text
    assert "3 are proved; others may be missing. The time limit was reached." in text
    assert "best weighted travel at point 1, best covered demand at point 6" in text
    assert "knee (most of both for what is given up): point 3" in text
    assert "compromise (least far from the best of each): point 3" in text
    assert "cheapest step from point 1 to 2: 1 people x km more" in text
    assert "dearest step from point 4 to 5: 4 people x km more" in text
    assert f"open in every plan found: {TOWN.sites[0]}" in text
    assert "hypervolume" not in text


def test_a_complete_front_says_so() -> None:
    """Nothing is missing, and no part of the volume."""
    front = made([[1, 5], [2, 9]])
    text = text_of(replace(front, complete=True, proven=np.ones(2, dtype=bool)))
    assert "all are proved; no other point.\n" in text
    assert "time limit" not in text
    assert f"open in every plan: {TOWN.sites[0]}" in text
    assert "the step from point 1 to 2" in text
    assert "knee" not in text
    assert "compromise" not in text


def test_what_may_be_missing_is_rounded_up() -> None:
    """A little is not nothing, and where that is all that is known it is not said."""
    front = made([[0, 0], [1000, 1000]])
    box = np.array([[[500.0, 0.09], [900.0, 0.0]]])
    share = replace(front, unexplored=box).certificate
    assert share is not None
    assert 0.999 < share < 1
    text = text_of(replace(front, unexplored=box))
    found = re.search(r"What is missing is at most ([\d.]+) % of the hyperv", text)
    assert found
    assert 0 <= float(found[1]) / 100 - (1 - share) < 0.1 * (1 - share)
    nothing = text_of(replace(front, unexplored=np.empty((0, 2, 2))))
    assert "at least as good in everything, to a millionth." in nothing
    assert "hypervolume" not in nothing


def test_one_that_is_proved_is_proved() -> None:
    """Not '1 are', and why others may be missing is told after the end of the run."""
    front = replace(made([[0, 0], [2, 3]]), reason="HiGHS gave up")
    assert front.proven.sum() == 1
    text = text_of(front)
    assert "1 is proved; others may be missing. The time limit was reached. " in text
    assert "was reached. HiGHS gave up.\n" in text


@pytest.mark.parametrize("k", [ROWS + SPARE, ROWS + SPARE + 1, 60, 500])
def test_a_long_front_is_shown_by_rows_that_are_evenly_chosen(k: int) -> None:
    """Ends, knee and compromise among them; how many are left out is said."""
    front = made([[x, 1e4 - 1e4 / (1 + x)] for x in map(float, range(k))])
    told = list(lines_of_front(front))
    rows = [line for line in told if line.split()[0].isdigit() and "points" not in line]
    shown = [int(row.split()[0]) for row in rows]
    if k == ROWS + SPARE:
        assert shown == list(range(1, k + 1))
        return
    assert len(shown) <= ROWS
    assert {1, k} <= set(shown)
    assert {front.knee, front.compromise()} <= {x - 1 for x in shown}
    assert np.diff(shown).max() <= 2 * k / (ROWS - 4)
    assert f"({k - len(shown):,} points between them are left out" in "\n".join(told)


def test_one_point_is_best_in_everything_or_not_beaten() -> None:
    """Nothing is chosen between, so nothing else is told."""
    alone = made([[3, 7]])
    text = text_of(replace(alone, complete=True))
    assert text.startswith("One design is at least as good as every other")
    assert "it is proved; no other point." in text
    unsure = text_of(replace(alone, proven=np.zeros(1, dtype=bool)))
    assert unsure.startswith("1 point: no design that was found is better in anything")
    assert "it is not proved; others may be missing" in unsure
    for word in ("best", "knee", "step", "open in"):
        assert word not in text


def test_a_front_without_steps_that_is_searched_to_its_end_is_not_belittled() -> None:
    """Complete to a millionth is said; nothing stopped it, nothing may be missing."""
    told = made([[float(x), float(y)] for x, y in CURVE])
    proven, none = np.ones(len(CURVE), dtype=bool), np.empty((0, 2, 2))
    text = text_of(replace(told, proven=proven, unexplored=none))
    assert "none is missing that is better by a millionth or more" in text
    assert "may be missing" not in text
    assert "reached" not in text


def test_an_objective_that_is_the_same_everywhere_is_named() -> None:
    """It has no best point."""
    text = text_of(made([[1, 5, 9], [2, 6, 9]], THREE))
    assert "largest travel is 9 at every point" in text
    assert "best weighted travel at point 1, best covered demand at point 2\n" in text
    assert "step" not in text


def test_no_point_has_a_reason() -> None:
    """No design keeps the rules, or none was found."""
    empty = made([])
    assert text_of(empty) == "No answer found. The time limit was reached."
    lost = replace(empty, infeasible=True, complete=True, reason="nobody can go")
    assert text_of(lost) == "No design keeps the rules. Nobody can go."


def test_many_sites_are_counted() -> None:
    """A row stays a row."""
    front = made([[1, 5], [2, 9]])
    wide = replace(front, designs=np.ones((2, 40), dtype=bool))
    (row,) = [x for x in lines_of_front(wide) if x.split()[0] == "1"]
    assert row.endswith(" and 32 more")
