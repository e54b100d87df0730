"""The exact method under capacity: proofs, limits, and odd data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from siting import read, solve
from siting.branching.standing import Standing
from siting.capacitated import ascent, incumbent
from siting.instance import Instance
from siting.models import CFLP, MCLP, SSCFLP, UFLP, CapacitatedPMedian
from siting.problem import Problem
from siting.solution import Found, Proof, Termination
from siting.solvers.branch_and_bound import BranchAndBound


def town(seed: int, *, n: int = 14, m: int = 7, tight: float = 3.0) -> Instance:
    """Costs by chance, rents, and capacities of so many times the demand in all."""
    rng = np.random.default_rng(seed)
    demand = rng.integers(1, 9, n).astype(float)
    cost = np.rint(rng.random((n, m)) * 50)
    share = rng.random(m) + 0.5
    return replace(
        Instance.from_matrix(cost, demand=demand),
        opening=np.rint(rng.random(m) * 400),
        capacity=np.ceil(share / share.sum() * demand.sum() * tight),
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    "model", [CFLP, SSCFLP, CapacitatedPMedian], ids=lambda m: m.name
)
def test_it_proves_what_highs_says(model: type[Problem], seed: int) -> None:
    """And certifies it."""
    given = {"p": 4} if model is CapacitatedPMedian else {}
    problem = model(town(seed), **given)
    found, other = solve(problem, "branch-and-bound"), solve(problem, "highs")
    assert found.is_optimal
    assert found.proof is Proof.CERTIFIED
    assert found.objective == pytest.approx(other.objective, rel=2e-6)


@pytest.mark.parametrize(
    ("name", "model", "optimum"),
    [
        ("orlib:cap41", CFLP, 1040444.375),  # OR-Library capopt
        ("orlib:cap104", CFLP, 928941.750),
        ("orlib:capa?capacity=14000", CFLP, 17160439.012),
        ("orlib:cap64", SSCFLP, 1053197.440),  # optima.csv: to 5 digits
        ("sscflp/holmberg/p1", SSCFLP, 8848),  # Holmberg et al. (1999)
        ("sscflp/holmberg/p44", SSCFLP, 7028),
    ],
)
def test_published_optima_are_proved(
    name: str, model: type[Problem], optimum: float, data_folder: Path
) -> None:
    """As in optima.csv of the data folder, with the sources there."""
    place = name if ":" in name else str(data_folder / name)
    found = solve(model(read(place)), "branch-and-bound")
    assert found.is_optimal
    assert found.proof is Proof.CERTIFIED
    assert found.objective == pytest.approx(optimum, abs=0.011)
    assert found.bound <= optimum + 0.011


@pytest.mark.parametrize(("number", "optimum"), [(1, 713), (2, 740), (5, 664)])
def test_published_clusters_are_proved(
    number: int, optimum: int, data_folder: Path
) -> None:
    """Values in the head of OR-Library's pmedcap1, whole numbers to the last one."""
    del data_folder
    problem = CapacitatedPMedian(
        read(f"orlib:pmedcap1?problem={number}"), weighted=False
    )
    found = solve(problem, "branch-and-bound")
    assert (found.objective, found.bound) == (optimum, optimum)


def test_odd_data_are_ordinary() -> None:
    """No demand, no room, endless room, no way, one that must and one that must not."""
    cost = np.array(
        [[1, 5, 2, 9], [np.inf, 3, 7, 0], [4, np.inf, 1, 2], [0, 0, 5, 5.0]]
    )
    odd = replace(
        Instance.from_matrix(cost, demand=[0, 3, 2, 4]),
        capacity=[0, np.inf, 4, 5],
        opening=[0, 9, 5, 1],
    )
    for model in (CFLP, SSCFLP):
        for given in ({}, {"required": ("1",)}, {"forbidden": ("2",)}, {"p": 3}):
            problem = model(odd, **given)
            found = solve(problem, "branch-and-bound")
            other = solve(problem, "highs")
            assert found.solution is other.solution
            assert found.objective == pytest.approx(other.objective, nan_ok=True)


def test_one_client_and_one_site() -> None:
    """The smallest question."""
    one = replace(Instance.from_matrix([[3.0]], demand=[2]), capacity=[2], opening=[5])
    for model in (CFLP, SSCFLP):
        assert solve(model(one), "branch-and-bound").objective == 11


