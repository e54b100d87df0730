from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from sentences import said

from siting import solve
from siting.check import faults_of_result
from siting.declared import matrix_of
from siting.instance import Instance
from siting.models.p_median import PMedian
from siting.models.phased import Phased
from siting.parameters import from_text
from siting.report.trips import trips_of


def row(*people: float) -> Instance:
    """Villages in a row, 1 km apart, each with a site called 1, 2, ..."""
    places = np.arange(len(people), dtype=float)
    cost = np.abs(places[:, None] - places[None, :])
    return Instance.from_matrix(cost, demand=people)


def travel(town: Instance, *schedule: int) -> float:
    """Proved least travel over all periods."""
    found = solve(Phased(town, schedule=[str(x) for x in schedule]))
    assert found.is_optimal, found.notes
    return found.objective


@pytest.mark.parametrize("seed", range(4))
def test_laws(seed: int) -> None:
    """One period is the p-median, equal ones count it so often, nesting costs."""
    rng = np.random.default_rng(seed)
    xy = rng.random((8, 2)) * 100
    town = Instance.from_points(xy, xy, demand=rng.integers(0, 9, 8).astype(float))
    median = {p: solve(PMedian(town, p=p)).objective for p in (2, 3, 5)}
    assert travel(town, 3) == pytest.approx(median[3])
    assert travel(town, 3, 3, 3) == pytest.approx(3 * median[3])
    here = travel(town, 2, 3, 5)
    assert here >= sum(median.values()) - 1e-7
    assert travel(town, 2, 4, 5) <= here + 1e-7


def test_the_first_site_looks_ahead() -> None:
    """People 3, 1, 3: an end first, 7 and then 1, beats the middle, 6 and then 3."""
    plan = solve(Phased(row(3, 1, 3), schedule=["1", "2"]))
    assert (plan.objective, plan.open) == (8.0, ("1", "3"))
    assert sorted(plan.amounts.values()) == [1.0, 2.0]
    longer = solve(Phased(row(3, 1, 3), schedule=["1", "1", "1", "1", "2"]))
    assert longer.objective == 4 * 6 + 3
    assert longer.amounts["2"] == 1.0


def test_weights_of_periods_count() -> None:
    """Thrice the first period is naming it thrice; one of weight 0 is left as it is."""
    thrice = solve(Phased(row(3, 1, 3), schedule=["1", "2"], weights=["3", "1"]))
    plain = solve(Phased(row(3, 1, 3), schedule=[1, 1, 1, 2]))
    assert thrice.objective == plain.objective
    assert (thrice.objective, thrice.amounts["2"]) == (21, 1.0)
    last = solve(Phased(row(3, 1, 3), schedule=[1, 2], weights=[0, 0.5]))
    assert (last.objective, last.open) == (0.5, ("1", "3"))


def test_the_price_of_phases_is_told() -> None:
    """Each period beside its median: 7 and 1 beside 6 and 1."""
    plan = solve(Phased(row(3, 1, 3), schedule=["1", "2"]))
    assert plan.problem.parameters["alone"] == ("1=6.0", "2=1.0")
    assert plan.notes[-3:] == (
        "period 1: weighted travel 7 with 1 site; 6, 14.3 % less, if only this period "
        "counted",
        "period 2: weighted travel 1 with 2 sites; the same if only this period "
        "counted",
        "the price of keeping what is open: 8 over all periods, and 7, 12.5 % less, if "
        "each period were by itself",
    )
    known = Phased(row(3, 1, 3), schedule=["1", "2"], alone=["1=6"])
    assert known.asks == {}
    assert solve(known).notes[-1] == ("period 2: weighted travel 1 with 2 sites")
    once = solve(Phased(row(3, 1, 3), schedule=["2"]))
    assert once.notes[-1] == "period 1: weighted travel 1 with 2 sites"
    assert once.is_optimal


def test_a_period_by_itself_needs_no_more_than_it_must() -> None:
    """What is required in the end, or has a quota, is no matter of the first period."""
    town = replace(row(9, 1, 1), role=["candidate", "candidate", "required"])
    quotas = ["at least 1 of 2"]
    problem = Phased(town, schedule=["1", "3"], quotas=quotas, required=["2"])
    first, last = problem.asks.values()
    assert solve(first).objective == 3
    assert solve(last).objective == 0
    assert (last.required, last.quotas) == (("2",), ("at least 1 of 2",))
    assert solve(problem).amounts == {"1": 1.0, "2": 2.0, "3": 2.0}


def test_a_page_shows_the_last_period() -> None:
    """Then all sites are open."""
    plan = solve(Phased(row(3, 1, 3), schedule=["1", "2"]))
    trips = trips_of(plan)
    assert trips is not None
    assert sorted(trips.client.tolist()) == [0, 1, 2]
    assert set(trips.site.tolist()) == {0, 2}


