"""Laws that relate two questions whose answers must agree (metamorphic tests).

A model for which a law is not true says so in its file of the family, by name, in
``NO_LAW``: a p-center with weights is not indifferent to a split client.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from contract.cases import models, random_instance, random_problem
from contract.family import family
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from siting import solve
from siting.instance import Instance
from siting.problem import Problem
from siting.solution import Found

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.filter_too_much],
)


def lawful(law: str) -> Any:
    """Every model that keeps a law, for parametrize."""
    kept = [m for m in models() if law not in getattr(family(m), "NO_LAW", ())]
    return pytest.mark.parametrize("model", kept, ids=lambda m: m.name)


def some_problem(model: type[Problem], seed: int) -> Problem:
    """A random problem; the example is given up when it contradicts itself."""
    rng = np.random.default_rng(seed)
    n, m = getattr(family(model), "SIZE", (9, 8))
    problem = random_problem(model, random_instance(rng, n=n, m=m), rng)
    assume(problem is not None)
    assert problem is not None
    return problem


def value(problem: Problem) -> float | None:
    """The optimum; None when there is none."""
    found = solve(problem, "highs")
    assert found.solution is not Found.NONE
    return found.objective if found.solution is Found.FEASIBLE else None


def same(a: float | None, b: float | None) -> bool:
    """Whether two optima agree, as far as solvers go."""
    if a is None or b is None:
        return a is b
    return bool(np.isclose(a, b, rtol=2e-6, atol=2e-6))


def at_least_as_good(problem: Problem, a: float | None, b: float | None) -> bool:
    """Whether a is no worse than b; no answer is worst."""
    if a is None or b is None:
        return b is None
    return problem.sign * (a - b) <= 2e-6 * max(1.0, abs(a))


def changed(problem: Problem, town: Instance, **fields: Any) -> Problem:
    """The same question of another instance."""
    return replace(problem, instance=town, **fields)


def pick(town: Instance, rows: Any, columns: Any) -> Instance:
    """The instance with clients and sites chosen by position, in that order."""
    cost = town.travel(rows, columns)
    if isinstance(town.cost, csr_array):
        row, column = np.nonzero(np.isfinite(cost))
        cost = csr_array((cost[row, column], (row, column)), shape=cost.shape)
    return replace(
        town,
        cost=cost,
        clients=[town.clients[i] for i in rows],
        sites=[town.sites[j] for j in columns],
        demand=town.demand[rows],
        opening=town.opening[columns],
        capacity=town.capacity[columns],
        reach=town.reach[columns],
        role=town.role[columns],
        site_xy=None if town.site_xy is None else town.site_xy[columns],
        site_label=[town.site_label[j] for j in columns],
        site_groups={k: [v[j] for j in columns] for k, v in town.site_groups.items()},
        groups={k: [v[i] for i in rows] for k, v in town.groups.items()},
        scenarios={k: v[rows] for k, v in town.scenarios.items()},
    )


@lawful("order")
@FEW
@given(seed=SEEDS)
def test_the_order_of_rows_and_columns_is_nothing(
    model: type[Problem], seed: int
) -> None:
    """Shuffled clients and sites have the same optimum."""
    problem = some_problem(model, seed)
    town = problem.instance
    rng = np.random.default_rng(seed)
    other = pick(town, rng.permutation(town.n), rng.permutation(town.m))
    assert same(value(problem), value(changed(problem, other)))


@lawful("names")
@FEW
@given(seed=SEEDS)
def test_the_names_of_clients_are_nothing(model: type[Problem], seed: int) -> None:
    """Other ids, same optimum."""
    problem = some_problem(model, seed)
    assume(problem.separation is None)  # there, ids tell which sites are clients
    names = [f"Ünder {i}" for i in range(problem.instance.n)]
    other = replace(problem.instance, clients=names)
    assert same(value(problem), value(changed(problem, other)))


@lawful("forbidden")
@FEW
@given(seed=SEEDS)
def test_a_site_that_may_not_open_is_nothing(model: type[Problem], seed: int) -> None:
    """A forbidden twin of the last site changes no optimum."""
    problem = some_problem(model, seed)
    town = problem.instance
    assume(problem.separation is None and not problem.quotas)
    columns = [*range(town.m), town.m - 1]
    ids = replace(town, sites=[*town.sites]).sites
    doubled = pick_twin(town, columns)
    assert doubled.sites[: town.m] == ids
    assert same(value(problem), value(changed(problem, doubled)))


def pick_twin(town: Instance, columns: list[int]) -> Instance:
    """The instance with its last site once more, forbidden."""
    cost = town.travel(slice(None), columns)
    return replace(
        town,
        cost=cost,
        sites=[*town.sites, "twin"],
        opening=town.opening[columns],
        capacity=town.capacity[columns],
        reach=town.reach[columns],
        role=[*town.role, "forbidden"],
        site_xy=None if town.site_xy is None else town.site_xy[columns],
        site_label=[*town.site_label, ""],
        site_groups={k: [*v, v[-1]] for k, v in town.site_groups.items()},
    )


@lawful("split")
@FEW
@given(seed=SEEDS)
def test_a_split_client_is_the_client(model: type[Problem], seed: int) -> None:
    """Two halves of a village at one place weigh as the village."""
    problem = some_problem(model, seed)
    town = problem.instance
    rows = [*range(town.n), 0]
    names = [*town.clients, "second half"]
    halves = np.where(np.isin(np.arange(len(rows)), [0, town.n]), 0.5, 1.0)
    other = replace(
        town,
        cost=town.travel(rows),
        clients=names,
        demand=town.demand[rows] * halves,
        groups={k: [v[i] for i in rows] for k, v in town.groups.items()},
        scenarios={k: v[rows] * halves for k, v in town.scenarios.items()},
    )
    assume(problem.separation is None)
    assert same(value(problem), value(changed(problem, other)))


@lawful("one more")
@FEW
@given(seed=SEEDS)
def test_one_more_site_is_never_worse(model: type[Problem], seed: int) -> None:
    """p + 1 sites do at least what p do."""
    problem = some_problem(model, seed)
    open_to_it = problem.p is not None and problem.p < problem.rules.free.sum()
    plain = problem.budget is None and not problem.quotas
    assume(open_to_it and plain and problem.separation is None)
    assert problem.p is not None
    assume(problem.p < (~problem.rules.never).sum())
    more = replace(problem, p=problem.p + 1)
    assert at_least_as_good(problem, value(more), value(problem))


@lawful("reach")
@FEW
@given(seed=SEEDS)
def test_a_longer_reach_is_never_worse(model: type[Problem], seed: int) -> None:
    """Sites that serve farther can do all that they did."""
    problem = some_problem(model, seed)
    assume(not problem.closest)
    costs = problem.instance.travel()
    assume(np.isfinite(costs).any())
    rng = np.random.default_rng(seed)
    reach = rng.choice(costs[np.isfinite(costs)], problem.instance.m)
    short = replace(problem.instance, reach=reach)
    longer = replace(problem.instance, reach=reach * 1.5)
    assert at_least_as_good(
        problem, value(changed(problem, longer)), value(changed(problem, short))
    )


@lawful("capacity")
@FEW
@given(seed=SEEDS)
def test_more_capacity_is_never_worse(model: type[Problem], seed: int) -> None:
    """Larger sites can do all that they did."""
    problem = some_problem(model, seed)
    town = problem.instance
    larger = replace(town, capacity=town.capacity * 2)
    assert at_least_as_good(problem, value(changed(problem, larger)), value(problem))


@lawful("required")
@FEW
@given(seed=SEEDS)
def test_fixing_the_answer_is_the_answer(model: type[Problem], seed: int) -> None:
    """Requiring the sites that were found gives the same value."""
    problem = some_problem(model, seed)
    found = solve(problem, "highs")
    assume(found.solution is Found.FEASIBLE)
    again = replace(problem, required=found.open)
    assert same(value(again), found.objective)
