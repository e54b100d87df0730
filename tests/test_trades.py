"""What a step along a front gives and gains, in numbers and in words."""

from __future__ import annotations

import numpy as np
import pytest

from siting.instance import Instance
from siting.models import MCLP, PCenter, PMaxian, PMedian
from siting.tradeoff import Tradeoff
from siting.trades import trades_of

TOWN = Instance.from_matrix(
    np.array([[0.0, 4.0], [4.0, 0.0]]), cost_unit="km", demand_unit="people"
)
NAMES = ["weighted travel", "covered demand"]
BOTH = Tradeoff.of([PMedian(TOWN, p=1), MCLP(TOWN, p=1, radius=1)])


def test_each_step_has_what_is_given_and_what_is_gained() -> None:
    """Less travel and more coverage are wanted: values are turned."""
    first, second = trades_of(
        np.array([[100.0, -5], [120, -9], [170, -10]]), BOTH, NAMES
    )
    assert (first.start, first.end, first.given, first.gained) == (0, 1, 20, 4)
    assert (second.start, second.end, second.given, second.gained) == (1, 2, 50, 1)
    assert first.rate == pytest.approx(0.2)
    assert str(first) == (
        "from point 1 to 2: 20 people x km more weighted travel buy 4 people more "
        "covered demand (5 people x km each)"
    )
    assert second.to_dict() == {
        "from": 1,
        "to": 2,
        "given": 50,
        "gained": 1,
        "gained_per_unit": 0.02,
    }


def test_words_follow_what_is_wanted() -> None:
    """More travel wanted and less reach: less of the one buys less of the other."""
    other = Tradeoff.of([PMaxian(TOWN, p=1), PCenter(TOWN, p=1)])
    (step,) = trades_of(np.array([[-100.0, 7], [-60, 5]]), other, ["travel", "reach"])
    text = str(step)
    assert "40 people x km less travel" in text
    assert "buy 2 km less reach" in text
    (step,) = trades_of(np.array([[1.0, 7], [2, 4]]), other, ["people x km", "km"])
    assert "1 less people x km buy 3 less km (0.3333 each)" in str(step)


def test_there_is_no_step_from_one_point_and_none_among_three_objectives() -> None:
    """Nor one that gives nothing, where values differ by rounding alone."""
    assert trades_of(np.array([[1.0, 2.0]]), BOTH, NAMES) == ()
    assert trades_of(np.empty((0, 2)), BOTH, NAMES) == ()
    assert trades_of(np.array([[1.0, 2.0], [1.0, 1.0], [2.0, 1.0]]), BOTH, NAMES) == ()
    three = Tradeoff.of([*BOTH.problems, PCenter(TOWN, p=1)])
    assert trades_of(np.eye(3), three, [*NAMES, "reach"]) == ()
