from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.check import faults_of_result
from siting.errors import ProblemError
from siting.instance import Instance
from siting.models.p_median import PMedian
from siting.models.relocation import Relocation
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=20, deadline=None)


def town(seed: int, *, n: int = 9) -> Instance:
    """Random villages; the first three sites exist."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    instance = Instance.from_points(xy, xy, demand=rng.integers(1, 9, n).astype(float))
    return replace(
        instance,
        opening=rng.integers(5, 20, n).astype(float),
        role=["existing"] * 3 + ["candidate"] * (n - 3),
    )


def row() -> Instance:
    """Four villages in a row, 1 km apart, of 1, 2, 1 and 9 people; A and B have sites.

    C costs 4 to open and D 6.
    """
    places = np.arange(4.0)
    cost = np.abs(places[:, None] - places[None, :])
    four = Instance.from_matrix(cost, demand=[1, 2, 1, 9], sites=list("ABCD"))
    roles = ["existing", "existing", "candidate", "candidate"]
    return replace(four, opening=[50, 50, 4, 6], role=roles)


def travel(problem: PMedian) -> float:
    """Proved least travel; infinite when there is no answer."""
    found = solve(problem)
    if found.solution is Found.INFEASIBLE:
        return np.inf
    assert found.is_optimal
    return found.objective


@LAW
@given(SEEDS, st.integers(0, 60), st.integers(0, 60))
def test_more_money_never_means_more_travel(seed: int, a: int, b: int) -> None:
    """A budget is a limit only."""
    instance, (low, high) = town(seed), sorted((a, b))
    few = travel(Relocation(instance, p=3, budget=low, closing=2))
    assert travel(Relocation(instance, p=3, budget=high, closing=2)) <= few + 1e-9


@LAW
@given(SEEDS, st.integers(0, 9), st.integers(0, 9))
def test_dearer_closing_never_means_less_travel(seed: int, a: int, b: int) -> None:
    """What closing takes is not there for opening."""
    instance, (low, high) = town(seed), sorted((a, b))
    cheap = travel(Relocation(instance, p=3, budget=25, closing=low))
    assert cheap <= travel(Relocation(instance, p=3, budget=25, closing=high)) + 1e-9


@LAW
@given(SEEDS)
def test_with_money_for_all_it_is_the_p_median_of_a_green_field(seed: int) -> None:
    """Who can pay everything is bound by nothing that stands."""
    instance = town(seed)
    field = replace(instance, role=None)
    rich = Relocation(instance, p=3, budget=1000, closing=2)
    assert travel(rich) == pytest.approx(travel(PMedian(field, p=3)))
    assert travel(Relocation(instance, p=3)) == pytest.approx(travel(rich))


@LAW
@given(SEEDS)
def test_without_money_everything_stays(seed: int) -> None:
    """A budget of 0 opens nothing and closes nothing."""
    plan = solve(Relocation(town(seed), p=3, budget=0, closing=1))
    assert plan.open == ("1", "2", "3")


@pytest.mark.parametrize(
    ("budget", "opened", "travelled"),
    [
        (4.9, "AB", 1 + 18),  # neither a pair of moves nor one
        (6.9, "BC", 1 + 9),  # A closes for 1 and C opens for 4
        (7.0, "BD", 1 + 1),  # A closes for 1 and D opens for 6
        (99.0, "BD", 2),
    ],
)
def test_budget_pays_for_opening_and_closing(
    budget: float, opened: str, travelled: float
) -> None:
    """One of A and B for C or D; opening costs of what exists play no part."""
    plan = solve(Relocation(row(), p=2, budget=budget, closing=1))
    assert "".join(plan.open) == opened
    assert plan.objective == travelled


def test_closing_is_free_unless_said_and_may_cost_cents() -> None:
    """D opens for 6 of 6.5, unless closing A takes 0.75 of it."""
    free = solve(Relocation(row(), p=2, budget=6))
    assert (free.open, free.objective) == (("B", "D"), 2.0)
    dear = solve(Relocation(row(), p=2, budget=6.5, closing=0.75))
    assert dear.open == ("B", "C")


def test_without_p_the_budget_decides_and_nothing_needs_to_close() -> None:
    """6 for D, and A and B stay; with 10 all are open."""
    plan = solve(Relocation(row(), budget=6, closing=1))
    assert (plan.open, plan.objective) == (("A", "B", "D"), 1.0)
    assert solve(Relocation(row(), budget=10, closing=1)).open == tuple("ABCD")


def test_a_required_site_stays_whatever_exists() -> None:
    """A must stay: B closes instead."""
    plan = solve(Relocation(row(), p=2, budget=7, closing=1, required=["A"]))
    assert (plan.open, plan.objective) == (("A", "D"), 2.0 + 1.0)
    kept = solve(Relocation(row(), p=2, budget=7, quotas=["at least 2 of A, B"]))
    assert kept.open == ("A", "B")


def test_too_little_money_is_explained_with_what_would_do() -> None:
    """One site of two must close, which costs 3 where there are 2."""
    plan = solve(Relocation(row(), p=1, budget=2, closing=3))
    assert plan.solution is Found.INFEASIBLE
    assert "the smallest budget that would do is 3" in plan.reason


def test_the_checker_counts_what_is_closed() -> None:
    """Closing A and B for 3 each and opening D for 6 costs 12."""
    problem = Relocation(row(), p=1, budget=9, closing=3)
    result = solve(problem).to_dict()
    assert faults_of_result(result, problem) == []
    wrong = faults_of_result(result | {"open": ["D"]}, problem)
    assert "opening and closing cost 12, beyond the budget of 9" in wrong
    kept = Relocation(row(), p=1, required=["A"])
    result = solve(kept).to_dict()
    assert "site 'A' is required but closed" in faults_of_result(
        result | {"open": ["D"]}, kept
    )


def test_other_models_keep_what_exists() -> None:
    """Only relocation may close a site."""
    with pytest.raises(ProblemError, match="2 sites are required or existing"):
        PMedian(row(), p=1)
    assert solve(Relocation(row(), p=1)).open == ("D",)


def test_new_sites_alone_are_not_a_number_here() -> None:
    """What closes would make add ambiguous."""
    with pytest.raises(ProblemError) as caught:
        Relocation(row(), add=1)
    assert str(caught.value) == (
        "relocation takes no add: existing sites may close; give p, the number that "
        "is open in the end."
    )


def test_it_needs_a_number_or_a_budget() -> None:
    """Without either, everything would open."""
    with pytest.raises(ProblemError, match="relocation needs the number of sites"):
        Relocation(row(), closing=1)


@pytest.mark.parametrize("cost", [-1, float("nan"), float("inf"), True, None, "3"])
def test_a_senseless_closing_cost_is_refused(cost: float) -> None:
    """It is a finite number."""
    with pytest.raises(ProblemError) as caught:
        Relocation(row(), p=1, closing=cost)
    assert str(caught.value) == f"closing is {cost!r}; expected a number >= 0."


def test_an_answer_tells_what_moves_what_that_costs_and_what_it_is_worth() -> None:
    """A closes for 1 and D opens for 6; C and D were 1 and 9 x 2 away before."""
    found = solve(Relocation(row(), p=2, budget=7.5, closing=1))
    assert found.notes[-2:] == (
        "closes A; opens D; 7 of 7.5 spent",
        "weighted travel 19 with the sites as they were, 2 now (89.5 % less)",
    )
    found = solve(Relocation(row(), p=2, budget=0))
    assert found.notes[-2:] == (
        "nothing moves; 0 of 0 spent",
        "weighted travel 19 with the sites as they were, 19 now",
    )


@LAW
@given(SEEDS)
def test_what_is_told_to_be_spent_is_within_the_budget(seed: int) -> None:
    """Sites that open and close add up to the sum that is named."""
    instance = town(seed)
    found = solve(Relocation(instance, p=4, budget=30, closing=3))
    if found.design is None:
        return
    told = next(x for x in found.notes if x.endswith("of 30 spent"))
    there = np.array([x == "existing" for x in instance.role])
    new = instance.opening[found.design & ~there].sum()
    spent = new + 3 * (there & ~found.design).sum()
    assert told.split("; ")[-1] == f"{spent:g} of 30 spent"
    assert spent <= 30
