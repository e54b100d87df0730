from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.access.huff import market_of
from siting.assignment import Assignment
from siting.check import faults
from siting.claim import Service
from siting.errors import ProblemError
from siting.instance import Instance
from siting.models.huff import Huff
from siting.models.maxcap import MaxCap

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=25, deadline=None)


def street() -> Instance:
    """Two villages of 2 and 6; sites A, B, and the rival R 10 km from both."""
    cost = [[10, 5, 10], [10, 20, 10]]
    return Instance.from_matrix(
        cost, demand=[2, 6], sites=["A", "B", "R"], cost_unit="km", demand_unit="people"
    )


def town(seed: int, *, n: int = 10) -> Instance:
    """Random villages with sites beside them, none at 0."""
    rng = np.random.default_rng(seed)
    return Instance.from_matrix(
        rng.random((n, n)) * 50 + 1, demand=rng.integers(0, 9, n).astype(float)
    )


def expected(problem: Huff) -> float:
    """Proved largest expected demand."""
    found = solve(problem)
    assert found.is_optimal
    assert faults(found) == []
    return found.objective


def question(**fields: Any) -> Huff:
    """One site in the street against R."""
    return Huff(street(), **{"p": 1, "competitors": ["R"], **fields})


def test_shares_are_attraction_over_all_attraction() -> None:
    """With A and B: 1/100 + 1/25 against 1/100 there, 1/100 + 1/400 here."""
    found = solve(question(p=2))
    assert found.objective == pytest.approx(2 * 5 / 6 + 6 * 5 / 9)
    assert found.problem.unit == "people"
    shares = {(c, s): part for c, s, part in found.assignment}  # type: ignore[misc]
    assert shares == pytest.approx(
        {("1", "A"): 1 / 6, ("1", "B"): 4 / 6, ("2", "A"): 4 / 9, ("2", "B"): 1 / 9}
    )


def test_a_larger_shop_draws_more() -> None:
    """With floor space 3 against 1 and equal distance three of four come."""
    instance = replace(street(), capacity=[3, 1, 1])
    found = solve(Huff(instance, p=1, competitors=["R"], attractiveness="capacity"))
    assert (found.open, found.objective) == (("A",), pytest.approx(6.0))


def test_without_deterrence_every_shop_is_like_every_other() -> None:
    """With beta = 0 two of three shops have two thirds of the 8 people."""
    assert expected(question(p=2, beta=0)) == pytest.approx(16 / 3)


def test_staying_away_competes_as_well() -> None:
    """An outside of 1/100 is a second R: a third of the 8 come to A."""
    found = solve(question(outside=0.01, forbidden=["B"]))
    assert found.objective == pytest.approx(8 / 3)
    alone = Huff(street(), p=1, outside=0.01, forbidden=["B"])
    assert solve(alone).objective == pytest.approx(4.0)


def test_who_has_no_competitor_comes_whole_and_who_has_no_way_not_at_all() -> None:
    """R cannot come to the first village, nobody to the third."""
    cost = [[7.0, np.inf], [5.0, 5.0], [np.inf, 3.0], [np.inf, np.inf]]
    instance = Instance.from_matrix(cost, demand=[1, 2, 4, 8], sites=["A", "R"])
    assert expected(Huff(instance, p=1, competitors=["R"])) == 1 + 2 / 2


def test_a_distance_of_0_counts_as_the_least_travel() -> None:
    """At home with least_travel 1 against R at 3: 9 of 10 with beta = 2."""
    instance = Instance.from_matrix([[0.0, 3.0]], demand=[10], sites=["A", "R"])
    with pytest.raises(ProblemError) as caught:
        Huff(instance, p=1, competitors=["R"])
    assert str(caught.value) == (
        "client '1' is 0 from site 'A', where attraction would be infinite; give "
        "least_travel, the shortest travel that counts."
    )
    near = Huff(instance, p=1, competitors=["R"], least_travel=1)
    assert expected(near) == pytest.approx(9.0)
    assert expected(Huff(instance, p=1, competitors=["R"], beta=0)) == 5.0


def test_a_site_of_no_size_draws_nobody_even_at_no_distance() -> None:
    """0 beds at 0 km are no infinite attraction, nor nan."""
    instance = Instance.from_matrix(
        [[0.0, 3.0, 3.0]], demand=[10], sites=["A", "B", "R"]
    )
    instance = replace(instance, capacity=[0, 1, 1])
    sized = Huff(instance, p=2, competitors=["R"], attractiveness="capacity")
    assert expected(sized) == pytest.approx(5.0)


def test_no_share_is_lost_between_a_millimetre_and_the_moon() -> None:
    """Attractions from 1e24 to 1e-24 of each other: proved, and exact."""
    cost = [[1e-6, 1e6, 1.0], [1e6, 1e-6, 1.0], [1.0, 1.0, 1.0], [30.0, 1e6, 1.0]]
    instance = Instance.from_matrix(cost, demand=[1, 1, 1, 1e-6], sites=list("ABR"))
    found = expected(Huff(instance, p=1, competitors=["R"], beta=4))
    assert found == pytest.approx(1 + 1 / 2 + 1e-6 / (1 + 30**4), rel=1e-7)


