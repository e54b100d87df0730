from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from siting import Instance, solve
from siting.models import MCLP, PMedian
from siting.solution import Found

WAY = np.inf


def islands() -> Instance:
    """Three islands with a site each, and a client that all three reach."""
    cost = [[1, WAY, WAY], [WAY, 1, WAY], [WAY, WAY, 2], [5, 5, 5]]
    plain = Instance.from_matrix(cost, clients=list("abcd"), sites=list("ABC"))
    return replace(plain, opening=[5, 6, 7])


CANNOT = "no allowed choice of sites answers "


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (
            {"p": 2},
            "p-median: 2 open sites cannot do it, and the smallest number that would "
            "do is 3.",
        ),
        ({"budget": 12}, "p-median: the smallest budget that would do is 18."),
        (
            {"p": 3, "quotas": ["at most 1 of A, B"]},
            "p-median: without the quotas there would be an answer.",
        ),
    ],
)
def test_what_would_do_is_found_by_solving(
    given: dict[str, object], reason: str
) -> None:
    """Each island needs its site: three sites, 18 of money, no conflict."""
    found = solve(PMedian(islands(), **given))  # type: ignore[arg-type]
    assert found.solution is Found.INFEASIBLE
    assert found.reason == CANNOT + reason


def test_too_many_sites_are_too_many() -> None:
    """A quota of two at most, and three asked for."""
    cost = np.ones((2, 3))
    town = Instance.from_matrix(cost, sites=["A", "B", "C"])
    found = solve(PMedian(town, p=3, quotas=["at most 2 of A, B, C"]))
    assert found.reason == (
        f"{CANNOT}p-median: 3 open sites cannot do it, and the largest number that "
        "would do is 2; without the quotas there would be an answer."
    )


def test_a_covering_question_can_fail_by_money() -> None:
    """Nobody must be covered, but one site must be paid."""
    found = solve(MCLP(islands(), budget=3, radius=2))
    assert found.solution is Found.INFEASIBLE
    assert found.reason == f"{CANNOT}mclp: the smallest budget that would do is 5."


def test_who_is_beyond_reach_is_named_with_the_distance() -> None:
    """Sites reach 1: c is 2 from its own, d is 5 from all."""
    near = replace(islands(), reach=[1, 1, 1])
    found = solve(PMedian(near, p=3))
    assert found.reason == (
        "2 of 4 clients cannot be served: client 'd' is 5 from its nearest site, 4 "
        "beyond what it may travel; client 'c' is 2 from its nearest site, 1 beyond "
        "what it may travel; add travel costs or sites for them, or leave them out."
    )
