"""Travel that differs as little as can be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from siting import Instance, solve
from siting.access.equity import gini
from siting.assignment import nearest_open, nearest_travel
from siting.check import faults
from siting.claim import Service
from siting.errors import ProblemError
from siting.models.balanced_travel import BalancedTravel
from siting.solution import Found, Solution


def line(*places: float, demand: list[float] | None = None) -> Instance:
    """Villages on a road, each a site."""
    x = np.array(places)
    return Instance.from_matrix(np.abs(x[:, None] - x[None, :]), demand=demand)


def town(seed: int, *, n: int = 8) -> Instance:
    """Random villages with sites in them, the last without people."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    demand = rng.integers(1, 9, n).astype(float)
    demand[-1] = 0.0
    return Instance.from_points(xy, xy, demand=demand)


def fairest(problem: BalancedTravel) -> Solution:
    """The proved answer, which the checker accepts."""
    found = solve(problem)
    assert found.is_optimal
    assert faults(found) == []
    return found


@pytest.mark.parametrize(
    ("site", "value"),
    [("1", 40 / 9), ("2", 32 / 9), ("3", 40 / 9)],
)
def test_three_villages(site: str, value: float) -> None:
    """0, 2 and 10 km: 2 (2 + 10 + 8) / 9, 2 (2 + 6 + 8) / 9, 2 (2 + 8 + 10) / 9."""
    found = fairest(BalancedTravel(line(0, 2, 10), p=1, required=[site]))
    assert found.objective == pytest.approx(value)
    best = fairest(BalancedTravel(line(0, 2, 10), p=1))
    assert best.open == ("2",)


def test_people_weigh() -> None:
    """3 and 1 people, 0 and 8 km: 2 x 3 x 1 x 8 / 16."""
    found = fairest(BalancedTravel(line(0, 8, demand=[3, 1]), p=1))
    assert found.objective == pytest.approx(3.0)


def test_one_more_site_can_be_worse() -> None:
    """From the middle both travel 5; with a second site one of them travels 0."""
    cost = [[5, 0], [5, 9]]
    instance = Instance.from_matrix(cost, demand=[1, 1], sites=["middle", "end"])
    one = fairest(BalancedTravel(instance, p=1))
    assert (one.open, one.objective) == (("middle",), 0.0)
    assert fairest(BalancedTravel(instance, p=2)).objective == pytest.approx(2.5)


def test_nobody_takes_a_detour_to_be_as_badly_off() -> None:
    """Both sites are open: all could travel 5, but the first goes the 1 km."""
    instance = Instance.from_matrix([[1, 5], [7, 5]], demand=[1, 1])
    found = fairest(BalancedTravel(instance, p=2))
    assert found.objective == pytest.approx(2.0)
    for solver in ("highs", "greedy", "interchange"):
        again = solve(BalancedTravel(instance, p=2), solver)
        assert again.objective == pytest.approx(2.0)


def test_who_weighs_nothing_is_served_but_not_compared() -> None:
    """A hamlet of nobody at 100 km changes no difference; out of reach, it does."""
    instance = line(0, 8, 100, demand=[1, 1, 0])
    found = fairest(BalancedTravel(instance, p=1, forbidden=["3"]))
    assert found.objective == pytest.approx(4.0)
    assert len(found.allocation.client) == 3
    cut = replace(instance, reach=[50.0, 50.0, 50.0])
    lost = solve(BalancedTravel(cut, p=1, forbidden=["3"]))
    assert lost.solution is Found.INFEASIBLE


def test_nobody_is_equal() -> None:
    """Without any demand the value is 0."""
    found = fairest(BalancedTravel(line(0, 2, 10, demand=[0, 0, 0]), p=1))
    assert found.objective == 0.0


@pytest.mark.parametrize("seed", range(4))
def test_it_is_twice_the_gini_times_the_mean(seed: int) -> None:
    """As Gini's coefficient is defined, by the sorted sum of `siting.access.equity`."""
    instance = town(seed)
    found = fairest(BalancedTravel(instance, p=3))
    assert found.design is not None
    travel = nearest_open(instance, found.design)[1]
    mean = nearest_travel(instance, found.design[None, :])[0][0] / instance.demand.sum()
    expected = 2 * gini(travel, instance.demand) * mean
    assert found.objective == pytest.approx(expected)


