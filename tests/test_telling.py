"""What is told of an answer beside its sites."""

from __future__ import annotations

from dataclasses import replace

import pytest

from siting import Instance, solve
from siting.models import CFLP, MCLP, SSCFLP, UFLP, CapacitatedPMedian, PMedian

TOWN = Instance.from_matrix([[0, 4], [4, 0]], demand=[1, 2], sites=["A", "B"])
OPENING = (
    "opening warning: no site has an opening cost, so that opening is free and "
    "whatever shortens a trip is opened; give costs in the column opening of the sites"
)
CAPACITY = (
    "capacity warning: no site has a limit, so that capacity plays no part; give "
    "limits in the column capacity of the sites"
)


def warned(problem: UFLP | CFLP | SSCFLP | PMedian | MCLP) -> set[str]:
    """The warnings of an answer about what the instance lacks."""
    return {x for x in solve(problem).notes if x in (OPENING, CAPACITY)}


def test_a_model_of_costs_or_limits_without_any_is_warned_of() -> None:
    """Opening is free, or nothing has a limit."""
    assert warned(UFLP(TOWN)) == {OPENING}
    assert warned(CFLP(TOWN)) == warned(SSCFLP(TOWN)) == {OPENING, CAPACITY}
    assert warned(CapacitatedPMedian(TOWN, p=1)) == {CAPACITY}
    assert warned(PMedian(TOWN, p=1)) == set()


@pytest.mark.parametrize("some", [[0, 3], [5, 5]])
def test_one_cost_or_one_limit_is_enough(some: list[float]) -> None:
    """Free sites, and sites without a limit, are legal beside others."""
    rents = replace(TOWN, opening=some)
    assert warned(UFLP(rents)) == set()
    limited = replace(rents, capacity=[float("inf"), 9])
    assert warned(CFLP(limited)) == set()