def test_loads_that_fit_by_rounding_alone_fit() -> None:
    """0.1 + 0.2 is a little more than 0.3."""
    two = Instance.from_matrix([[1.0, 9.0], [1.0, 9.0]], demand=[0.1, 0.2])
    two = replace(two, capacity=[0.3, 0.3], opening=[1, 1])
    for model in (CFLP, SSCFLP):
        found = solve(model(replace(two, capacity=[0.3, 0.2])), "branch-and-bound")
        assert found.open == ("1",)
        assert found.is_optimal


def test_what_cannot_be_packed_is_infeasible() -> None:
    """Three of 2 do not fit whole into two of 3, and do in shares."""
    three = replace(
        Instance.from_matrix(np.ones((3, 2)), demand=[2, 2, 2]),
        capacity=[3, 3],
        opening=[1, 1],
    )
    found = solve(SSCFLP(three), "branch-and-bound")
    assert found.solution is Found.INFEASIBLE
    assert found.proof is Proof.CERTIFIED
    assert np.isnan(found.bound)
    assert solve(CFLP(three), "branch-and-bound").objective == 8


def test_p_sites_without_the_room_are_infeasible() -> None:
    """Enough room in all, and too little in any two."""
    three = replace(
        Instance.from_matrix(np.ones((3, 3)), demand=[2, 2, 2]), capacity=[2, 2, 2]
    )
    problem = CapacitatedPMedian(three, p=2, single_source=False)
    assert solve(problem, "branch-and-bound").solution is Found.INFEASIBLE


@pytest.mark.parametrize("model", [CFLP, SSCFLP])
def test_the_time_limit_leaves_an_answer_and_a_bound_that_holds(
    model: type[Problem],
) -> None:
    """Random costs and capacities that are tight take long."""
    hard = town(1, n=400, m=300, tight=20)
    problem = model(replace(hard, opening=hard.opening * 3 + 900))
    found = solve(problem, "branch-and-bound", time_limit=1.5)
    assert found.termination is Termination.TIME_LIMIT
    assert found.proof is Proof.CERTIFIED
    assert 0 < found.bound < found.objective


def test_an_interrupt_keeps_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of the ascent."""
    true_climb = ascent.Ascent.climb
    calls = []

    def climb(self: ascent.Ascent, steps: int, **given: float) -> None:
        calls.append(steps)
        if len(calls) == 3:
            raise KeyboardInterrupt
        true_climb(self, steps, **given)

    monkeypatch.setattr(ascent.Ascent, "climb", climb)
    found = solve(SSCFLP(town(2, n=40, m=20, tight=1.6)), "branch-and-bound")
    assert found.termination is Termination.INTERRUPTED
    assert found.solution is Found.FEASIBLE
    assert 0 < found.bound < found.objective


@pytest.mark.parametrize("model", [CFLP, SSCFLP])
def test_a_gap_that_is_allowed_is_kept_and_used(model: type[Problem]) -> None:
    """It ends with a bound no farther than was asked."""
    problem = model(town(3, n=30, m=15))
    found = solve(problem, "branch-and-bound", gap=0.1)
    assert found.gap <= 0.1
    exact = solve(problem, "branch-and-bound")
    assert found.bound <= exact.objective <= found.objective


@pytest.mark.parametrize("model", [CFLP, SSCFLP])
def test_it_begins_at_a_start(model: type[Problem]) -> None:
    """An answer is never worse than what it began with."""
    problem = model(town(4))
    best = solve(problem, "branch-and-bound")
    again = solve(problem, "branch-and-bound", start=best)
    assert again.objective == best.objective


def test_a_median_is_a_flow_without_limits() -> None:
    """As branch-and-cut says."""
    problem = UFLP(town(5))
    found, other = solve(problem, "branch-and-bound"), solve(problem, "branch-and-cut")
    assert found.objective == pytest.approx(other.objective)
    assert found.is_optimal


@pytest.mark.parametrize("model", [CFLP, SSCFLP, UFLP])
@pytest.mark.parametrize("seed", range(3))
def test_a_site_dear_beyond_measure_costs_no_proof(
    model: type[Problem], seed: int
) -> None:
    """What is never opened is in no sum whose rounding is taken off."""
    rng = np.random.default_rng(seed)
    place = town(seed, n=40, m=20, tight=4)
    opening = np.where(np.arange(20) == 3, 1e12, place.opening)
    place = replace(place, opening=opening, cost=place.cost + rng.random((40, 20)))
    found = solve(model(place), "branch-and-bound")
    assert found.is_optimal
    assert found.proof is Proof.CERTIFIED
    closed = solve(model(place, forbidden=("4",)), "branch-and-bound")
    assert found.objective == pytest.approx(closed.objective, rel=1e-6)


@pytest.mark.parametrize("model", [CFLP, SSCFLP])
def test_an_end_with_a_gap_says_what_it_is(
    model: type[Problem], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tree is done, and its bounds are lost on the way."""
    monkeypatch.setattr(Standing, "prove", lambda *_: None)
    found = solve(model(town(0)), "branch-and-bound")
    assert found.termination is Termination.FINISHED
    assert "what is left of the gap is rounding" in found.reason