@pytest.mark.parametrize("factor", [0.5, 1000.0])
def test_only_proportions_of_people_matter(factor: float) -> None:
    """More people everywhere differ as much; longer ways differ by as much more."""
    instance = town(7)
    value = fairest(BalancedTravel(instance, p=2)).objective
    busier = replace(instance, demand=instance.demand * factor)
    assert fairest(BalancedTravel(busier, p=2)).objective == pytest.approx(value)
    wider = Instance.from_matrix(instance.travel() * factor, demand=instance.demand)
    found = fairest(BalancedTravel(wider, p=2))
    assert found.objective == pytest.approx(value * factor)


def test_the_same_added_to_all_travel_is_nothing() -> None:
    """Ten minutes of waiting for everybody make nobody more unequal."""
    instance = town(8)
    value = fairest(BalancedTravel(instance, p=2)).objective
    later = Instance.from_matrix(instance.travel() + 10, demand=instance.demand)
    assert fairest(BalancedTravel(later, p=2)).objective == pytest.approx(value)


def test_the_unit_is_that_of_travel() -> None:
    """Minutes, not people times minutes."""
    instance = Instance.from_matrix(
        [[1.0]], demand=[5], cost_unit="min", demand_unit="people"
    )
    assert BalancedTravel(instance, p=1).unit == "min"


def test_a_reply_serves_all_or_is_none() -> None:
    """The second village is cut off from the first site."""
    instance = Instance.from_matrix([[1, 2], [np.inf, 3]], demand=[1, 1])
    problem = BalancedTravel(instance, p=1)
    assert problem.reply(np.array([True, False])) is None
    served = problem.reply(np.array([False, True]))
    assert served is not None
    assert served.site.tolist() == [1, 1]


def test_the_estimate_of_nonzeros_is_close() -> None:
    """Within a factor 2, also where differences are most of the model."""
    for n in (6, 20):
        problem = BalancedTravel(town(3, n=n), p=2)
        real = len(problem.matrix.column)
        assert real / 2 <= problem.nonzeros <= 2 * real
    many = Instance.from_matrix(np.arange(60.0)[:, None])
    problem = BalancedTravel(many, p=1)
    assert problem.nonzeros > len(problem.matrix.column) / 2


def test_the_checker_compares_people() -> None:
    """3 and 1 people travel 0 and 8, and a hamlet of nobody goes the longest way."""
    problem = BalancedTravel(line(0, 8, 30, demand=[3, 1, 0]), p=1)
    shares = [(0, 0, 1.0), (1, 0, 1.0), (2, 0, 1.0)]
    service = Service(problem.instance, (0,), shares, [0, 0, 0], {})
    (term,) = problem.terms()
    assert term.value(service) == pytest.approx(3.0)


def test_the_checker_sees_detours_and_who_is_left_out() -> None:
    """The second village is at an open site, but is sent to the first."""
    problem = BalancedTravel(line(0, 8, 30), p=2)
    shares = [(0, 0, 1.0), (1, 0, 1.0)]
    service = Service(problem.instance, (0, 1), shares, [0, 0], {})
    said = [fault for duty in problem.duties() for fault in duty.faults(service)]
    assert said == [
        "client '3' is served 0 times, not once",
        "client '2' is sent to '1', which is not its nearest",
    ]


def test_too_many_clients_are_refused_with_their_pairs() -> None:
    """1,001 make half a million; who has no demand is not compared."""
    cost = np.ones((1001, 1))
    with pytest.raises(ProblemError) as caught:
        BalancedTravel(Instance.from_matrix(cost), p=1)
    assert str(caught.value) == (
        "balanced-travel compares every two clients, and 1001 with demand make 500,500 "
        "pairs; merge them to 1000 at most, by district for instance."
    )
    some = Instance.from_matrix(cost, demand=[0] * 5 + [1] * 996)
    assert BalancedTravel(some, p=1).nonzeros > 0


def test_a_number_is_needed() -> None:
    """Without one nothing says how many sites to open."""
    with pytest.raises(ProblemError) as caught:
        BalancedTravel(line(0, 1))
    assert str(caught.value) == (
        "balanced-travel needs the number of sites to open; give p, or add for new "
        "ones beside the existing, or a budget."
    )
