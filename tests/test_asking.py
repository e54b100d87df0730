"""Questions that are asked before another one, within its time."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from siting import Instance, compare, solve
from siting.answering import answer
from siting.asking import SHARE, informed
from siting.limits import Limits
from siting.models.phased import Phased
from siting.models.scenario_p_median import ScenarioPMedian
from siting.problem import Problem
from siting.run import resting_on
from siting.solution import Found, Proof, Solution, Termination
from siting.solvers.highs import Highs

TOWN = replace(
    Instance.from_matrix([[0, 10], [10, 0]], sites=["A", "B"]),
    scenarios={"dry": np.array([3.0, 1.0]), "wet": np.array([0.0, 2.0])},
)


def answering(
    change: Callable[[Solution], Solution], heard: list[float]
) -> Callable[[Problem, float], Solution]:
    """Solve, note the seconds that were given, and change the answer."""

    def ask(problem: Problem, seconds: float) -> Solution:
        heard.append(seconds)
        return change(solve(problem))

    return ask


def test_the_answers_become_part_of_the_question() -> None:
    """They are recorded, and nobody asks again."""
    problem = ScenarioPMedian(TOWN, p=1, goal="regret")
    assert list(problem.asks) == ["dry", "wet"]
    heard: list[float] = []
    known = informed(problem, Limits(), solve=answering(lambda s: s, heard))
    assert known.problem.parameters["best"] == ("dry=10.0", "wet=0.0")
    assert (known.is_proved, known.notes, known.problem.asks) == (True, (), {})
    assert heard == [math.inf, math.inf]


def test_they_share_a_part_of_the_time() -> None:
    """Each has what is left for it and those after it."""
    problem = ScenarioPMedian(TOWN, p=1, goal="regret")
    heard: list[float] = []
    limits = Limits(time_limit=100)
    informed(problem, limits, solve=answering(lambda s: s, heard))
    assert heard[0] == pytest.approx(100 * SHARE / 2, rel=0.1)
    assert heard[1] == pytest.approx(100 * SHARE, rel=0.1)


def test_what_is_not_proved_is_said_and_proves_nothing() -> None:
    """Regret from a best that may be better is no proof."""
    problem = ScenarioPMedian(TOWN, p=1, goal="regret")

    def doubt(solution: Solution) -> Solution:
        return replace(solution, proof=Proof.NONE, bound=7.0)

    known = informed(problem, Limits(), solve=answering(doubt, []))
    assert not known.is_proved
    assert known.notes[0] == (
        "the best of 'dry' is not proved: 10 was found in the time, and the bound is 7"
    )
    doubtful = resting_on(solve(known.problem), known)
    assert (doubtful.proof, doubtful.is_optimal) == (Proof.NONE, False)
    assert math.isnan(doubtful.bound)
    assert doubtful.notes[-2:] == known.notes
    sure = resting_on(solve(known.problem), replace(known, notes=()))
    assert sure.is_optimal


def unanswered(problem: Problem, seconds: float) -> Solution:
    """Out of time before anything was found."""
    late = Termination.TIME_LIMIT
    return answer(problem, Highs(), Limits(seconds), design=None, termination=late)


def test_what_is_asked_for_the_notes_alone_may_stay_unanswered() -> None:
    """The question itself is asked all the same, and a note says what is missing."""
    problem = Phased(TOWN, schedule=["1", "2"])
    known = informed(problem, Limits(time_limit=1), solve=unanswered)
    assert known.failed is None
    assert known.is_proved
    assert known.notes == (
        "no answer was found for '1' alone in the time",
        "no answer was found for '2' alone in the time",
    )
    regret = ScenarioPMedian(TOWN, p=1, goal="regret")
    assert informed(regret, Limits(time_limit=1), solve=unanswered).failed is not None


def test_what_has_no_answer_for_the_notes_has_none_at_all() -> None:
    """Two sites that are too near each other are so in the last period as well."""
    town = replace(TOWN, site_xy=np.array([[0.0, 0.0], [1.0, 0.0]]))
    found = solve(Phased(town, schedule=["1", "2"], separation=5.0))
    assert found.solution is Found.INFEASIBLE


def test_designs_of_the_questions_are_a_start() -> None:
    """The best of them for the question itself, and only an allowed one."""
    problem = ScenarioPMedian(TOWN, p=1, goal="regret")
    known = informed(problem, Limits(), solve=lambda x, _: solve(x))
    assert known.start is not None
    values = {k: known.problem.evaluate(np.eye(2, dtype=bool)[[k]])[0] for k in (0, 1)}
    assert known.problem.evaluate(known.start[None, :])[0] == min(values.values())
    phased = Phased(TOWN, schedule=["1", "2"])
    ends = informed(phased, Limits(), solve=lambda x, _: solve(x))
    assert ends.start is not None
    assert ends.start.all()


def test_a_question_without_answer_leaves_all_without() -> None:
    """With its reason."""
    cost = np.array([[1.0, np.inf], [np.inf, 1.0]])
    town = replace(
        Instance.from_matrix(cost, sites=["A", "B"]),
        scenarios={"dry": np.array([3.0, 1.0])},
    )
    found = solve(ScenarioPMedian(town, p=1, goal="regret"))
    assert found.solution is Found.INFEASIBLE
    assert found.reason.startswith("no allowed choice of sites answers scenario-p-med")
    assert "the smallest number that would do is 2" in found.reason


def test_questions_without_questions_are_left_as_they_are() -> None:
    """And cost nothing."""
    problem = ScenarioPMedian(TOWN, p=1)
    heard: list[float] = []
    known = informed(problem, Limits(), solve=answering(lambda s: s, heard))
    assert known.problem is problem
    assert heard == []


def test_methods_are_compared_on_one_question() -> None:
    """What is asked beforehand is asked once for all of them."""
    table = compare([ScenarioPMedian(TOWN, p=1, goal="regret")], ["highs", "greedy"])
    (problem,) = table.problems
    assert problem.parameters["best"] == ("dry=10.0", "wet=0.0")
    assert [row.solution.objective for row in table.rows] == [20.0, 20.0]
