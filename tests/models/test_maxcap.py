from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.assignment import Assignment
from siting.check import faults
from siting.claim import Service
from siting.errors import ProblemError
from siting.instance import Instance
from siting.models.maxcap import MaxCap
from siting.models.mclp import MCLP

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=30, deadline=None)


def street() -> Instance:
    """Villages and sites at 0, 4, 8 and 12 km; the rival R is at 8."""
    here = np.array([0.0, 4.0, 8.0, 12.0])
    cost = np.abs(here[:, None] - here[None, :])
    return Instance.from_matrix(
        cost, demand=[1, 2, 9, 4], sites=list("ABRD"), cost_unit="km"
    )


def town(seed: int, *, n: int = 12) -> Instance:
    """Random villages on whole kilometres, so that ties are many."""
    rng = np.random.default_rng(seed)
    cost = rng.integers(0, 5, (n, n)).astype(float)
    return Instance.from_matrix(cost, demand=rng.integers(0, 9, n))


def captured(instance: Instance, p: int, *rivals: str) -> float:
    """Proved most that p sites win."""
    found = solve(MaxCap(instance, p=p, competitors=rivals))
    assert found.is_optimal
    return found.objective


def question(**fields: Any) -> MaxCap:
    """One site in the street against R."""
    return MaxCap(street(), **{"p": 1, "competitors": ["R"], **fields})


def test_half_of_those_in_the_middle_is_won() -> None:
    """From A, the 1 at home is won and the 2 halfway to R are shared: 1 + 2 / 2."""
    found = solve(question(forbidden=["B", "D"]))
    assert (found.open, found.objective) == (("A",), 2.0)
    assert found.assignment == [("1", "A", 1.0), ("2", "A", 0.5)]
    assert found.problem.unit == ""
    assert faults(found) == []


def test_a_nearer_site_of_ours_takes_a_shared_client_whole() -> None:
    """With A and B nobody is counted one time and a half: 1 + 2."""
    found = solve(question(p=2, required=["A", "B"]))
    assert found.objective == 3.0
    assert found.assignment == {"1": "A", "2": "B"}


def test_at_the_rivals_own_place_half_of_it_is_won() -> None:
    """A twin of R shares with it the home village and everybody it would win."""
    doubled = street().travel(slice(None), [0, 1, 2, 3, 2])
    instance = Instance.from_matrix(
        doubled, demand=[1, 2, 9, 4], sites=["A", "B", "R", "D", "twin"]
    )
    assert captured(instance, 1, "R") == 8.0


def test_roles_and_names_of_competitors_add_up() -> None:
    """R by its role and B by name leave D its own village, and A nothing but its."""
    roles = ["candidate", "candidate", "competitor", "candidate"]
    instance = replace(street(), role=roles)
    assert solve(MaxCap(instance, p=1)).open == ("D",)
    both = MaxCap(instance, p=2, competitors=["B"])
    assert solve(both).open == ("A", "D")
    assert solve(both).objective == 5.0
    assert both.parameters["forbidden"] == ("B",)


def test_who_is_beyond_everybodys_reach_is_won_by_nobody() -> None:
    """No way is no tie; and where only the rival cannot come, all is ours."""
    cost = [[np.inf, np.inf], [3.0, np.inf], [np.inf, 3.0]]
    instance = Instance.from_matrix(cost, demand=[5, 7, 1], sites=["ours", "R"])
    assert captured(instance, 1, "R") == 7.0


def test_a_competitor_has_a_reach_too() -> None:
    """R serves up to 3 km: the village at 4 km is no longer shared."""
    near = replace(street(), reach=[np.inf, np.inf, 3.0, np.inf])
    found = solve(MaxCap(near, p=1, competitors=["R"], required=["A"]))
    assert found.objective == 1 + 2 + 4


@LAW
@given(SEEDS, st.integers(1, 10))
def test_more_sites_win_no_less_and_more_rivals_leave_no_more(
    seed: int, p: int
) -> None:
    """Capture grows with ours and shrinks with theirs; it is never all and more."""
    instance = town(seed)
    value = captured(instance, p, "12")
    assert captured(instance, p + 1, "12") >= value - 1e-9
    assert value <= instance.demand.sum()
    if p < 10:
        assert captured(instance, p, "12", "11") <= value + 1e-9


@LAW
@given(SEEDS)
def test_a_rival_equally_far_from_all_is_a_radius(seed: int) -> None:
    """Coverage strictly within the radius, half of it exactly there."""
    instance = town(seed, n=9)
    cost = np.column_stack([instance.travel(), np.full(9, 2.5)])
    fenced = Instance.from_matrix(cost, demand=instance.demand)
    covered = solve(MCLP(instance, p=2, radius=2)).objective
    assert captured(fenced, 2, "10") == pytest.approx(covered)


@LAW
@given(SEEDS)
def test_shares_of_both_sides_are_the_whole(seed: int) -> None:
    """What we win and what the rival wins with roles exchanged is everybody."""
    instance = town(seed, n=6)
    ours = captured(replace(instance, role=["forbidden"] * 4 + ["candidate"] * 2),
                    2, "1")  # fmt: skip
    role = ["candidate"] + ["forbidden"] * 3 + ["competitor"] * 2
    theirs = captured(replace(instance, role=role), 1)
    assert ours + theirs == pytest.approx(instance.demand.sum())


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"competitors": []},
            "maxcap needs a competitor, but no site is one, so that any open site "
            "would win everybody; name sites in competitors, or give them the role.",
        ),
        (
            {"competitors": ["X"]},
            "competitors names 'X', but the instance has no such site; its ids look "
            "like 'A', 'B', 'R' and 1 more.",
        ),
        (
            {"competitors": "R"},
            "competitors is the text 'R'; expected a list of ids, ['R'].",
        ),
        (
            {"required": ["R"]},
            "site 'R' is both required and forbidden; take it off one list.",
        ),
        (
            {"p": 4},
            "p is 4, but the instance has 4 sites, of which 1 are forbidden; choose p "
            "from 1 to 3.",
        ),
        (
            {"p": None},
            "maxcap needs the number of sites to open; give p, or add for new ones "
            "beside the existing, or a budget.",
        ),
    ],
)
def test_senseless_questions_are_refused(fields: dict[str, Any], text: str) -> None:
    """Each with what was given and what to do."""
    with pytest.raises(ProblemError) as caught:
        question(**fields)
    assert str(caught.value) == text


def test_the_checker_knows_who_is_won() -> None:
    """Half for a tie, whole for who is nearer, once each, and nobody else."""
    problem = question(forbidden=["B", "D"])
    design = np.array([True, False, False, False])

    def said(*shares: tuple[int, int, float]) -> list[str]:
        client, site, share = (np.array(x) for x in zip(*shares, strict=True))
        served = Assignment(client, site, share)
        service = Service.of(problem.instance, design, served)
        return [text for duty in problem.duties() for text in duty.faults(service)]

    assert said((0, 0, 1.0), (1, 0, 0.5)) == []
    assert said((1, 0, 1.0)) == [
        "client '2' is counted 1 for site 'A', 4 away, but with a competitor 4 away "
        "0.5 is won"
    ]
    assert said((2, 0, 1.0)) == [
        "client '3' is counted 1 for site 'A', 8 away, but with a competitor 0 away "
        "0 is won"
    ]
    assert said((0, 0, 1.0), (0, 0, 1.0)) == ["client '1' is counted twice"]
