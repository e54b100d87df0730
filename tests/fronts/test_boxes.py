"""Boxes, and what a stopped run leaves open, against all designs."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import numpy as np
import pytest
from fronts.test_sweep import KINDS, every_front, in_order, town
from fronts.test_sweep import asked as questions

from siting import pareto
from siting.errors import RefusedError
from siting.front import Front
from siting.fronts import asking
from siting.fronts.asking import Asking
from siting.fronts.epsilon import Answered, Ended
from siting.fronts.gaps import Frontier
from siting.instance import Instance
from siting.limits import Progress
from siting.models import LSCP, MCLP, PCenter, PMaxian, PMedian
from siting.problem import Problem
from siting.searching.archive import Archive
from siting.solver import FrontSolver
from siting.solvers.boxes import Boxes
from siting.solvers.sweep import Sweep
from siting.tradeoff import Tradeoff

BOTH = (Boxes(primed=False), Sweep(primed=False))


def stops_after(count: int) -> Callable[[Progress], None]:
    """A watch that presses Ctrl-C when it has heard so much."""
    heard = []

    def watch(progress: Progress) -> None:
        heard.append(progress)
        if len(heard) > count:
            raise KeyboardInterrupt

    return watch


def plane(n: int, *, seed: int) -> Instance:
    """Points in a square, with whole distances and weights."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    cost = np.rint(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)))
    return Instance.from_matrix(cost, demand=rng.integers(1, 50, n).astype(float))


def wide(n: int, *, seed: int) -> list[Problem]:
    """Two questions with many points: clients by chance, and few sites."""
    rng = np.random.default_rng(seed)
    cost = rng.integers(1, 100, (n, 10)).astype(float)
    place = Instance.from_matrix(cost, demand=rng.integers(1, 50, n).astype(float))
    return [PMaxian(place, p=4), MCLP(place, p=4, radius=30)]


def holds(front: Front, expected: np.ndarray) -> None:
    """What a front says is true of all non-dominated points (to be minimised)."""
    known = {tuple(p) for p in front.turned.tolist()}
    real = {tuple(p) for p in expected.tolist()}
    sure = {tuple(p) for p in front.turned[front.proven].tolist()}
    assert sure <= real
    assert front.unexplored is not None
    boxes = front.unexplored * front.tradeoff.signs
    for point in real - known:
        inside = (boxes[:, 0] <= point) & (point <= boxes[:, 1])
        assert inside.all(axis=1).any(), (point, boxes)
    assert front.complete == (not len(boxes) and len(real) > 0)
    if front.step[0] and front.step[1]:
        assert (boxes[:, 0] <= boxes[:, 1]).all()


class Enumerated:
    """Scalar problems answered from a table of all designs; some only in part.

    Parameters
    ----------
    stops
        With what chance an answer is a bound alone, the first time.
    """

    def __init__(self, asking: Asking, tradeoff: Tradeoff, *, stops: float) -> None:
        designs = np.array(list(product([False, True], repeat=tradeoff.rules.m)))
        values, violation = tradeoff.evaluate(designs)
        kept = (violation == 0) & (tradeoff.rules.violation(designs) == 0)
        self._designs, values = designs[kept], values[kept]
        k = asking._limited
        self._first, self._second = values[:, 1 - k], values[:, k]
        self._rng, self._stops = np.random.default_rng(len(values)), stops
        self._met: set[float] = set()

    def bound(self, limit: float, *, start: object, seconds: float) -> float:
        """Nothing is told but by a solution."""
        del limit, start, seconds
        return -np.inf

    def solve(
        self, limit: float, *, start: object, floor: float, seconds: float
    ) -> Answered:
        """The best design within the limit, any of those that are as good."""
        del start, seconds
        may = np.flatnonzero(self._second <= limit)
        if not len(may):
            return Answered(Ended.EMPTY, None, np.inf)
        least = self._first[may].min()
        assert floor <= least
        if limit not in self._met and self._rng.random() < self._stops:
            self._met.add(limit)
            some = self._designs[self._rng.choice(may)]
            return Answered(Ended.STOPPED, some, least - self._rng.integers(0, 4))
        best = self._rng.choice(may[self._first[may] == least])
        return Answered(Ended.PROVED, self._designs[best], least)


