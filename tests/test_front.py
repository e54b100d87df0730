"""A front is sorted, holds what no point dominates, and says what it is worth."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from sentences import said

from siting import pareto, solve
from siting.check import faults
from siting.errors import UsageError
from siting.front import Front, unique_names
from siting.indicators import hypervolume
from siting.instance import Instance
from siting.limits import Limits
from siting.measures.filtering import filtered
from siting.models import MCLP, PCenter, PMaxian, PMedian
from siting.solution import Termination
from siting.solvers.nsga2 import Nsga2
from siting.tradeoff import Tradeoff


def plane(n: int = 12, *, seed: int = 0) -> Instance:
    """Random places, each a client and a site."""
    xy = np.random.default_rng(seed).integers(0, 30, (n, 2)).astype(float)
    return Instance.from_points(xy, xy)


def made(values: list[list[float]]) -> Front:
    """A front of weighted travel and coverage with such values."""
    town = plane()
    tradeoff = Tradeoff.of([PMedian(town, p=1), MCLP(town, p=1, radius=9)])
    k = len(values)
    return Front(
        tradeoff=tradeoff,
        solver=Nsga2(),
        limits=Limits(),
        termination=Termination.FINISHED,
        designs=np.eye(12, dtype=bool)[:k],
        values=np.array(values, dtype=float).reshape(k, -1 if k else 2),
        proven=np.zeros(k, dtype=bool),
    )


def test_a_front_is_printed_in_a_line() -> None:
    """Not its arrays and those of the town, which are thousands of lines."""
    front = made([[3, 1], [5, 2]])
    town = front.tradeoff.instance.name
    assert repr(front) == (
        f"<Front of p-median+mclp on {town}: 2 points, 0 proved, not proved to be "
        "complete>"
    )


@pytest.mark.parametrize("q", [1, 2, 3, 4])
def test_filtered_is_what_brute_force_keeps(q: int) -> None:
    """The first of equals, in the order that was given."""
    rng = np.random.default_rng(q)
    for _ in range(200):
        points = rng.integers(0, 5, (int(rng.integers(0, 15)), q)).astype(float)
        kept = [
            k for k, b in enumerate(points)
            if not any((a <= b).all() and ((a < b).any() or j < k)
                       for j, a in enumerate(points))
        ]  # fmt: skip
        kept = [k for k in kept if not any((points[:k] == points[k]).all(axis=1))]
        assert filtered(points).tolist() == kept


@pytest.mark.parametrize("q", [2, 3])
def test_hypervolume_is_the_share_of_random_points_that_are_dominated(q: int) -> None:
    """Within the error of so many draws."""
    rng = np.random.default_rng(q)
    points, corner = rng.random((6, q)), np.full(q, 1.2)
    drawn = rng.random((200_000, q)) * 1.2
    inside = (points[:, None] <= drawn[None]).all(axis=2).any(axis=0).mean()
    assert hypervolume(points, corner) == pytest.approx(inside * 1.2**q, abs=0.01)
    assert hypervolume(np.empty((0, q)), corner) == 0


def test_points_are_sorted_by_the_first_objective_best_first() -> None:
    """With their designs."""
    front = made([[5, 3], [2, 1], [9, 7]])
    assert front.values.tolist() == [[2, 1], [5, 3], [9, 7]]
    assert front.designs.argmax(axis=1).tolist() == [1, 0, 2]
    assert [p["open"] for p in front.points] == [front.open_at(k) for k in range(3)]


def test_values_of_another_shape_are_the_solvers_fault() -> None:
    """And not passed on."""
    assert "this is a fault" in said(lambda: made([[5, 3, 1, 2]]))


def test_hypervolume_comes_with_its_corner() -> None:
    """A tenth of the range beyond the worst; of one point, a tenth of a unit."""
    found = made([[10, 5], [20, 15]]).indicators
    assert found["corner"] == {"weighted travel": 21, "covered demand": 4}
    assert found["hypervolume"] == pytest.approx(11 * 1 + 1 * 10)
    alone = made([[10, 5]]).indicators
    assert alone["hypervolume"] == pytest.approx(0.01)
    assert set(made([]).indicators.values()) == {None}


def test_the_certificate_is_part_of_the_indicators() -> None:
    """In the user's sense: coverage is to be maximised, so boxes are turned.

    Found (10, 2) and (20, 12), corner (21, 1); a point at (12, 11) would add 8 x 9.
    Nothing is better than no travel and all twelve covered.
    """
    box = np.array([[[12.0, 11.0], [20.0, 2.0]]])
    front = replace(made([[10, 2], [20, 12]]), unexplored=box)
    told = front.indicators
    assert told["hypervolume"] == pytest.approx(21)
    assert told["hypervolume_upper"] == pytest.approx(21 + 8 * 9)
    assert told["certificate"] == front.certificate == pytest.approx(21 / 93)
    assert front.to_dict()["unexplored"] == box.tolist()
    open_ended = np.array([[[-np.inf, np.inf], [20.0, 2.0]]])
    share = replace(front, unexplored=open_ended).certificate
    assert share == pytest.approx(21 / (21 * 11))
    assert made([[10, 5]]).certificate is None
    assert replace(made([[10, 5]]), complete=True).certificate == 1
    assert made([]).certificate is None
    assert "this is a fault" in said(lambda: replace(front, unexplored=box[0]))
    assert "this is a fault" in said(lambda: replace(front, unexplored=box * np.nan))


def test_landmarks_are_told_by_position() -> None:
    """Ends, knee and compromise of a front with a bend, in the sense of the user."""
    front = made([[0, 0], [1, 40], [2, 70], [5, 80], [9, 88], [10, 100]])
    told = json.loads(json.dumps(front.to_dict(), allow_nan=False))
    assert told["ends"] == {"weighted travel": 0, "covered demand": 5}
    assert told["knee"] == told["bend"] == told["compromise"] == 2
    assert front.compromise([0, 1]) == 5
    assert told["ideal"] == {"weighted travel": 0, "covered demand": 100}
    assert told["nadir"] == {"weighted travel": 10, "covered demand": 0}
    assert told["supported"] == [True, True, True, False, False, True]
    assert [t["gained"] for t in told["trades"]] == [40, 30, 10, 8, 12]
    assert told["evaluation_limit"] is None


def test_sites_are_told_by_their_share_of_the_plans() -> None:
    """One plan opens the first two sites, one the first and third."""
    plans = np.zeros((2, 12), dtype=bool)
    plans[:, 0] = plans[0, 1] = plans[1, 2] = True
    front = replace(made([[1, 2], [3, 4]]), designs=plans)
    a, b, c = front.tradeoff.instance.sites[:3]
    assert list(front.site_shares.values())[:4] == [1, 0.5, 0.5, 0]
    told = front.to_dict()
    assert told["site_shares"] == {a: 1, b: 0.5, c: 0.5}
    assert told["sites"] == {"every": [a], "most": [], "few": [b, c]}


def test_an_empty_front_says_nothing() -> None:
    """In plain values, too."""
    told = json.loads(json.dumps(made([]).to_dict(), allow_nan=False))
    assert told["knee"] is told["compromise"] is told["unexplored"] is None
    assert set(told["ends"].values()) == set(told["ideal"].values()) == {None}
    assert told["trades"] == told["points"] == told["supported"] == []
    assert told["sites"] == {"every": [], "most": [], "few": []}


def test_a_plan_of_the_front_is_an_answer() -> None:
    """To either problem, with the value that the front gives it."""
    town = plane()
    front = pareto([PMedian(town, p=2), MCLP(town, p=2, radius=9)], evaluations=900)
    for point in range(len(front)):
        for objective in range(2):
            plan = front.solution(point, objective)
            assert plan.objective == front.values[point, objective]
            assert list(plan.open) == front.open_at(point)
            assert plan.problem is front.tradeoff.problems[objective]
            assert faults(plan) == []
    assert len(front.solution(0).assignment) == 12
    assert np.isnan(plan.bound)
    assert "point is 99" in said(lambda: front.solution(99))
    assert "point is -1" in said(lambda: front.solution(-1))
    assert "objective is 2" in said(lambda: front.solution(0, 2))


def test_names_of_objectives_are_unique() -> None:
    """Two radii of one model are numbered."""
    town = plane()
    pair = [MCLP(town, p=2, radius=r) for r in (3, 9)]
    names = unique_names(Tradeoff.of(pair))
    assert len(set(names)) == 2


def test_a_front_is_plain_values() -> None:
    """JSON without NaN, with the keys that are promised."""
    town = plane()
    front = pareto([PMedian(town, p=2), MCLP(town, p=2, radius=9)], evaluations=900)
    told = json.loads(json.dumps(front.to_dict(), allow_nan=False))
    promised = {"objectives", "points", "complete", "indicators", "seconds"}
    assert promised <= set(told)
    assert [o["sense"] for o in told["objectives"]] == ["min", "max"]
    assert {"objectives", "open", "proof"} == set(told["points"][0])


def test_an_objective_that_is_always_the_same_leaves_one_point() -> None:
    """Everybody is covered whatever opens; ranges are zero."""
    town = plane()
    problems = [PMedian(town, p=2), MCLP(town, p=2, radius=1000)]
    best = solve(problems[0])
    front = pareto(problems, evaluations=4000)
    assert len(front) == 1
    assert front.values[0, 0] == pytest.approx(best.objective)
    assert front.values[0, 1] == town.demand.sum()


def test_less_and_more_may_be_wanted_at_once() -> None:
    """Ends of the front are at least as good as designs by chance."""
    town = plane()
    problems = [PMedian(town, p=2), PMaxian(town, p=2), PCenter(town, p=2)]
    front = pareto(problems, "nsga2", evaluations=4000)
    for k, problem in enumerate(problems):
        best = solve(problem, "highs").objective
        found = front.values[:, k]
        reached = found.min() if problem.sense == "min" else found.max()
        assert reached == pytest.approx(best)


def test_who_cannot_be_served_is_named() -> None:
    """No point, for a reason that a planner understands."""
    cost = np.array([[1.0, 2.0], [np.inf, np.inf], [3.0, 1.0]])
    town = Instance.from_matrix(cost, clients=["a", "lonely", "c"])
    front = pareto([PMedian(town, p=1), PCenter(town, p=1)])
    assert front.infeasible
    assert not len(front)
    assert "'lonely'" in front.reason


def test_a_start_is_part_of_the_front_or_beaten() -> None:
    """And one that breaks the rules is refused."""
    town = plane(30)
    problems = [PMedian(town, p=4), MCLP(town, p=4, radius=6)]
    start = solve(problems[0])
    for name in ("nsga2", "pso", "weights"):
        front = pareto(problems, name, evaluations=1, start=start)
        assert (front.values[:, 0] <= start.objective).any()
    other = solve(PMedian(town, p=3))
    assert "does not allow" in said(lambda: pareto(problems, start=other))


def test_the_order_of_a_sum_makes_no_point() -> None:
    """Weights with many digits: no two points are the same but for rounding."""
    rng = np.random.default_rng(6)
    xy = rng.random((60, 2))
    town = Instance.from_points(xy, xy, demand=rng.random(60) * 1e4)
    problems = [PMedian(town, p=5), MCLP(town, p=5, radius=0.15)]
    for solver in ("nsga2", "pso", "weights"):
        front = pareto(problems, solver, evaluations=40_000)
        apart = np.abs(np.diff(front.values, axis=0)) / front.values[1:]
        assert len(front) > 3
        assert apart.min() > 1e-11


def test_a_range_that_is_lost_in_a_millionth_has_no_certificate() -> None:
    """Where points so near count as here, they could hide most of the front."""
    for low, told in ((6e11, False), (6.0, True)):
        some = made([[low, 0], [low + 23, 2]])
        boxes = np.array([[[low, 1.0], [low + 1, 0.0]]])
        found = replace(some, unexplored=boxes)
        assert (found.certificate is not None) is told
        assert replace(found, step=(1.0, 1.0)).certificate is not None
        assert replace(found, complete=True).certificate == 1


def test_a_place_that_is_no_whole_number_is_refused() -> None:
    """Got and expected, and no traceback from inside numpy."""
    with pytest.raises(UsageError, match=r"point is 0\.5, but there are 2"):
        made([[3, 1], [5, 2]]).solution(0.5)  # type: ignore[arg-type]
