"""What search-region promises beside the points: stops, boxes, odd questions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fronts.questions import every_front, in_order
from sentences import said

from siting import pareto
from siting.cost import Floats
from siting.front import Front
from siting.fronts.epsilon import Answered, Bools, Ended
from siting.fronts.exploration import Exploration
from siting.fronts.joint import JointScalar, step_of_sum
from siting.instance import Instance
from siting.limits import Limits, Progress
from siting.models import LSCP, MCLP, UFLP, PCenter, PMaxian, PMedian
from siting.problem import Problem
from siting.solver import FrontSolver
from siting.solvers.kirlik_sayin import KirlikSayin
from siting.solvers.search_region import SearchRegion
from siting.tradeoff import Tradeoff

EACH = pytest.mark.parametrize(
    "solver", [SearchRegion(primed=False), SearchRegion(), KirlikSayin()], ids=str
)


def plane(n: int, *, seed: int = 0) -> Instance:
    """Random places with whole distances and demand."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    cost = np.rint(np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)))
    made = Instance.from_matrix(cost, demand=rng.integers(1, 50, n).astype(float))
    return replace(made, opening=rng.integers(1, 40, n).astype(float))


def three(n: int, p: int, *, seed: int = 0) -> list[Problem]:
    """Weighted travel, coverage, largest travel."""
    town = plane(n, seed=seed)
    return [PMedian(town, p=p), MCLP(town, p=p, radius=20), PCenter(town, p=p)]


def is_in_a_box(front: Front, point: Floats) -> bool:
    """Whether a point (q,), to be minimised, is within an unexplored box."""
    assert front.unexplored is not None
    boxes = front.unexplored * front.tradeoff.signs
    return bool(((boxes[:, 0] <= point) & (point < boxes[:, 1])).all(axis=1).any())


class Cut:
    """Interrupts, or lets time run out, after so many programs."""

    def __init__(self, programs: int) -> None:
        self.left = programs

    def __call__(self, news: Progress) -> None:
        """Count a program."""
        assert "program" in news.words
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt


@pytest.mark.parametrize("programs", [0, 4, 9, 15])
def test_what_is_missing_lies_in_a_box(programs: int) -> None:
    """An interrupted run: points proved are on the front, all others are in a box."""
    problems = three(12, 4, seed=3)
    expected = every_front(problems)
    front = pareto(problems, SearchRegion(primed=False), watch=Cut(programs))
    assert front.termination.value == "interrupted"
    assert not front.complete
    found = set(map(tuple, front.turned.tolist()))
    whole = set(map(tuple, expected.tolist()))
    proved = set(map(tuple, front.turned[front.proven].tolist()))
    assert proved <= whole
    assert all(is_in_a_box(front, np.array(point)) for point in whole - found)
    assert len(front) > 0


def test_a_whole_front_leaves_no_box() -> None:
    """And programs are few: at most four a point (issue)."""
    problems = three(12, 4, seed=3)
    expected = every_front(problems)
    front = pareto(problems, SearchRegion(primed=False))
    assert in_order(front.turned).tolist() == expected.tolist()
    assert front.complete
    assert front.unexplored is not None
    assert front.unexplored.shape == (0, 2, 3)
    assert front.subproblems <= 4 * len(front)
    primed = pareto(problems, SearchRegion())
    assert primed.subproblems < front.subproblems


def test_a_stop_leaves_what_the_heuristic_found() -> None:
    """More than a handful of points, before any program has ended."""
    front = pareto(three(25, 4), "auto", watch=Cut(0))
    assert front.notes[0] == "auto picked search-region"
    assert len(front) >= 5
    assert front.termination.value == "interrupted"
    assert front.subproblems == 1
    assert not front.complete


def test_auto_leaves_large_ones_to_the_heuristic() -> None:
    """A matrix of a million nonzeros is not explored."""
    front = pareto(three(300, 8), "auto", time_limit=1.0)
    assert front.notes[0] == "auto picked nsga2"


@EACH
def test_an_objective_that_is_constant_changes_nothing(solver: FrontSolver) -> None:
    """Covered by any site: the front of the other two."""
    problems = three(8, 3)
    town = problems[0].instance
    more: list[Problem] = [*problems[:2], MCLP(town, p=3, radius=1000)]
    front = pareto(more, solver)
    assert front.turned[:, :2].tolist() == every_front(problems[:2]).tolist()
    assert np.ptp(front.values[:, 2]) == 0
    assert front.complete