def test_existing_sites_are_open_from_the_start() -> None:
    """A required one may come later."""
    there = replace(row(1, 1, 9), role=["existing", "candidate", "candidate"])
    plan = solve(Phased(there, schedule=["1", "2"]))
    assert plan.amounts == {"1": 1.0, "3": 2.0}
    assert plan.objective == (1 + 18) + 1
    later = solve(Phased(row(1, 1, 9), schedule=["1", "2"], required=["1"]))
    assert later.amounts == {"1": 2.0, "3": 1.0}


def test_the_checker_looks_at_periods() -> None:
    """Too early, too late, too many, and an existing site that opens anew."""
    there = replace(row(1, 1, 9), role=["existing", "candidate", "candidate"])
    problem = Phased(there, schedule=["1", "2"])
    result = solve(problem).to_dict(assignment=True)
    assert faults_of_result(result, problem) == []
    found = faults_of_result(result | {"amounts": {"1": 2.0, "3": 3.0}}, problem)
    assert "site '3' opens in period 3; there are 1 to 2" in found
    assert "site '1' exists, but opens in period 2" in found
    assert "0 sites are open in period 1, not 1" in found
    assert "1 sites are open in period 2, not 2" in found
    assert "client '1' goes to '1' in period 1, but it opens in period 2" in found
    fewer = [row for row in result["assignment"] if row[0] != "2"]
    found = faults_of_result(result | {"assignment": fewer}, problem)
    assert "client '2' is served 0 times in 'period 1', not once" in found


def test_the_command_line_gives_the_same_schedule() -> None:
    """Numbers with commas between them."""
    found = from_text(Phased, {"schedule": "1, 2"}, what="phased")
    assert solve(Phased(row(3, 1, 3), **found)).objective == 8


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"schedule": []}, "schedule is empty; give a number of sites for each period."),
    ({"schedule": ["0"]}, "schedule has '0'; expected whole numbers >= 1."),
    ({"schedule": ["1.5"]}, "schedule has '1.5'; expected whole numbers >= 1."),
    (
        {"schedule": "1,2"},
        "schedule is '1,2'; expected a list of whole numbers, such as ['2', '4', '8'].",
    ),
    (
        {"schedule": ["2", "1"]},
        "schedule has 1 after 2, but sites stay open; give numbers that never fall.",
    ),
    (
        {"schedule": ["1", "4"]},
        "schedule ends with 4, but from 1 to 3 sites can be open; end with such a "
        "number.",
    ),
    (
        {"weights": ["1"]},
        "weights has 1 numbers, but the schedule has 2 periods; give one for each.",
    ),
    ({"weights": ["1", "-1"]}, "weights has '-1'; expected numbers >= 0."),
    ({"weights": ["1", "x"]}, "weights has 'x'; expected numbers >= 0."),
    ({"weights": ["1", "1e999"]}, "weights has '1e999'; expected numbers >= 0."),
    (
        {"weights": "1,2"},
        "weights is '1,2'; expected a list of numbers, such as ['1', '0.9'].",
    ),
    (
        {"alone": ["3=1"]},
        "alone: No period is called '3'; there are 1, 2.",
    ),
    (
        {"p": 2},
        "phased takes no p: the last number of the schedule is how many are open in "
        "the end.",
    ),
    (
        {"add": 2},
        "phased takes no add: the numbers of the schedule count existing sites as "
        "well.",
    ),
]


@pytest.mark.parametrize(("change", "words"), WRONG)
def test_a_wrong_question_is_refused(change: dict[str, Any], words: str) -> None:
    """Every refusal names what was given and what to do."""
    given: dict[str, Any] = {"schedule": ["1", "2"]} | change
    refused = said(lambda: Phased(row(1, 2, 3), **given))
    assert refused == f"ProblemError: {words}"


def test_a_schedule_begins_with_what_exists() -> None:
    """Two existing sites are open from the first period on."""
    there = replace(row(1, 2, 3), role=["existing", "existing", "candidate"])
    assert said(lambda: Phased(there, schedule=["1", "2"])) == (
        "ProblemError: schedule begins with 1, but 2 sites exist and stay open; begin "
        "with at least so many."
    )


def test_existing_sites_are_open_from_the_start_in_the_declaration_too() -> None:
    """The textbook model and the arrays begin with the same sites."""
    there = replace(row(1, 1, 9), role=["existing", "candidate", "candidate"])
    problem = Phased(there, schedule=["1", "2"])
    textbook = matrix_of(problem.declare())
    assert len(problem.matrix.row_upper) == len(textbook.row_upper)
    names = [block.name for block in textbook.row_blocks]
    assert "existing_sites_from_the_start" in names