@pytest.fixture
def enumerated(monkeypatch: pytest.MonkeyPatch) -> None:
    """No program is solved; a third of the answers comes in two pieces."""

    def scalar(asking: Asking) -> Enumerated:
        if asking._scalar is None:
            tradeoff = asking._tradeoff
            asking._scalar = Enumerated(asking, tradeoff, stops=0.3)
        return asking._scalar  # type: ignore[return-value]

    monkeypatch.setattr(Asking, "scalar", property(scalar))
    monkeypatch.setattr(asking, "EARLY", 0.0)


@pytest.mark.usefixtures("enumerated")
@pytest.mark.parametrize("solver", BOTH)
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_missing_lies_in_a_box(kind: str, solver: FrontSolver) -> None:
    """After Ctrl-C at any moment: missing points are in the boxes, proved ones real."""
    for seed in range(12):
        problems = questions(kind, seed)
        expected = every_front(problems)
        for count in (0, 1, 2, 4, 1000):
            front = pareto(problems, solver, watch=stops_after(count))
            holds(front, expected)
        assert front.turned.tolist() == in_order(expected).tolist()
        assert front.proven.all()
        assert front.infeasible == (len(expected) == 0)


@pytest.mark.usefixtures("enumerated")
@pytest.mark.parametrize("solver", BOTH)
@pytest.mark.parametrize("turned", [False, True])
def test_fronts_of_twenty_points(solver: FrontSolver, turned: bool) -> None:
    """The same where much is missing, whichever objective is limited."""
    for seed in range(2):
        problems = wide(20, seed=seed)[:: -1 if turned else 1]
        expected = every_front(problems)
        assert len(expected) >= 8
        for count in (0, 3, 6, 9, 1000):
            holds(pareto(problems, solver, watch=stops_after(count)), expected)


@pytest.mark.usefixtures("enumerated")
@pytest.mark.parametrize("solver", BOTH)
def test_programs_are_few_more_than_points(solver: FrontSolver) -> None:
    """One a point; a few to find the lower end, to bisect, and after a stop."""
    problems = wide(60, seed=4)
    front = pareto(problems, solver)
    assert front.complete
    assert len(front) >= 20
    assert len(front) < front.subproblems <= 2 * len(front) + 4


@pytest.mark.usefixtures("enumerated")
def test_what_is_open_shrinks() -> None:
    """Every answer closes something."""
    problems = wide(60, seed=4)
    expected, areas = every_front(problems), []
    for count in range(7, 20):
        front = pareto(problems, Boxes(primed=False), watch=stops_after(count))
        holds(front, expected)
        boxes = np.asarray(front.unexplored)
        span = np.abs(boxes[:, 1] - boxes[:, 0]) + 1.0
        areas.append(float(span.prod(axis=1).sum()))
    assert areas == sorted(areas, reverse=True)
    assert areas[-1] < areas[0]


@pytest.mark.parametrize("kind", ["median+coverage", "median+center"])
def test_the_whole_front_by_programs(kind: str) -> None:
    """With HiGHS and a heuristic run it is the same: enumeration's points, proved."""
    for solver in (Boxes(), Boxes(primed=False)):
        problems = questions(kind, 2)
        expected = every_front(problems)
        front = pareto(problems, solver, time_limit=60, evaluations=500)
        np.testing.assert_allclose(in_order(front.turned), in_order(expected))
        assert front.proven.all()
        holds(front, expected)


def test_swept_or_not_it_is_the_same() -> None:
    """From linear relaxations, cuts and programs."""
    place = plane(13, seed=5)
    problems = [PMedian(place, p=4), MCLP(place, p=4, radius=20)]
    expected = in_order(every_front(problems))
    for solver in BOTH:
        front = pareto(problems, solver, time_limit=60)
        assert front.complete
        assert front.turned.tolist() == expected.tolist()


def test_a_time_limit_keeps_what_was_found() -> None:
    """Half a second: designs, no wrong proof, and the reason."""
    place = plane(90, seed=6)
    problems = [PMedian(place, p=9), MCLP(place, p=9, radius=9)]
    front = pareto(problems, Boxes(), time_limit=0.5)
    assert front.termination.value == "time_limit"
    assert len(front)
    assert not front.complete
    assert front.unexplored is not None
    assert len(front.unexplored)