@EACH
def test_one_design_is_one_point(solver: FrontSolver) -> None:
    """All sites are open; every range is 0."""
    front = pareto(three(5, 5), solver)
    assert len(front) == 1
    assert front.complete
    assert front.proven.all()


@EACH
def test_no_design_is_an_empty_front(solver: FrontSolver) -> None:
    """Not all can be covered without the first site; the solver itself finds out."""
    cost = [[0.0, 9.0, 9.0], [9.0, 0.0, 9.0], [9.0, 9.0, 0.0]]
    town = Instance.from_matrix(cost, demand=[1.0, 1.0, 1.0])
    town = replace(town, opening=np.ones(3))
    problems: list[Problem] = [
        LSCP(town, radius=2),
        UFLP(town, forbidden=["1"]),
        MCLP(town, radius=2, budget=1e6),
    ]
    front = solver.front(Tradeoff.of(problems), Limits())
    assert front.infeasible
    assert front.complete
    assert len(front) == 0


def test_less_and_more_together_with_two_objectives() -> None:
    """A maximum far away, a minimum near: both ways it is the front."""
    town = plane(5)
    problems: list[Problem] = [PMaxian(town, p=2), PMedian(town, p=2)]
    for order in (problems, problems[::-1]):
        front = pareto(order, SearchRegion(primed=False))
        assert in_order(front.turned).tolist() == every_front(order).tolist()
        assert (front.values >= 0).all()
        assert front.complete


def test_points_a_step_apart_are_all_there() -> None:
    """A limit is less than a step below a value: 6, 4, 3 is next to 6, 5, 4."""
    cost = np.random.default_rng(180).integers(0, 5, (7, 6)).astype(float)
    town = Instance.from_matrix(cost, demand=np.ones(7))
    problems = [PMedian(town, p=2), MCLP(town, p=2, radius=0), PCenter(town, p=2)]
    expected = [[5, -3, 2], [6, -5, 4], [6, -4, 3], [7, 0, 1]]
    for solver in (SearchRegion(primed=False), KirlikSayin()):
        assert in_order(pareto(problems, solver).turned).tolist() == expected


def test_one_objective_is_refused() -> None:
    """With what takes it."""
    problem = three(5, 2)[0]
    for solver in (SearchRegion(), KirlikSayin()):
        assert "use auto" in said(lambda s=solver: s.run(problem, Limits()))


# Answers that are wrong


class Lying(JointScalar):
    """Says what it is told to, now and then."""

    lies: tuple[int, ...] = ()
    way = ""
    asked = 0

    def solve(
        self, weights: Floats, limits: Floats, *, start: Bools | None, floor: float,
        seconds: float,
    ) -> Answered:  # fmt: skip
        """The truth, or no design, or a wrong one, or a bound too high."""
        found = super().solve(
            weights, limits, start=start, floor=floor, seconds=seconds
        )
        self.asked += 1
        if self.asked not in self.lies or found.design is None:
            return found
        if self.way == "empty":
            return Answered(Ended.EMPTY, None, np.inf)
        if self.way == "bound":
            return replace(found, bound=found.bound + 50.0)
        return replace(found, design=~found.design)


@pytest.mark.parametrize("way", ["empty", "bound", "design"])
def test_a_wrong_answer_is_not_believed(way: str) -> None:
    """Where a known point refutes it: all points are found, or a box is left."""
    problems = three(9, 3, seed=1)
    expected = every_front(problems)
    tradeoff = Tradeoff.of(problems)
    for lie in (4, 7, 10):
        scalar = Lying(tradeoff, Limits())
        scalar.lies, scalar.way = (lie, lie + 1), way
        told = Exploration(
            scalar, sites=9, hard=np.zeros(3, dtype=bool), heard=lambda _: None
        )
        told.run(lambda: np.inf)
        same = in_order(told.archive.values).tolist() == expected.tolist()
        assert same or not told.is_done


def test_the_step_of_a_sum() -> None:
    """The least one, where the others are multiples of it."""
    assert step_of_sum(np.array([1.0, 1.0]), (1.0, 1.0)) == 1
    assert step_of_sum(np.array([0.25, 1.0]), (1.0, 1.0)) == 0.25
    assert step_of_sum(np.array([0.75, 1.0]), (1.0, 1.0)) == 0
    assert step_of_sum(np.array([1.0, 0.0]), (1.0, 0.0)) == 1
    assert step_of_sum(np.array([1.0, 1.0]), (1.0, 0.0)) == 0
