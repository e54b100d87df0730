"""Extreme supported points against all designs."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from fronts.test_boxes import one_question, plane, stops_after
from fronts.test_sweep import KINDS, asked, every_front, in_order, town

from siting import pareto
from siting.errors import RefusedError
from siting.front import Front
from siting.fronts import joint
from siting.fronts.corners import extreme
from siting.fronts.epsilon import Answered, Ended
from siting.fronts.halving import Halving
from siting.fronts.joint import JointScalar
from siting.limits import Limits
from siting.models import LSCP, MCLP, PCenter, PMedian
from siting.solvers.dichotomy import Dichotomy
from siting.tradeoff import Tradeoff


def supported(points: np.ndarray) -> list[tuple[float, ...]]:
    """Points (k, 2) that alone are best for some sum: by all pairs and their cross."""
    found = []
    for p in points:
        left, right = points[points[:, 0] < p[0]], points[points[:, 0] > p[0]]
        below = [
            (b[0] - a[0]) * (p[1] - a[1]) < (b[1] - a[1]) * (p[0] - a[0])
            for a in left
            for b in right
        ]
        if all(below):
            found.append(tuple(p.tolist()))
    return sorted(found)


def holds(front: Front, expected: np.ndarray) -> None:
    """What a front says is true of all non-dominated points (to be minimised)."""
    real = {tuple(p) for p in expected.tolist()}
    known = {tuple(p) for p in front.turned.tolist()}
    assert {tuple(p) for p in front.turned[front.proven].tolist()} <= real
    boxes = np.asarray(front.unexplored) * front.tradeoff.signs
    low, high = boxes.min(axis=1), boxes.max(axis=1)
    for point in real - known:
        assert ((low <= point) & (point <= high)).all(axis=1).any()
    if front.complete:
        assert known == real


@pytest.fixture
def enumerated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scalar problems are answered from a table of all designs."""

    def solve(
        self: JointScalar, weights: np.ndarray, limits: np.ndarray, **_: object
    ) -> Answered:
        tradeoff = self._tradeoff
        designs = np.array(list(product([False, True], repeat=tradeoff.rules.m)))
        values, violation = tradeoff.evaluate(designs)
        fits = (tradeoff.rules.violation(designs) == 0) & (violation == 0)
        fits &= (values <= limits).all(axis=1)
        if not fits.any():
            return Answered(Ended.EMPTY, None, np.inf)
        best = np.where(fits, np.where(fits[:, None], values, 0.0) @ weights, np.inf)
        k = int(best.argmin())
        return Answered(Ended.PROVED, designs[k], float(best[k]))

    monkeypatch.setattr(joint.JointScalar, "solve", solve)


@pytest.mark.usefixtures("enumerated")
@pytest.mark.parametrize("kind", KINDS)
def test_exactly_the_extreme_points(kind: str) -> None:
    """No other, each proved, about two programs for each; and where the others are."""
    for seed in range(12):
        problems = asked(kind, seed)
        expected = every_front(problems)
        front = pareto(problems, Dichotomy())
        found = sorted(tuple(p) for p in front.turned.tolist())
        assert found == supported(expected)
        assert front.proven.all()
        assert front.infeasible == (len(expected) == 0)
        assert front.complete <= (len(found) == len(expected) > 0)
        assert front.subproblems <= 2 * len(found) + 3 + len(expected)
        holds(front, expected)


@pytest.mark.usefixtures("enumerated")
def test_ctrl_c_keeps_what_is_true() -> None:
    """At any moment."""
    for seed in range(6):
        problems = asked("maxian+median", seed)
        expected = every_front(problems)
        for count in range(6):
            front = pareto(problems, Dichotomy(), watch=stops_after(count))
            holds(front, expected)


def test_by_programs_it_is_the_same() -> None:
    """With HiGHS, on a town with unsupported points."""
    place = plane(12, seed=5)
    problems = [PMedian(place, p=4), MCLP(place, p=4, radius=24)]
    expected = every_front(problems)
    front = pareto(problems, Dichotomy(), time_limit=60)
    assert sorted(map(tuple, front.turned.tolist())) == supported(expected)
    assert front.proven.all()
    holds(front, expected)
    if not front.complete:
        assert "some weighted sum prefers" in front.reason


@pytest.mark.usefixtures("enumerated")
@pytest.mark.parametrize("case", list(one_question(plane(5, seed=0))))
def test_what_is_hardly_a_trade_off(case: str) -> None:
    """A constant objective, zero ranges, one design, none."""
    problems = one_question(plane(8, seed=3))[case]
    expected = every_front(problems)
    front = pareto(problems, Dichotomy())
    assert sorted(map(tuple, front.turned.tolist())) == supported(in_order(expected))
    assert front.infeasible == (len(expected) == 0)
    holds(front, expected)


def test_half_a_second_is_kept() -> None:
    """With whatever is proved by then, and boxes or nothing ruled out."""
    place = plane(60, seed=6)
    problems = [PMedian(place, p=9), MCLP(place, p=9, radius=9)]
    front = pareto(problems, Dichotomy(), time_limit=0.5)
    assert front.termination.value == "time_limit"
    assert not front.complete
    assert len(np.asarray(front.unexplored))


def test_corners_by_hand() -> None:
    """Dominated points, points on a line, and twins are left out."""
    points = [(0.0, 4.0), (1.0, 2.0), (2.0, 1.0), (4.0, 0.0), (3.0, 0.5), (2.0, 3.0)]
    assert extreme([*points, points[0], (0.0, 9.0), (9.0, 0.0)]) == [
        (0.0, 4.0), (1.0, 2.0), (2.0, 1.0), (4.0, 0.0)
    ]  # fmt: skip
    assert extreme([(0.1, 0.3), (0.2, 0.2), (0.3, 0.1)])[::2] in (
        [(0.1, 0.3)], [(0.1, 0.3), (0.3, 0.1)]
    )  # fmt: skip
    assert extreme([]) == []


def test_refusals() -> None:
    """One objective, three, and what does not fit into memory."""
    place = town(np.random.default_rng(1), whole=True)
    assert "dichotomy answers several" in (
        Dichotomy().refuses(LSCP(place, radius=9)) or ""
    )
    three = [PMedian(place, p=2), MCLP(place, p=2, radius=3), PCenter(place, p=2)]
    with pytest.raises(RefusedError, match="dichotomy takes two objectives, and"):
        pareto(three, "dichotomy")
    assert Dichotomy().refuses_front(Tradeoff.of(three[:2])) is None
    assert Limits().time_limit == np.inf


class ThreeNearTies:
    """Points of which the first two are equally good, and the third nearly so."""

    steps = (0.0, 0.0)
    points = np.array([[10.0, 5.0], [10.0, 4.0], [10.000001, 3.0]])

    def values(self, design: np.ndarray) -> np.ndarray:
        """Of the one site that is open."""
        return np.asarray(self.points[int(design.argmax())])

    def solve(self, weights: np.ndarray, limits: np.ndarray, **_: object) -> Answered:
        """The first of the best."""
        worth = np.where((self.points <= limits).all(axis=1), self.points @ weights, 99)
        best = int(worth.argmin())
        return Answered(Ended.PROVED, np.arange(3) == best, float(worth[best]))


def test_an_end_is_not_proved_by_one_that_is_a_little_worse() -> None:
    """The point that is as good, and better, hides behind a third until later."""
    halving = Halving(ThreeNearTies(), Limits())
    assert halving._end(0) == (10.0, 5.0)
    assert (10.0, 5.0) not in halving.proved