def test_an_end_without_an_answer_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds are finite to the end, and nothing was found."""
    monkeypatch.setattr(incumbent.Incumbent, "_take", lambda *_: None)
    none = solve(CFLP(town(0, m=4)), "branch-and-bound", time_limit=60)
    assert none.termination is Termination.FINISHED
    assert none.solution is Found.NONE
    assert "none was found" in none.reason


def test_what_is_no_flow_is_refused() -> None:
    """In a sentence that names what would do."""
    method, place = BranchAndBound(), town(6)
    found = method.refuses(CFLP(place, min_load=3))
    assert found is not None
    assert "cflp as asked here has one of these; use highs" in found
    assert method.refuses(SSCFLP(place, closest=True)) is not None
    assert method.refuses(MCLP(place, p=2, radius=20)) is not None
    limited = method.refuses(SSCFLP(place, budget=900))
    assert limited is not None
    assert "takes no budget, quotas or separation" in limited


def test_what_does_not_fit_in_memory_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Before it is built."""
    monkeypatch.setattr("siting.memory.memory_here", lambda: 5000.0)
    found = BranchAndBound().refuses(SSCFLP(town(7)))
    assert found is not None
    assert "would need about" in found


@pytest.mark.parametrize("seed", [3, 17, 136])
def test_small_units_of_cost_lose_nothing(seed: int) -> None:
    """Values of less than 1 in all are no whole numbers, however near to 0 they are."""
    rng = np.random.default_rng(seed)
    demand = rng.integers(4, 10, 12).astype(float)
    cost = rng.random((12, 6)) * 6e-4
    room = np.full(6, np.ceil(demand.sum() / 3 * 1.04))
    town = replace(Instance.from_matrix(cost, demand=demand), capacity=room)
    found = solve(CapacitatedPMedian(town, p=3), "branch-and-bound")
    assert found.is_optimal
    other = solve(CapacitatedPMedian(town, p=3), "highs")
    assert found.objective == pytest.approx(other.objective, rel=1e-5)


@pytest.mark.parametrize("model", [CFLP, SSCFLP])
def test_room_that_cannot_be_reached_is_no_room(model: type[Problem]) -> None:
    """Two clients have but two small sites, and there is room enough elsewhere."""
    cost = np.ones((25, 25))
    cost[:2, 2:] = np.inf
    room = np.r_[2.0, 2.0, np.full(23, 9.0)]
    town = Instance.from_matrix(cost, demand=np.full(25, 3.0))
    town = replace(town, capacity=room, opening=np.full(25, 5.0))
    found = solve(model(town), "branch-and-bound")
    assert found.solution is Found.INFEASIBLE
    assert "finds no room" in found.reason


def test_an_optimum_of_nothing_is_closed() -> None:
    """Rounding is more than any gap of 0."""
    cost = np.abs(np.arange(24)[:, None] // 2 - np.arange(24) // 2).astype(float)
    town = replace(Instance.from_matrix(cost), capacity=np.full(24, 5.0))
    problem = CapacitatedPMedian(town, p=12, single_source=False)
    found = solve(problem, "branch-and-bound")
    assert (found.objective, found.bound) == (0, 0)


def test_a_tight_limit_leaves_an_answer() -> None:
    """Thousands of clients to be served whole: more sites until all are."""
    rng = np.random.default_rng(1)
    xy = rng.random((4000, 2))
    demand = rng.integers(1, 9, 4000).astype(float)
    town = Instance.from_points(xy, xy[:60], demand=demand)
    room, rent = np.full(60, demand.sum() / 30), np.full(60, demand.sum() / 200)
    found = solve(
        SSCFLP(replace(town, capacity=room, opening=rent)),
        "branch-and-bound",
        time_limit=2,
    )
    assert found.solution is Found.FEASIBLE
    assert 0 < found.bound <= found.objective
