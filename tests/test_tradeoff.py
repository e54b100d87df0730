"""Several problems become one trade-off, or are refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from sentences import said

from siting.instance import Instance
from siting.models import (
    CFLP,
    LSCP,
    MCLP,
    UFLP,
    GradualCover,
    PCenter,
    PMaxian,
    PMedian,
    Relocation,
)
from siting.problem import Problem
from siting.tradeoff import Tradeoff

PLACE = Instance.from_points(
    np.arange(10.0).reshape(5, 2), np.arange(10.0).reshape(5, 2), name="five"
)
OTHER = Instance.from_points(np.zeros((3, 2)), np.eye(3)[:, :2], name="three")
ROOMY = replace(PLACE, capacity=np.full(5, 9.0), opening=np.ones(5))
TIGHT = replace(ROOMY, capacity=np.full(5, 2.0))

REFUSED: list[tuple[Callable[[], list[Problem]], str]] = [
    (lambda: [PMedian(PLACE, p=2)], "1 problem makes no trade-off; give 2, 3 or 4"),
    (lambda: [PMedian(PLACE, p=2)] * 5, "5 problems make no trade-off; give 2, 3 or 4"),
    (
        lambda: PMedian(PLACE, p=2),  # type: ignore[list-item, return-value]
        "a trade-off is a list of problems, such as [PMedian(town, p=2), MCLP(town, "
        "p=2, radius=5)]; got one PMedian.",
    ),
    (
        lambda: [PMedian(PLACE, p=2), "mclp"],  # type: ignore[list-item]
        "radius=5)]; got 'mclp'.",
    ),
    (
        lambda: [PMedian(PLACE, p=2), MCLP(OTHER, p=2, radius=1)],
        "p-median is asked of 'five' and mclp of 'three'; ask all of one instance.",
    ),
    (
        lambda: [PMedian(PLACE, p=2), MCLP(replace(OTHER, name="five"), p=2, radius=1)],
        "p-median and mclp are asked of two instances called 'five' whose data differ",
    ),
    (
        lambda: [PMedian(PLACE, p=2), MCLP(PLACE, p=3, radius=1)],
        "p is 2 in p-median and 3 in mclp",
    ),
    (
        lambda: [PMedian(PLACE, p=2), PMedian(PLACE, p=2)],
        "p-median is given twice with the same parameters",
    ),
    (
        lambda: [GradualCover(TIGHT, full_radius=1, zero_radius=2, p=2), CFLP(TIGHT)],
        "cflp limits what sites take, so all objectives are measured on one",
    ),
    (
        lambda: [
            PMedian(PLACE, p=2, closest=True),
            GradualCover(PLACE, full_radius=1, zero_radius=2, p=2),
        ],
        "p-median fixes who goes where, so all objectives are measured on one",
    ),
    (
        lambda: [PMedian(PLACE, p=2), MCLP(PLACE, add=2, radius=1)],
        "p is given in p-median and add in mclp; give one of them.",
    ),
    (
        lambda: [PMedian(PLACE, add=2), LSCP(PLACE, radius=9)],
        "add is 2 in p-median, so every design opens as many sites, and lscp counts",
    ),
    (
        lambda: [UFLP(ROOMY, add=2), Relocation(ROOMY, budget=9)],
        "add is 2 in uflp and holds for every objective, but relocation takes no add: "
        "existing sites may close",
    ),
]


@pytest.mark.parametrize(("made", "sentence"), REFUSED)
def test_what_does_not_go_together_is_refused(
    made: Callable[[], list[Problem]], sentence: str
) -> None:
    """One model, two towns, two counts, one objective twice, capacities."""
    assert sentence in said(lambda: Tradeoff.of(made()))


def test_the_same_model_twice_with_other_parameters_is_a_trade_off() -> None:
    """Coverage within 1 km and within 3 km are two things to want."""
    pair = [MCLP(PLACE, p=2, radius=r) for r in (1, 3)]
    assert Tradeoff.of(pair).name == "mclp+mclp"


def test_rules_that_are_given_once_hold_for_all() -> None:
    """Required sites of one problem are required of the design."""
    site = PLACE.sites[1]
    tradeoff = Tradeoff.of(
        [PMedian(PLACE, p=2, required=(site,)), MCLP(PLACE, p=2, radius=1)]
    )
    assert [p.required for p in tradeoff.problems] == [(site,)] * 2
    assert all(p.rules.must.tolist() == tradeoff.rules.must.tolist()
               for p in tradeoff.problems)  # fmt: skip


def test_site_lists_agree_in_any_order() -> None:
    """The order in which sites are named means nothing."""
    two = PLACE.sites[1], PLACE.sites[3]
    pair = [PMedian(PLACE, p=3, required=two), PCenter(PLACE, p=3, required=two[::-1])]
    assert Tradeoff.of(pair).rules.must.sum() == 2


def test_all_values_are_turned_to_be_minimised() -> None:
    """Less travel and more coverage: signs, and back again."""
    rng = np.random.default_rng(0)
    problems = [PMedian(PLACE, p=2), MCLP(PLACE, p=2, radius=3), PMaxian(PLACE, p=2)]
    tradeoff = Tradeoff.of(problems)
    designs = rng.random((9, 5)) < 0.5
    values, violation = tradeoff.evaluate(designs)
    for k, problem in enumerate(problems):
        alone, broken = problem.evaluate(designs)
        kept = broken == 0
        assert (values[kept, k] == problem.sign * alone[kept, 0]).all()
        assert (violation >= broken).all()
    assert tradeoff.signs.tolist() == [1, -1, -1]
    assert [o.sense for o in tradeoff.objectives] == ["min", "max", "max"]


def test_a_design_that_one_problem_forbids_is_not_allowed() -> None:
    """Coverage of all is a condition of the LSCP, whatever else is wanted."""
    tradeoff = Tradeoff.of([UFLP(ROOMY), LSCP(ROOMY, radius=1)])
    _, violation = tradeoff.evaluate(np.eye(5, dtype=bool))
    assert (violation > 0).all()
    assert tradeoff.evaluate(np.ones((1, 5), dtype=bool))[1][0] == 0
