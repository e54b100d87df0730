from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import said

from siting import solve
from siting.check import faults_of_result
from siting.instance import Instance
from siting.models.lscp import LSCP
from siting.models.mclp import MCLP
from siting.solution import Found, Proof

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=30, deadline=None)


def town(seed: int, *, n: int = 14) -> Instance:
    """Random villages, sites in the villages."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


def row(n: int) -> Instance:
    """Villages in a row, 1 km apart, each with a site."""
    places = np.arange(n, dtype=float)
    return Instance.from_matrix(np.abs(places[:, None] - places[None, :]))


def fewest(instance: Instance, radius: float) -> float:
    """Proved least number of sites."""
    found = solve(LSCP(instance, radius=radius))
    assert found.is_optimal
    return found.objective


@pytest.mark.parametrize("n", [1, 3, 4, 9, 10])
def test_villages_in_a_row_take_one_site_for_three(n: int) -> None:
    """A site covers itself and its two neighbours: n / 3, rounded up."""
    assert fewest(row(n), 1) == -(-n // 3)


def test_exactly_at_the_radius_is_covered_and_just_beyond_is_not() -> None:
    """8:00 is in time, and one step of arithmetic later is not."""
    cost = [[8.0, 0.0], [0.0, np.nextafter(8.0, 9.0)]]
    instance = Instance.from_matrix(cost, sites=["A", "B"])
    found = solve(LSCP(instance, radius=8))
    assert (found.open, found.objective) == (("A",), 1.0)


def test_clients_of_weight_0_are_covered() -> None:
    """Nobody lives there today; the house stands all the same."""
    instance = replace(row(4), demand=[1, 0, 0, 0])
    assert fewest(instance, 1) == 2


def test_it_is_the_least_p_at_which_mclp_covers_all() -> None:
    """Two textbook models, one number."""
    instance = replace(town(5), demand=np.ones(14))
    least = int(fewest(instance, 25))
    everybody = solve(MCLP(instance, p=least, radius=25)).objective
    all_but_some = solve(MCLP(instance, p=least - 1, radius=25)).objective
    assert everybody == 14 > all_but_some


@LAW
@given(SEEDS, st.floats(0, 140), st.floats(0, 140))
def test_larger_radius_never_takes_more_sites(seed: int, a: float, b: float) -> None:
    """Reaching farther loses nobody; at 0 every village needs its own."""
    instance = town(seed)
    small, large = sorted((a, b))
    assert fewest(instance, small) >= fewest(instance, large)
    assert fewest(instance, 0) == 14


@LAW
@given(SEEDS, st.integers(0, 13))
def test_a_required_site_never_takes_fewer_and_at_most_one_more(
    seed: int, j: int
) -> None:
    """It is added to the best answer, at worst."""
    instance = town(seed)
    free = fewest(instance, 25)
    bound = solve(LSCP(instance, radius=25, required=[instance.sites[j]]))
    assert free <= bound.objective <= free + 1


def test_reach_of_a_site_is_kept() -> None:
    """The middle of three could cover all, but has half a kilometre of reach."""
    instance = row(3)
    assert fewest(instance, 1) == 1
    assert fewest(replace(instance, reach=[1, 0.5, 1]), 1) == 2


def test_closest_changes_nothing() -> None:
    """Everybody goes to the nearest site anyway."""
    found = solve(LSCP(row(5), radius=1, closest=True))
    assert found.objective == 2


def test_too_small_a_radius_is_explained_with_the_one_that_would_do() -> None:
    """Who is left out, by how much, and the smallest radius for all."""
    cost = [[1.0, 9.0], [5.0, 4.0]]
    found = solve(LSCP(Instance.from_matrix(cost, clients=["a", "b"]), radius=3))
    assert found.solution is Found.INFEASIBLE
    assert found.proof is Proof.CERTIFIED
    assert found.reason == (
        "1 of 2 clients cannot be served: client 'b' is 4 from its nearest site, 1 "
        "beyond what it may travel; the smallest radius that would do is 4.0."
    )


def test_a_quota_that_leaves_somebody_out_is_infeasible() -> None:
    """Each could be covered, but not all by one site."""
    instance = row(4)
    found = solve(LSCP(instance, radius=1, quotas=["at most 1 of 1, 2, 3, 4"]))
    assert found.solution is Found.INFEASIBLE
    assert "without the quotas there would be an answer" in found.reason


def test_it_counts_sites_and_not_money() -> None:
    """Rents are for a budget, and change nothing else."""
    dear = replace(row(3), opening=[1, 100, 1])
    assert solve(LSCP(dear, radius=1)).open == ("2",)
    assert solve(LSCP(dear, radius=1, budget=50)).open == ("1", "3")


@pytest.mark.parametrize("key", ["p", "add"])
@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_number_of_sites_is_refused(key: str, count: int) -> None:
    """It is what is asked for."""
    assert said(lambda: LSCP(row(3), radius=1, **{key: count})) == (
        f"ProblemError: lscp takes no {key}: the number of sites is what it finds; "
        "mclp takes one."
    )


@pytest.mark.parametrize("radius", [-1, float("nan"), float("inf"), True, "9"])
def test_senseless_radius_is_refused(radius: float) -> None:
    """The radius is a finite number in the unit of cost."""
    kilometres = replace(row(2), cost_unit="km")
    assert said(lambda: LSCP(kilometres, radius=radius)) == (
        f"ProblemError: radius is {radius!r}; expected a number >= 0, in km."
    )
    assert said(lambda: LSCP(row(2), radius=radius)) == (
        f"ProblemError: radius is {radius!r}; expected a number >= 0, in the unit of "
        "cost."
    )


def test_a_radius_of_the_wrong_unit_is_noted() -> None:
    """Everybody from one site is an answer worth a second look."""
    found = solve(LSCP(row(3), radius=1000))
    assert found.objective == 1
    assert found.notes[-1].startswith("radius warning: radius is 1000, which covers")
    assert found.problem.unit == "sites"


def test_a_design_that_leaves_somebody_out_has_no_reply() -> None:
    """The last village is beyond the radius of the only site."""
    problem = LSCP(row(3), radius=1)
    assert problem.reply(np.array([True, False, False])) is None
    served = problem.reply(np.array([False, True, False]))
    assert served is not None
    assert served.site.tolist() == [1, 1, 1]


def test_the_checker_sees_a_client_sent_too_far() -> None:
    """Both sites are open, but the first village is sent to the far one."""
    problem = LSCP(row(4), radius=1, required=["1", "4"])
    result = solve(problem).to_dict(assignment=True)
    assert faults_of_result(result, problem) == []
    result["assignment"]["1"] = "4"
    assert faults_of_result(result, problem) == [
        "client '1' is 3 from site '4', beyond the radius 1"
    ]
