from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sentences import said

from siting import Instance, solve
from siting.errors import ProblemError
from siting.models import MCLP, PMedian
from siting.quota import quotas_of


def town() -> Instance:
    """Five clients and sites on a line, two regions, rents 1 to 5."""
    x = np.arange(5.0)
    plain = Instance.from_matrix(
        np.abs(np.subtract.outer(x, x)), clients=list("ABCDE"), sites=list("ABCDE")
    )
    regions = {"region": ["north", "north", "south", "south", "south"]}
    return replace(plain, site_groups=regions, opening=[1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("sentence", "sites", "least", "most"),
    [
        ("at most 1 of A, B", [[0, 1]], 0, 1),
        ("At Least 2 of C,D,E", [[2, 3, 4]], 2, 3),
        ("exactly 1 of region=north", [[0, 1]], 1, 1),
        ("at  least 1 of each region", [[0, 1], [2, 3, 4]], 1, None),
        ("at most 0 of E, E", [[4]], 0, 0),
    ],
)
def test_a_quota_is_a_sentence(
    sentence: str, sites: list[list[int]], least: int, most: int | None
) -> None:
    """Ids, one label of a group, or every label; at least 2 of three is 2 to 3."""
    found = quotas_of(sentence, town())
    assert [q.sites.tolist() for q in found] == sites
    for quota in found:
        assert quota.least == least
        assert quota.most == (len(quota.sites) if most is None else most)


WRITE = (
    "write 'at most 1 of A, B', 'at least 2 of region=north' or 'exactly 1 of each "
    "region'."
)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("max 1 of A", f"the quota 'max 1 of A' is not understood; {WRITE}"),
        ("at most -1 of A", f"the quota 'at most -1 of A' is not understood; {WRITE}"),
        (
            "at most 1 of A, X",
            "the quota 'at most 1 of A, X' names 'X', but the instance has no such "
            "site; its ids look like 'A', 'B', 'C' and 2 more.",
        ),
        (
            "at least 3 of region=north",
            "the quota 'at least 3 of region=north' asks for 3 of 2 sites; expected "
            "no more than there are.",
        ),
        (
            "at least 1 of region=nord",
            "the quota 'at least 1 of region=nord': No region is called 'nord'; did "
            "you mean 'north'? There are north, south.",
        ),
        (
            "at least 1 of each regio",
            "the quota 'at least 1 of each regio': No group of sites is called "
            "'regio'; did you mean 'region'? There are region.",
        ),
    ],
)
def test_a_quota_that_cannot_be_is_refused(sentence: str, words: str) -> None:
    """With the sentence itself, what is wrong, and what would be right."""
    got = said(lambda: PMedian(town(), p=2, quotas=[sentence]))
    assert got == f"ProblemError: {words}"


def test_a_conflict_moves_the_answer() -> None:
    """B and D are best; not both: A and D, C... all that cost one more."""
    free = solve(PMedian(town(), p=2))
    held = solve(PMedian(town(), p=2, quotas=["at most 1 of B, D"]))
    assert free.objective == 3
    assert held.objective == 3
    assert not {"B", "D"} <= set(held.open)


def test_regional_quotas_hold_in_every_region() -> None:
    """One in the north, one in the south, whatever the third does."""
    found = solve(PMedian(town(), p=3, quotas=["at least 1 of each region"]))
    assert {"A", "B"} & set(found.open)
    assert {"C", "D", "E"} & set(found.open)


def test_sites_keep_their_distance() -> None:
    """Open sites 3 apart on the line: A and D or A and E or B and E."""
    found = solve(PMedian(town(), p=2, separation=3))
    assert set(found.open) in ({"A", "D"}, {"B", "E"})
    assert found.is_optimal


def test_what_stands_already_may_be_near() -> None:
    """Existing neighbours stay; a new site keeps its distance from them."""
    roles = ["existing", "existing", "candidate", "candidate", "candidate"]
    here = replace(town(), role=roles)
    assert solve(PMedian(here, add=1, separation=3)).open == ("A", "B", "E")


def test_a_budget_decides_how_many() -> None:
    """Rents 1 to 5 and 6 to spend: A, B and C can be paid, and cost 3 in travel."""
    found = solve(PMedian(town(), budget=6))
    rents = dict(zip("ABCDE", [1, 2, 3, 4, 5], strict=True))
    assert sum(rents[j] for j in found.open) <= 6
    assert found.objective == 3  # B and D (6), or A, B and C


def test_existing_sites_cost_no_budget() -> None:
    """E stands already; 3 buys B beside it."""
    here = replace(town(), role=["candidate"] * 4 + ["existing"])
    found = solve(PMedian(here, budget=2))
    assert found.open == ("B", "E")


def test_a_budget_without_costs_is_refused() -> None:
    """It would mean nothing."""
    free = replace(town(), opening=np.zeros(5))
    with pytest.raises(ProblemError, match="no site that could be opened has an"):
        PMedian(free, budget=3)


def test_a_reach_ends_service() -> None:
    """Site C reaches 1: it serves B, C and D only."""
    here = replace(town(), reach=[np.inf, np.inf, 1, np.inf, np.inf])
    assert solve(MCLP(here, p=1, radius=2)).objective == 4  # B or D
    assert solve(MCLP(here, p=1, radius=2, required=["C"])).objective == 3
    alone = solve(PMedian(here, p=1, required=["C"]))
    assert alone.solution.value == "infeasible"


def test_separation_without_distances_is_refused() -> None:
    """Neither coordinates nor sites among the clients."""
    bare = Instance.from_matrix([[1, 2]], clients=["x"], sites=["A", "B"])
    assert said(lambda: PMedian(bare, p=1, separation=1)) == (
        "ProblemError: separation needs the distances between sites, but the sites of "
        "'instance' have no coordinates and are not among the clients; give x and y "
        "of every site."
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"budget": -1}, "budget is -1; expected a number >= 0."),
        ({"budget": float("nan")}, "budget is nan; expected a number >= 0."),
        ({"separation": "3"}, "separation is '3'; expected a number >= 0."),
        (
            {"quotas": "at most 1 of A"},
            "quotas is the text 'at most 1 of A'; expected a list of sentences, "
            "['at most 1 of A'].",
        ),
    ],
)
def test_conditions_that_are_none_are_refused(
    given: dict[str, object], words: str
) -> None:
    """Negative, NaN, text."""
    got = said(lambda: PMedian(town(), p=2, **given))  # type: ignore[arg-type]
    assert got == f"ProblemError: {words}"