def one_question(place: Instance) -> dict[str, list[Problem]]:
    """What is hardly a trade-off."""
    near = Instance.from_matrix(np.ones((4, 4)), demand=[1.0, 2, 3, 4])
    apart = [[1.0, np.inf], [np.inf, 1.0], [1.0, 1.0]]
    cut = Instance.from_matrix(apart, demand=[1.0, 1, 1])
    return {
        "constant": [PMedian(place, p=2), MCLP(place, p=2, radius=1e6)],
        "both constant": [PMedian(near, p=2), PCenter(near, p=2)],
        "one design": [PMedian(place, p=place.m), MCLP(place, p=place.m, radius=1)],
        "no design": [PMedian(cut, p=1), MCLP(cut, p=1, radius=1)],
        "max and min": [MCLP(place, p=2, radius=30), PMedian(place, p=2)],
    }


@pytest.mark.usefixtures("enumerated")
@pytest.mark.parametrize("solver", [*BOTH, Boxes()])
@pytest.mark.parametrize("case", list(one_question(plane(5, seed=0))))
def test_what_is_hardly_a_trade_off(solver: FrontSolver, case: str) -> None:
    """A constant objective, zero ranges, one design, none: the right front."""
    problems = one_question(plane(8, seed=3))[case]
    expected = every_front(problems)
    front = pareto(problems, solver, time_limit=20, evaluations=200)
    np.testing.assert_allclose(in_order(front.turned), in_order(expected))
    assert front.infeasible == (len(expected) == 0)
    assert front.proven.all()


def test_one_objective_and_three_are_refused() -> None:
    """With what takes them."""
    place = town(np.random.default_rng(1), whole=True)
    assert "boxes answers several objectives" in (
        Boxes().refuses(LSCP(place, radius=9)) or ""
    )
    three = [PMedian(place, p=2), MCLP(place, p=2, radius=3), PCenter(place, p=2)]
    with pytest.raises(RefusedError, match="boxes takes two objectives, and there"):
        pareto(three, "boxes")


def test_bounds_hold_at_tighter_limits_only() -> None:
    """By hand: points (10, 9) and (20, 5), steps 1; the second objective is limited."""
    archive = Archive(2, 3)
    archive.offer(np.array([[10.0, 9.0], [20.0, 5.0]]), np.eye(3, dtype=bool)[:2])
    frontier = Frontier(archive, 1, (1.0, 1.0))
    frontier.note(np.inf, 10.0)
    frontier.note(6.5, 20.0)
    assert frontier.bound_at(np.array([7.0, 6.5, 1.0])).tolist() == [10.0, 20.0, 20.0]
    assert frontier.boxes.tolist() == [
        [[20.0, -np.inf], [np.inf, 4.0]],  # below all points nothing else is known
        [[10.0, 7.0], [19.0, 8.0]],  # what keeps 6.5 is worth 20 and is there
    ]
    assert frontier.proven.tolist() == [False, False]
    frontier.note(4.5, np.inf)
    assert frontier.proven.tolist() == [False, True]
    frontier.note(8.5, 13.2)
    assert frontier.boxes.tolist() == [[[14.0, 7.0], [19.0, 8.0]]]
    assert frontier.proven.tolist() == [True, True]
    frontier.note(8.5, 20.0)
    assert not frontier.gaps.is_open.any()


@pytest.mark.parametrize("step", [0.001, 0.1, 1.0, 1e6])
def test_a_middle_is_not_what_was_asked_before(step: float) -> None:
    """Half way between two limits, whatever rounding does: else a run has no end."""
    for low, count, wide in product(range(200), range(1, 20), (1, 2)):
        archive = Archive(2, 3)
        frontier = Frontier(archive, 1, (0.0, step))
        begin = (low + count) * step - step / 2
        limit = (low + count + wide) * step - step / 2
        middle = frontier.middle(low * step, begin, limit)
        assert begin + step / 2 < middle <= limit + step / 4
