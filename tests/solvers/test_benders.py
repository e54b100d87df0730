"""Generic Benders decomposition: what it takes, what it proves, how it stops."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from siting import read, solve
from siting.benders import work
from siting.instance import Instance
from siting.models import (
    BCLP,
    CFLP,
    LSCP,
    SSCFLP,
    UFLP,
    Hierarchical,
    ModularCFLP,
    PCenter,
    PMedian,
)
from siting.solution import Found, Proof, Termination
from siting.solvers.benders import Benders


def town(seed: int, *, n: int = 20, m: int = 8) -> Instance:
    """Costs by chance, room for all in a few of the sites."""
    rng = np.random.default_rng(seed)
    demand = rng.integers(1, 9, n).astype(float)
    bare = Instance.from_matrix(rng.integers(1, 99, (n, m)) * 1.0, demand=demand)
    room = rng.uniform(0.2, 0.6, m) * demand.sum()
    rent = rng.integers(100, 900, m).astype(float)
    return replace(bare, capacity=np.ceil(room), opening=rent)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "ask",
    [
        lambda t: PMedian(t, p=3),
        UFLP,
        CFLP,
        lambda t: PCenter(t, p=3),
        lambda t: BCLP(t, p=3, radius=30),
    ],
    ids=["p-median", "uflp", "cflp", "p-center", "bclp"],
)
def test_it_proves_what_highs_proves_of_the_whole_model(ask, seed) -> None:  # type: ignore[no-untyped-def]
    """Many parts or one, with capacities, whole variables beside open, either sense."""
    problem = ask(town(seed))
    found = solve(problem, "benders")
    assert found.is_optimal
    assert found.proof is Proof.SOLVER_CLAIM
    assert found.objective == pytest.approx(solve(problem, "highs").objective)


def test_a_model_without_continuous_variables_is_refused() -> None:
    """There is nothing to part."""
    refusal = Benders().refuses(LSCP(town(0), radius=50))
    assert refusal is not None
    assert "none of the former in lscp here: nothing to part; use highs" in refusal


def test_services_that_are_all_or_nothing_are_refused() -> None:
    """Multipliers of a whole reply prove nothing."""
    refusal = Benders().refuses(SSCFLP(town(0)))
    assert refusal is not None
    assert "160 services of sscflp are all or nothing here" in refusal


def test_it_begins_at_a_start_and_proves_it() -> None:
    """The first incumbent is the start, and the last is no worse."""
    problem = PMedian(town(1), p=3)
    best = solve(problem, "highs")
    again = solve(problem, Benders(own_start=False), start=best)
    assert again.is_optimal
    assert again.trace[0][1] == best.objective


@pytest.mark.parametrize("own_start", [True, False])
def test_no_start_no_difference(own_start: bool) -> None:
    """The master finds designs by itself."""
    problem = CFLP(town(2))
    found = solve(problem, Benders(own_start=own_start))
    assert found.is_optimal
    assert found.objective == pytest.approx(solve(problem, "highs").objective)


def test_a_gap_that_is_allowed_is_kept_and_used() -> None:
    """The bound is no farther than was asked, and true."""
    problem = CFLP(town(3, n=40, m=15))
    found = solve(problem, "benders", gap=0.1)
    assert found.gap <= 0.1
    exact = solve(problem, "highs")
    assert found.bound <= exact.objective * (1 + 1e-9)
    assert exact.objective <= found.objective * (1 + 1e-9)


def test_the_time_limit_leaves_an_answer_and_a_bound_that_holds() -> None:
    """Random costs of this size take minutes."""
    rng = np.random.default_rng(1)
    hard = Instance.from_matrix(rng.integers(1, 1000, (150, 150)) * 1.0)
    found = solve(PMedian(hard, p=8), "benders", time_limit=4)
    assert found.termination is Termination.TIME_LIMIT
    assert found.solution is Found.FEASIBLE
    assert 0 < found.bound < found.objective


def test_interrupted_it_keeps_its_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C at the first reply leaves what it began with."""

    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(work.Bounds, "look", stop)
    found = solve(PMedian(town(4), p=3), "benders")
    assert found.termination is Termination.INTERRUPTED
    assert found.solution is Found.FEASIBLE


def test_too_little_room_is_infeasible() -> None:
    """The cuts say so, and the reason is that of the model."""
    small = replace(town(5), capacity=np.full(8, 2.0))
    found = solve(CFLP(small), "benders")
    assert found.solution is Found.INFEASIBLE


def test_wrong_multipliers_only_cost_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trap: what HiGHS says of duals is a hint; a bound made of noise still holds."""
    from siting.benders import bounds

    rng = np.random.default_rng(0)
    true_cuts = bounds.cuts_from

    def noisy(split, multiplier, *, cost):  # type: ignore[no-untyped-def]
        noise = rng.normal(size=len(multiplier)) * np.abs(multiplier).max(initial=1.0)
        return true_cuts(split, multiplier + 0.1 * noise, cost=cost)

    problem = CFLP(town(6))
    exact = solve(problem, "highs")
    monkeypatch.setattr(bounds, "cuts_from", noisy)
    found = solve(problem, "benders", time_limit=10)
    assert found.proof is not Proof.CONTRADICTED
    assert found.objective == pytest.approx(exact.objective)
    assert not found.bound > exact.objective * (1 + 1e-9)


def test_sizes_and_levels_are_decided_by_the_master() -> None:
    """Whole variables that are no services: modules of a site, hospitals."""
    data = replace(town(7, n=10, m=5), capacity=np.full(5, 60.0))
    modular = ModularCFLP(data, sizes=["10:100", "25:150"])
    levels = Hierarchical(data, p=3, hospitals=1, referral=0.5)
    for problem in (modular, levels):
        assert problem.matrix.integer.sum() > data.m
        found = solve(problem, "benders")
        assert found.is_optimal
        assert found.objective == pytest.approx(solve(problem, "highs").objective)


@pytest.mark.parametrize(("name", "optimum"), [("pmed1", 5819), ("pmed13", 4374)])
def test_published_optima_are_proved(
    name: str, optimum: float, data_folder: Path
) -> None:
    """OR-Library's pmedopt, as in optima.csv of the data folder."""
    del data_folder
    found = solve(PMedian(read(f"orlib:{name}")), "benders")
    assert found.is_optimal
    assert found.objective == optimum
