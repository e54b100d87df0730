"""The p-median over scenarios, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sentences import said

from siting import Instance, solve
from siting.check import faults
from siting.forms import MedianForm
from siting.models import PMedian
from siting.models.scenario_p_median import ScenarioPMedian

COST = [[0, 10, 14], [10, 0, 6], [14, 6, 0]]
NAMES = ["A", "B", "C"]
TOWN = replace(
    Instance.from_matrix(COST, sites=NAMES, demand=[9, 9, 9]),
    scenarios={"dry": [4, 1, 1], "wet": [0, 0, 3]},
)
# Travel with one store: A 10 + 14 = 24 dry, 42 wet; B 40 + 6 = 46 and 18; C 62 and 0.


def travel_of(goal: str, site: str, **given: Any) -> float:
    """Value of one store by a goal."""
    design = np.array([[name == site for name in NAMES]])
    problem = ScenarioPMedian(TOWN, p=1, goal=goal, **given)  # type: ignore[arg-type]
    values, violation = problem.evaluate(design)
    assert violation[0] == 0
    return float(values[0, 0])


def test_the_goals_by_hand() -> None:
    """The mean, the worst, and what is worst beside the best of 24 and 0."""
    assert [travel_of("expected", x) for x in NAMES] == [33, 32, 31]
    assert [travel_of("minimax", x) for x in NAMES] == [42, 46, 62]
    best = ["dry=24", "wet=0"]
    found = [travel_of("regret", x, best=best) for x in NAMES]
    assert found == [42, 22, 38]


def test_each_goal_has_another_answer() -> None:
    """C in the mean, A at worst, B by regret; the regret is found in one go."""
    plans = {
        goal: solve(ScenarioPMedian(TOWN, p=1, goal=goal))  # type: ignore[arg-type]
        for goal in ("expected", "minimax", "regret")
    }
    assert {k: (s.open, s.objective) for k, s in plans.items()} == {
        "expected": (("C",), 31),
        "minimax": (("A",), 42),
        "regret": (("B",), 22),
    }
    assert all(s.is_optimal and not faults(s) for s in plans.values())
    assert plans["regret"].problem.parameters["best"] == ("dry=24.0", "wet=0.0")
    assert plans["regret"].notes[-2] == (
        "weighted travel by scenario: dry 46 (best 24), wet 18 (best 0)"
    )
    assert plans["minimax"].notes[-2] == "weighted travel by scenario: dry 24, wet 42"


def test_probabilities_are_proportions() -> None:
    """Nine dry days for one wet one: 0.9 x 24 + 0.1 x 42 = 25.8 in A."""
    for texts in (["dry=9", "wet=1"], ["wet=0.1", "dry = 0.9"]):
        plan = solve(ScenarioPMedian(TOWN, p=1, probability=texts))
        assert plan.open == ("A",)
        assert plan.objective == pytest.approx(25.8)


def test_one_scenario_is_the_p_median() -> None:
    """By each goal; a certain scenario among others too."""
    alone = replace(TOWN, scenarios={"plain": TOWN.demand})
    true = solve(PMedian(TOWN, p=1)).objective
    for goal in ("expected", "minimax"):
        problem = ScenarioPMedian(alone, p=1, goal=goal)  # type: ignore[arg-type]
        assert solve(problem).objective == true
    assert solve(ScenarioPMedian(alone, p=1, goal="regret")).objective == 0
    dry = replace(TOWN, demand=TOWN.scenarios["dry"])
    sure = ScenarioPMedian(TOWN, p=1, probability=["dry=1", "wet=0"])
    assert solve(sure).objective == solve(PMedian(dry, p=1)).objective == 24


def test_the_worst_is_between_the_mean_and_nothing() -> None:
    """The mean is never above the worst, nor regret above the worst."""
    values = {
        goal: solve(ScenarioPMedian(TOWN, p=2, goal=goal)).objective  # type: ignore[arg-type]
        for goal in ("expected", "minimax", "regret")
    }
    assert values["expected"] <= values["minimax"]
    assert 0 <= values["regret"] <= values["minimax"]


def test_doing_better_than_a_target_is_no_regret() -> None:
    """A best that was given may be a target."""
    plan = solve(ScenarioPMedian(TOWN, p=1, goal="regret", best=["dry=30", "wet=50"]))
    assert (plan.open, plan.objective) == (("A",), 0)
    assert plan.is_optimal


def test_the_expected_goal_has_the_methods_of_medians() -> None:
    """The others have not."""
    form = ScenarioPMedian(TOWN, p=1).form
    assert isinstance(form, MedianForm)
    assert form.weight.tolist() == [2, 0.5, 2]
    assert ScenarioPMedian(TOWN, p=1, goal="minimax").form is None
    plan = solve(ScenarioPMedian(TOWN, p=1), "lagrangian")
    assert (plan.open, plan.objective) == (("C",), 31)


def test_regret_is_not_known_before_the_best_is() -> None:
    """Who evaluates without solving is told what is missing."""
    problem = ScenarioPMedian(TOWN, p=1, goal="regret")
    for ask in (
        lambda: problem.matrix,
        problem.declare,
        problem.terms,
        lambda: problem.evaluate(np.array([[True, False, False]])),
    ):
        assert said(ask) == (
            "ProblemError: "
            "regret is measured from the best of each scenario, which is not known "
            "yet: solve() finds it; or give best, as NAME=X for every scenario."
        )


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"goal": "mean"}, "goal is 'mean'; expected expected or minimax or regret."),
        (
            {"probability": "dry=1"},
            "probability is the text 'dry=1'; expected a list of ids, ['dry=1'].",
        ),
        (
            {"probability": ["dry=1"]},
            "probability has nothing for 'wet'; give it for every scenario.",
        ),
        (
            {"probability": ["dry=1", "wte=2"]},
            "probability: No scenario is called 'wte'; did you mean 'wet'? There are "
            "dry, wet.",
        ),
        (
            {"probability": ["dry=1", "dry=2"]},
            "probability names 'dry' twice; give it one number.",
        ),
        (
            {"probability": ["dry=0", "wet=0"]},
            "probability is 0 in all scenarios; give one that is not.",
        ),
        (
            {"probability": ["dry=-1"]},
            "the number of 'dry' is -1.0; expected a number >= 0.",
        ),
        (
            {"probability": ["dry=x"]},
            "the number of 'dry' is 'x'; expected a number >= 0.",
        ),
        (
            {"probability": ["dry=inf"]},
            "the number of 'dry' is inf; expected a number >= 0.",
        ),
        (
            {"probability": ["dry"]},
            "probability has 'dry'; expected name=number, such as clinic=30.",
        ),
        (
            {"goal": "minimax", "probability": ["dry=1", "wet=1"]},
            "probability is given, but the goal is minimax; leave it out, or ask for "
            "the goal expected.",
        ),
        (
            {"best": ["dry=1", "wet=1"]},
            "best is given, but the goal is expected; leave it out, or ask for the "
            "goal regret.",
        ),
    ],
)
def test_senseless_fields_are_refused(given: dict[str, Any], text: str) -> None:
    """Each with the offender and what would do."""
    refused = said(lambda: ScenarioPMedian(TOWN, p=1, **given))
    assert refused == f"ProblemError: {text}"


def test_without_scenarios_there_is_no_question() -> None:
    """It says where they go."""
    bare = Instance.from_matrix(COST, name="bare")
    assert said(lambda: ScenarioPMedian(bare, p=1)) == (
        "ProblemError: "
        "scenario-p-median needs scenarios of demand, but 'bare' has none; give "
        "columns scenario:NAME in demand.csv, or the field scenarios of the instance."
    )
