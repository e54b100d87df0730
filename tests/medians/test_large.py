"""Searches of medians with very many sites."""

from __future__ import annotations

import numpy as np
import pytest

from siting import solve
from siting.instance import Instance
from siting.medians import large
from siting.models import PMedian
from siting.solution import Proof, Termination


@pytest.fixture
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small enough to be solved otherwise too."""
    monkeypatch.setattr(large, "PAIRS", 0)


def towns(seed: int, n: int = 160) -> Instance:
    """Clients who are sites, some of them at the same place."""
    rng = np.random.default_rng(seed)
    xy = np.rint(rng.random((n, 2)) * 400)
    demand = rng.integers(0, 5, n).astype(float)
    return Instance.from_points(xy, xy, demand=demand, metric="floor")


@pytest.mark.usefixtures("_everything_is_large")
@pytest.mark.parametrize("seed", range(3))
def test_the_optimum_is_that_of_the_textbook_model(seed: int) -> None:
    """A core leaves out sites from the search, and never from the bound."""
    problem = PMedian(towns(seed), p=8)
    found = solve(problem, "branch-and-cut")
    assert found.is_optimal
    assert found.objective == solve(problem, "highs").objective


@pytest.mark.usefixtures("_everything_is_large")
def test_without_a_linear_program_the_gap_is_honest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """And it is said that there was none."""
    problem = PMedian(towns(5), p=6)
    optimum = solve(problem, "branch-and-cut").objective
    monkeypatch.setattr(large, "NONZEROS", 0)
    found = solve(problem, "branch-and-cut")
    assert found.proof is Proof.CERTIFIED
    assert found.bound <= optimum <= found.objective
    assert found.is_optimal or "linear program" in " ".join(found.notes)


@pytest.mark.usefixtures("_everything_is_large")
def test_the_same_seed_gives_the_same_answer() -> None:
    """Annealing counts swaps, not seconds, where time is unlimited."""
    problem = PMedian(towns(8), p=7)
    one, two = (solve(problem, "branch-and-cut", seed=3) for _ in range(2))
    assert one.open == two.open


@pytest.mark.usefixtures("_everything_is_large")
def test_a_time_limit_leaves_a_design_and_a_bound() -> None:
    """Annealing cools sooner when there is little time."""
    problem = PMedian(towns(2, n=3000), p=40)
    solve(PMedian(towns(2), p=8), "branch-and-cut")  # kernels are compiled
    found = solve(problem, "branch-and-cut", time_limit=1.5)
    assert found.termination is Termination.TIME_LIMIT
    assert 0 < found.bound < found.objective


@pytest.mark.usefixtures("_everything_is_large")
def test_it_begins_at_a_start() -> None:
    """Sites of the start are in the core, whatever the others are."""
    problem = PMedian(towns(3), p=7)
    best = solve(problem, "branch-and-cut")
    again = solve(problem, "branch-and-cut", start=best)
    assert again.trace[0][1] == best.objective
