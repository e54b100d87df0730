"""What auto picks, and that it keeps the best of what its parts found."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from siting import solve
from siting.instance import Instance
from siting.limits import Limits
from siting.models import MCLP, PMedian
from siting.solution import Proof, Solution, answer
from siting.solvers.auto import Auto, _joined
from siting.solvers.highs import Highs
from siting.solvers.lagrangian import Lagrangian


def plane(n: int) -> Instance:
    """Random points."""
    xy = np.random.default_rng(3).random((n, 2)) * 100
    return Instance.from_points(xy, xy)


def half_way(bound: float, proof: Proof) -> Solution:
    """An unproved answer with a bound."""
    problem = PMedian(plane(20), p=3)
    design = np.arange(20) < 3
    limits = Limits()
    return answer(problem, Highs(), limits, design=design, bound=bound, proof=proof)


@pytest.mark.parametrize(
    ("first", "second", "kept", "proof"),
    [
        (50.0, 60.0, 60.0, Proof.SOLVER_CLAIM),
        (60.0, 50.0, 60.0, Proof.CERTIFIED),
        (50.0, math.nan, 50.0, Proof.CERTIFIED),
        (math.nan, 60.0, 60.0, Proof.SOLVER_CLAIM),
    ],
)
def test_the_tighter_bound_is_kept_with_its_own_kind_of_proof(
    first: float, second: float, kept: float, proof: Proof
) -> None:
    """A certified bound is not lost to a weaker claim, nor a claim dressed up."""
    joined = _joined(
        half_way(first, Proof.CERTIFIED), half_way(second, Proof.SOLVER_CLAIM)
    )
    assert (joined.bound, joined.proof) == (kept, proof)


def test_an_answer_is_not_lost_when_highs_has_none() -> None:
    """What the Lagrangian search found stands when HiGHS returns nothing."""
    first = half_way(50.0, Proof.CERTIFIED)
    nothing = answer(first.problem, Highs(), Limits(), design=None)
    assert _joined(first, nothing) is first


def test_each_kind_of_model_goes_to_its_own_method() -> None:
    """What was picked is said in the notes and in the method."""
    small = solve(PMedian(plane(20), p=3))
    large = solve(PMedian(plane(160), p=40))
    cover = solve(MCLP(plane(160), p=4, radius=15))
    assert small.method == "highs"
    assert large.method.startswith("lagrangian")
    assert cover.method == "collapse"
    for found in (small, large, cover):
        assert found.notes[0].startswith(f"auto picked {found.method}")
        assert found.solver == Auto()


def test_an_interrupted_first_part_ends_the_run(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ctrl-C in the dual does not start HiGHS."""
    from siting.kernels import dual

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(dual, "reduced", stop)
    found = solve(PMedian(plane(160), p=8))
    assert found.termination.value == "interrupted"
    assert found.method == "lagrangian"
    assert found.open


def test_the_dual_says_what_it_does_not_take() -> None:
    """The sentence names the model and what to use."""
    assert Lagrangian().refuses(MCLP(plane(9), p=1, radius=1)) is not None
    assert Lagrangian().refuses(replace(PMedian(plane(9), p=1))) is None


def test_the_limits_told_are_those_that_were_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the answer is that of a part which had less time."""
    monkeypatch.setattr("siting.solvers.auto.SMALL", 0)
    found = solve(PMedian(plane(20), p=5), "auto", time_limit=17.0, gap=0.01)
    assert (found.limits.time_limit, found.limits.gap) == (17.0, 0.01)
    assert found.limits.start is None
