from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from siting.access.decay import Decay
from siting.errors import ProblemError

KINDS: list[Any] = ["step", "linear", "gaussian", "exponential"]


def decay(kind: Any, catchment: float = 10.0) -> Decay:
    """One of each kind; the exponential one falls by e every 5 km."""
    return Decay(kind, catchment, 0.2 if kind == "exponential" else None)


@pytest.mark.parametrize("kind", KINDS)
def test_weights_fall_from_1_at_home_and_are_0_beyond_the_catchment(kind: str) -> None:
    """Nobody is drawn from beyond, and the nearer the more."""
    travel = np.array([0, 1, 2.5, 5, 9.9, np.nextafter(10, 11), np.inf])
    weight = decay(kind)(travel)
    assert weight[0] == 1
    assert (np.diff(weight) <= 0).all()
    assert (weight[-2:] == 0).all()
    assert (weight[:5] > 0).all()


def test_values_of_each_kind() -> None:
    """By hand at 0, a quarter, a half, three quarters of the catchment, and its edge.

    Dai's are those of part 2 of the studies: 1, .9218064, .7013666, .3769263, 0.
    """
    travel = np.array([0, 2.5, 5, 7.5, 10])
    np.testing.assert_allclose(decay("step")(travel), 1.0)
    np.testing.assert_allclose(decay("linear")(travel), [1, 0.75, 0.5, 0.25, 0])
    dai = [1, 0.9218064, 0.7013666, 0.3769263, 0]
    np.testing.assert_allclose(decay("gaussian")(travel), dai, atol=5e-8)
    falls = [1, math.exp(-0.5), math.exp(-1), math.exp(-1.5), math.exp(-2)]
    np.testing.assert_allclose(decay("exponential")(travel), falls)


@pytest.mark.parametrize("kind", KINDS)
def test_a_catchment_of_0_holds_who_is_at_the_site(kind: str) -> None:
    """0 is a distance, not a missing one."""
    np.testing.assert_array_equal(decay(kind, 0.0)(np.array([0.0, 1e-9])), [1, 0])


def test_a_weight_next_to_nothing_is_none() -> None:
    """Rounding at the edge makes no user."""
    assert decay("linear")(np.array([10 * (1 - 1e-10)])) == 0
    assert decay("linear")(np.array([10 * (1 - 1e-7)])) > 0


@pytest.mark.parametrize(
    ("kind", "catchment", "beta", "text"),
    [
        (
            "cubic", 1, None,
            "decay is 'cubic'; expected step or linear or gaussian or exponential.",
        ),
        ("step", -1, None, "catchment is -1; expected a number >= 0."),
        ("exponential", 1, -2, "beta is -2; expected a number >= 0."),
        (
            "exponential", 1, None,
            "decay 'exponential' needs beta: it says how fast exponential decay falls, "
            "per unit of cost.",
        ),
        (
            "step", 1, 2,
            "decay 'step' takes no beta: it says how fast exponential decay falls, per "
            "unit of cost.",
        ),
    ],
)  # fmt: skip
def test_senseless_decays_are_refused(
    kind: Any, catchment: float, beta: float | None, text: str
) -> None:
    """Each with what was given and what is expected."""
    with pytest.raises(ProblemError) as caught:
        Decay(kind, catchment, beta)
    assert str(caught.value) == text
