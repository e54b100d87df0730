"""What problems ask of one assignment, and what they count of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from siting.assignment import Assignment
from siting.claim import Service
from siting.claims.radius import WithinRadius
from siting.instance import Instance
from siting.models import (
    CFLP,
    LSCP,
    MCLP,
    SSCFLP,
    BalancedTravel,
    CapacitatedLSCP,
    CapacitatedMCLP,
    ModularCFLP,
    PCenter,
    PDispersion,
    PMaxian,
    PMedian,
)
from siting.problem import Problem
from siting.stakes import (
    Stake,
    beyond_room,
    counted,
    couples,
    ruling,
    stake_of,
    together,
    worth,
)

TOWN = replace(
    Instance.from_matrix([[1, 4], [4, 2], [6, 2]], demand=[2, 1, 3]),
    capacity=np.array([3.0, 5.0]), opening=np.ones(2), site_xy=np.eye(2),
)  # fmt: skip
ROOMY = replace(TOWN, capacity=np.array([6.0, 6.0]))
BOTH = np.array([True, True])
EACH = Assignment(np.arange(3), np.array([0, 0, 1]), np.ones(3))
"""The second client is sent 4, past a nearer site."""

ASKED: list[tuple[Problem, Stake | None]] = [
    (PMedian(TOWN, p=1), Stake(everyone=True)),
    (PMedian(TOWN, p=1, max_travel=5), Stake(everyone=True, farthest=5)),
    (PCenter(TOWN, p=1), Stake(everyone=True)),
    (LSCP(TOWN, radius=5), Stake(everyone=True, farthest=5)),
    (MCLP(TOWN, p=1, radius=5), Stake(counted=5)),
    (CFLP(TOWN, min_load=2), Stake(everyone=True, room=True, load=2)),
    (SSCFLP(TOWN), Stake(everyone=True, room=True, whole=True)),
    (SSCFLP(TOWN, closest=True),
     Stake(everyone=True, room=True, whole=True, nearest=True)),
    (CapacitatedLSCP(TOWN, radius=5), Stake(everyone=True, room=True, farthest=5)),
    (CapacitatedMCLP(TOWN, p=1, radius=5), Stake(room=True, counted=5)),
    (PMaxian(TOWN, p=1), Stake(everyone=True, nearest=True)),
    (PDispersion(TOWN, p=2), Stake()),
    (BalancedTravel(TOWN, p=1), None),
    (ModularCFLP(TOWN, sizes=["9:1"]), None),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "stake"), ASKED)
def test_a_stake_is_what_duties_say(problem: Problem, stake: Stake | None) -> None:
    """A radius is a condition where all are served, and else says who counts."""
    assert stake_of(problem) == stake


def test_together_each_condition_holds_and_counting_stays_apart() -> None:
    """The tightest limit of all; a radius of coverage limits nobody."""
    problems = [MCLP(TOWN, p=1, radius=2), LSCP(TOWN, radius=5), CFLP(TOWN, min_load=2)]
    assert together(problems) == Stake(everyone=True, room=True, load=2, farthest=5)


@pytest.mark.parametrize(
    ("problem", "does"),
    [
        (CFLP(TOWN), True),
        (CFLP(ROOMY), False),
        (CFLP(ROOMY, min_load=1), True),
        (CapacitatedMCLP(TOWN, p=1, radius=5), True),
        (PMedian(TOWN, p=1), False),
        (ModularCFLP(TOWN, sizes=["9:1"]), True),
    ],
)
def test_who_limits_sites_rules(problem: Problem, does: bool) -> None:
    """Not where each site has room for all, unless it must be used."""
    assert couples(problem) == does


def test_closest_rules_where_another_would_go_elsewhere() -> None:
    """Beside the farthest site; not beside problems of nearest sites."""
    near = PMedian(TOWN, p=1, closest=True)
    assert ruling([near, MCLP(TOWN, p=1, radius=2)]) == []
    assert ruling([near, PMaxian(TOWN, p=1, to="farthest")]) == [near]
    assert ruling([PMedian(TOWN, p=1), PMaxian(TOWN, p=1, to="farthest")]) == []


def test_coverage_counts_who_is_sent_within_the_radius() -> None:
    """Exactly at it is within; others are served and not counted."""
    two, four = (MCLP(TOWN, p=2, radius=r) for r in (2, 4))
    assert counted(two, BOTH, EACH).client.tolist() == [0, 2]
    assert counted(four, BOTH, EACH).client.tolist() == [0, 1, 2]
    assert counted(PMedian(TOWN, p=2), BOTH, EACH) is EACH
    assert (worth(two, BOTH, EACH), worth(four, BOTH, EACH)) == (5, 6)
    assert worth(PMedian(TOWN, p=2), BOTH, EACH) == 2 + 4 + 6


def test_who_is_not_counted_takes_room() -> None:
    """Three people at a site for two, though one lives beyond the radius."""
    small = replace(TOWN, capacity=np.array([2.0, 5.0]))
    problem = CapacitatedMCLP(small, p=2, radius=2)
    assert beyond_room(problem, BOTH, EACH) == ["site '1' serves 3, but can take 2"]
    assert beyond_room(CapacitatedMCLP(TOWN, p=2, radius=2), BOTH, EACH) == []
    assert beyond_room(PMedian(small, p=2), BOTH, EACH) == []


@pytest.mark.parametrize(
    ("parts", "twice"), [((0.5, 0.5), False), ((1.0, 1.0), True), ((0.75, 0.5), True)]
)
def test_who_is_counted_in_parts_is_counted_once(
    parts: tuple[float, float], twice: bool
) -> None:
    """Coverage of a client that two sites share; not of one that both have whole."""
    served = Assignment(np.zeros(2, int), np.array([0, 1]), np.array(parts))
    service = Service.of(TOWN, BOTH, served)
    faults = list(WithinRadius(5).faults(service))
    assert faults == (["client '1' is counted twice"] if twice else [])
