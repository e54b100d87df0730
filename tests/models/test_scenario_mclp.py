"""Covering over scenarios, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sentences import said

from siting import Instance, solve
from siting.check import faults, faults_of_result
from siting.forms import CoverForm
from siting.models import MCLP
from siting.models.scenario_mclp import ScenarioMCLP

NAMES = ["A", "B", "C"]
TOWN = replace(
    Instance.from_matrix([[0, 5, 9], [5, 0, 6], [9, 6, 0]], sites=NAMES),
    scenarios={"day": [9, 1, 6], "night": [0, 4, 3]},
)
# Within 5, A and B see the first two (10 by day, 4 by night), C the third (6 and 3);
# within 4, each sees itself.


def covered_by(goal: str, site: str, **given: Any) -> float:
    """Value of one site by a goal, with a radius of 4."""
    design = np.array([[name == site for name in NAMES]])
    problem = ScenarioMCLP(TOWN, p=1, radius=4, goal=goal, **given)  # type: ignore[arg-type]
    values, violation = problem.evaluate(design)
    assert violation[0] == 0
    return float(values[0, 0])


def test_the_goals_by_hand() -> None:
    """The mean, the least, and what is missed most beside the best of 9 and 4."""
    assert [covered_by("expected", x) for x in NAMES] == [4.5, 2.5, 4.5]
    assert [covered_by("minimax", x) for x in NAMES] == [0, 1, 3]
    best = ["day=9", "night=4"]
    assert [covered_by("regret", x, best=best) for x in NAMES] == [4, 8, 3]


def test_the_answers_are_proved_and_checked() -> None:
    """The regret is found in one go, and is made small."""
    plans = {
        goal: solve(ScenarioMCLP(TOWN, p=1, radius=4, goal=goal))  # type: ignore[arg-type]
        for goal in ("expected", "minimax", "regret")
    }
    assert {k: s.objective for k, s in plans.items()} == {
        "expected": 4.5,
        "minimax": 3,
        "regret": 3,
    }
    assert all(s.is_optimal and not faults(s) for s in plans.values())
    assert {k: s.problem.sense for k, s in plans.items()} == {
        "expected": "max",
        "minimax": "max",
        "regret": "min",
    }
    assert plans["regret"].problem.parameters["best"] == ("day=9.0", "night=4.0")
    assert plans["regret"].notes[-2] == (
        "covered demand by scenario: day 6 (best 9), night 3 (best 4)"
    )


def test_exactly_at_the_radius_is_covered() -> None:
    """A and B see each other at 5."""
    plan = solve(ScenarioMCLP(TOWN, p=1, radius=5, goal="minimax"))
    assert (plan.open, plan.objective) in [(("A",), 4), (("B",), 4)]


def test_one_scenario_is_the_mclp() -> None:
    """And so is one that is sure to come."""
    day = replace(TOWN, demand=TOWN.scenarios["day"])
    true = solve(MCLP(day, p=2, radius=4)).objective
    sure = ["day=1", "night=0"]
    plan = solve(ScenarioMCLP(TOWN, p=2, radius=4, probability=sure))
    assert plan.objective == true == 15
    alone = replace(TOWN, scenarios={"day": TOWN.scenarios["day"]})
    worst = solve(ScenarioMCLP(alone, p=2, radius=4, goal="minimax"))
    assert worst.objective == true
    assert solve(ScenarioMCLP(alone, p=2, radius=4, goal="regret")).objective == 0


def test_a_scenario_without_people_is_the_worst() -> None:
    """Nobody can be covered there."""
    town = replace(TOWN, scenarios={"day": [9, 1, 6], "empty": [0, 0, 0]})
    plan = solve(ScenarioMCLP(town, p=1, radius=4, goal="minimax"))
    assert plan.objective == 0
    assert plan.is_optimal


def test_a_target_that_is_reached_is_no_regret() -> None:
    """A best that was given may be a target."""
    best = ["day=5", "night=3"]
    plan = solve(ScenarioMCLP(TOWN, p=1, radius=4, goal="regret", best=best))
    assert (plan.open, plan.objective) == (("C",), 0)


def test_the_expected_goal_has_the_methods_of_covering() -> None:
    """The others have not."""
    form = ScenarioMCLP(TOWN, p=1, radius=4).form
    assert isinstance(form, CoverForm)
    assert form.weight.tolist() == [4.5, 2.5, 4.5]
    assert ScenarioMCLP(TOWN, p=1, radius=4, goal="minimax").form is None


def test_one_site_more_covers_more_in_the_worst_scenario() -> None:
    """Up to all."""
    values = [
        solve(ScenarioMCLP(TOWN, p=p, radius=4, goal="minimax")).objective
        for p in (1, 2, 3)
    ]
    assert values == [3, 7, 7]


def test_a_radius_of_the_wrong_unit_is_a_warning() -> None:
    """As with every radius."""
    plan = solve(ScenarioMCLP(TOWN, p=1, radius=5000))
    assert plan.notes[1].startswith("radius warning: radius is 5000, which covers all")


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"radius": -1}, "radius is -1; expected a number >= 0, in km."),
        (
            {"radius": 1, "goal": "maximin"},
            "goal is 'maximin'; expected expected or minimax or regret.",
        ),
        (
            {"radius": 1, "goal": "regret", "best": ["day=1"]},
            "best has nothing for 'night'; give it for every scenario.",
        ),
    ],
)
def test_senseless_fields_are_refused(given: dict[str, Any], text: str) -> None:
    """Each with the offender and what would do."""
    town = replace(TOWN, cost_unit="km")
    refused = said(lambda: ScenarioMCLP(town, p=1, **given))
    assert refused == f"ProblemError: {text}"


def test_who_is_counted_from_beyond_the_radius_is_noticed() -> None:
    """A with a radius of 4 sees itself alone; the second is 5 away."""
    problem = ScenarioMCLP(TOWN, p=1, radius=4, required=["A"])
    right = solve(problem).to_dict(assignment=True)
    wrong = right | {"assignment": {"1": "A", "2": "A"}}
    assert faults_of_result(right, problem) == []
    assert any("radius" in fault for fault in faults_of_result(wrong, problem))