@LAW
@given(SEEDS, st.integers(1, 8))
def test_more_sites_draw_more_but_never_all(seed: int, p: int) -> None:
    """Expected demand grows with p, by less each time from all, and is below all."""
    instance = town(seed)
    given: dict[str, Any] = {"competitors": ["10"], "beta": 1.0}
    value = expected(Huff(instance, p=p, **given))
    assert expected(Huff(instance, p=p + 1, **given)) >= value - 1e-9
    assert value < instance.demand.sum() or not instance.demand.any()
    rivals = Huff(instance, p=p, beta=1.0, competitors=["10", "9"])
    if p < 8:
        assert expected(rivals) <= value + 1e-9


@LAW
@given(SEEDS, st.sampled_from([1e-3, 7.0, 1e3]))
def test_the_unit_of_travel_is_nothing(seed: int, factor: float) -> None:
    """Shares are ratios: metres are as good as kilometres."""
    instance = town(seed)
    other = replace(instance, cost=instance.travel() * factor)
    value = expected(Huff(instance, p=3, competitors=["1", "2"]))
    assert expected(Huff(other, p=3, competitors=["1", "2"])) == pytest.approx(value)


@settings(max_examples=10, deadline=None)
@given(SEEDS)
def test_steep_deterrence_is_maximum_capture(seed: int) -> None:
    """With beta = 10 and distances far apart, the nearest site has everybody."""
    rng = np.random.default_rng(seed)
    cost = 10.0 ** rng.permuted(np.tile(np.arange(6.0), (8, 1)), axis=1)
    instance = Instance.from_matrix(cost, demand=rng.integers(1, 9, 8))
    steep = expected(Huff(instance, p=2, competitors=["1"], beta=10))
    nearest = solve(MaxCap(instance, p=2, competitors=["1"]))
    assert steep == pytest.approx(nearest.objective, rel=1e-6)


@LAW
@given(SEEDS)
def test_shares_of_ours_theirs_and_outside_are_1(seed: int) -> None:
    """Exchange the roles: what we draw, they draw and what stays away is everybody."""
    instance, rng = town(seed), np.random.default_rng(seed)
    mine = rng.random(10) < 0.5
    sizes = rng.random(10) * 100
    drawn = np.zeros(10)
    for ours in (mine, ~mine):
        market = market_of(
            instance, sizes, beta=1.5, least_travel=None, ours=ours, theirs=~ours,
            outside=0.2,
        )  # fmt: skip
        drawn += market.drawn(ours[None, :])[:, 0]
        whole = market.ours.sum(axis=1) + market.rivalry
    np.testing.assert_allclose(drawn + 0.2 / whole, 1.0)


def test_an_outside_in_the_wrong_unit_is_noted() -> None:
    """1 beside attractions of 1/100 leaves some, 1e6 next to nobody."""
    assert question(outside=1.0).cautions == ()
    assert question(outside=1e6).cautions == (
        "outside warning: outside is 1e+06, beside which all sites together draw "
        "8e-08 of 8; is it in the unit of attractiveness / travel^2?",
    )
    notes = solve(question(outside=1e6)).notes
    assert any(note.startswith("outside warning") for note in notes)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        (
            {"competitors": []},
            "huff needs something that competes, or any open site has the whole "
            "market; name sites in competitors or give them the role, or give outside.",
        ),
        (
            {"competitors": ["X"]},
            "competitors names 'X', but the instance has no such site; its ids look "
            "like 'A', 'B', 'R'.",
        ),
        ({"beta": -1}, "beta is -1; expected a number from 0 to 10."),
        ({"beta": 11}, "beta is 11; expected a number from 0 to 10."),
        (
            {"least_travel": -1},
            "least_travel is -1; expected a number >= 0, in km.",
        ),
        ({"outside": float("nan")}, "outside is nan; expected a number >= 0."),
        (
            {"attractiveness": "size"},
            "attractiveness is 'size'; expected equal or capacity.",
        ),
        (
            {"attractiveness": "capacity"},
            "attractiveness is 'capacity', but site 'A', 'B', 'R' has no limit; give "
            "every site a capacity, or choose 'equal'.",
        ),
        (
            {"closest": True},
            "huff takes no closest: people choose by attraction, not by distance "
            "alone.",
        ),
    ],
)
def test_senseless_questions_are_refused(fields: dict[str, Any], text: str) -> None:
    """Each with what was given and what to do."""
    with pytest.raises(ProblemError) as caught:
        question(**fields)
    assert str(caught.value) == text


def test_the_checker_works_shares_out_by_itself() -> None:
    """A share that is too large, or left out, is said."""
    problem = question()
    design = np.array([True, False, False])

    def said(*shares: float) -> list[str]:
        served = Assignment(np.arange(2)[: len(shares)], np.zeros(len(shares), int),
                            np.array(shares))  # fmt: skip
        service = Service.of(problem.instance, design, served)
        return [text for duty in problem.duties() for text in duty.faults(service)]

    assert said(0.5, 0.5) == []
    assert said(0.5, 0.6) == [
        "client '2' is said to go to site 'A' with share 0.6, but by attraction it "
        "is 0.5"
    ]
    assert said(0.5) == [
        "client '2' is said to go to site 'A' with share 0, but by attraction it is 0.5"
    ]
