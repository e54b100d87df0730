from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from contract.cases import csr
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.check import faults_of_result
from siting.cost import PointCost
from siting.errors import ProblemError
from siting.forms import MedianForm
from siting.instance import Instance
from siting.modelling.shortlist import shortlist
from siting.models import PMedian
from siting.models.k_nearest_p_median import KNearestPMedian
from siting.readable import shown

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=25, deadline=None)
OWN = "everybody has an open site on the list: the value is the p-median's own"


def town(seed: int, *, n: int = 14) -> Instance:
    """Random villages, sites in the villages, some without people."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    return Instance.from_points(xy, xy, demand=rng.integers(0, 9, n).astype(float))


def row() -> Instance:
    """Three villages of 5, 1 and 3 people in a row, 4 km apart."""
    cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    return Instance.from_matrix(
        cost, demand=[5, 1, 3], clients=["a", "b", "c"], sites=["A", "B", "C"]
    )


@LAW
@given(SEEDS, st.integers(1, 13), st.integers(1, 5))
def test_longer_lists_bound_the_p_median_ever_better(seed: int, k: int, p: int) -> None:
    """The value grows with k, never beyond the p-median's, which all sites give."""
    instance = town(seed)
    exact = solve(PMedian(instance, p=p)).objective
    values = [solve(KNearestPMedian(instance, p=p, k=x)).objective for x in (k, k + 1)]
    assert values[0] <= values[1] + 1e-9
    assert values[1] <= exact + 1e-9
    whole = solve(KNearestPMedian(instance, p=p, k=14))
    assert whole.objective == pytest.approx(exact, rel=1e-12)


@LAW
@given(SEEDS, st.integers(1, 6), st.integers(2, 5))
def test_an_answer_says_whether_it_is_the_p_median(seed: int, k: int, p: int) -> None:
    """With nobody off the lists it is; otherwise the true travel is in the note."""
    instance = town(seed)
    exact = solve(PMedian(instance, p=p)).objective
    found = solve(KNearestPMedian(instance, p=p, k=k))
    assert len(found.open) == p
    if "p-median's own" in found.notes[-1]:
        assert found.objective == pytest.approx(exact, rel=1e-9)
    else:
        there = instance.travel()[:, found.design].min(axis=1) @ instance.demand
        assert f"these sites is {shown(there)}," in found.notes[-1]
        assert found.objective < exact + 1e-9 <= there + 2e-9
        assert len(found.assignment) < instance.n


@LAW
@given(SEEDS, st.integers(1, 6))
def test_the_length_that_is_named_is_enough_for_these_sites(seed: int, k: int) -> None:
    """One shorter leaves somebody off the list; so long has an open site for all."""
    instance = town(seed)
    found = solve(KNearestPMedian(instance, p=2, k=k))
    if "must be larger" not in found.notes[-1]:
        return
    enough = int(found.notes[-1].split("(k = ")[1].split()[0])
    assert enough > k
    for length, own in ((enough, True), (enough - 1, False)):
        longer = KNearestPMedian(instance, p=2, k=length)
        (said,) = longer.remarks(found.design)
        assert (said == OWN) == own


def test_sites_on_top_of_clients_cost_nothing_and_stay_on_the_list() -> None:
    """A stored 0 of a sparse table is a cost; spopt drops such pairs."""
    instance = row()
    for cost in (instance.travel(), csr(instance.travel())):
        found = solve(KNearestPMedian(replace(instance, cost=cost), p=2, k=1))
        assert (found.open, found.objective) == (("A", "C"), 4.0)
        assert found.assignment == {"a": "A", "c": "C"}


def test_forbidden_sites_take_no_place_on_a_list() -> None:
    """With A closed, the nearest that a may use is B."""
    found = solve(KNearestPMedian(row(), p=1, k=1, forbidden=["A"]))
    assert (found.open, found.objective) == (("B",), 5 * 4 + 3 * 4)
    standing = replace(row(), role=["competitor", "candidate", "candidate"])
    again = solve(KNearestPMedian(standing, p=1, k=1))
    assert (again.open, again.objective) == (("B",), 32.0)


def test_whoever_has_all_sites_listed_must_be_served() -> None:
    """A client with one way in all has nothing beyond it."""
    cost = np.array([[1.0, np.inf, np.inf], [5.0, 1.0, 2.0]])
    instance = Instance.from_matrix(cost, demand=[0, 9], sites=["A", "B", "C"])
    found = solve(KNearestPMedian(instance, p=1, k=1))
    assert (found.open, found.objective) == (("A",), 18.0)
    assert solve(KNearestPMedian(instance, p=1, k=1, forbidden=["A"])).design is None
    problem = KNearestPMedian(instance, p=1, k=1)
    assert problem.reply(np.array([False, True, False])) is None
    assert problem.reply(np.array([True, False, False])) is not None


def test_no_way_beyond_the_list_is_remarked() -> None:
    """b counts 2 for the way to C just beyond, but A it cannot reach at all."""
    cost = np.array([[1.0, 9.0, 9.0], [np.inf, 1.0, 2.0]])
    instance = Instance.from_matrix(cost, demand=[9, 1], sites=["A", "B", "C"])
    found = solve(KNearestPMedian(instance, p=1, k=1))
    assert (found.open, found.objective) == (("A",), 11.0)
    assert found.notes[-1] == (
        "1 of 2 clients have no open site on the list, and 1 of them have no way to "
        "any open site, which the lists are too short to show: k must be larger"
    )


def test_the_remark_in_full() -> None:
    """Sites, true travel and the changes that matter, for k and for the cut-off."""
    found = solve(KNearestPMedian(row(), p=1, k=1))
    assert found.notes[-1] == (
        "2 of 3 clients have no open site on the list and count the travel just beyond "
        "it, which is too little: the true weighted travel to these sites is 28, and "
        "for the exact p-median k must be larger (k = 3 would list an open site for "
        "everybody here)"
    )
    both = solve(KNearestPMedian(row(), p=1, k=1, cutoff=1)).notes[-1]
    assert "k or cutoff must be larger (k = 3 and cutoff = 8.0 would" in both
    tied = solve(KNearestPMedian(row(), p=1, k=2)).notes[-1]
    assert tied == (
        "1 of 3 clients have no open site on the list, but one open just beyond it: "
        "the value is the p-median's own"
    )


def test_exactly_at_the_cutoff_is_on_the_list() -> None:
    """4 km lists the neighbours; just below, only the own village."""
    at, below = (
        solve(KNearestPMedian(row(), p=1, cutoff=c, required=["B"]))
        for c in (4.0, float(np.nextafter(4.0, 0)))
    )
    assert at.assignment == {"a": "B", "b": "B", "c": "B"}
    assert below.assignment == {"b": "B"}
    assert at.objective == below.objective == 32.0


@LAW
@given(SEEDS, st.integers(1, 15), st.one_of(st.none(), st.floats(0, 120)))
def test_lists_are_those_of_a_sort(seed: int, k: int, cutoff: float | None) -> None:
    """Stored, sparse and computed costs give the first of all sites in order."""
    instance, most = town(seed), np.inf if cutoff is None else cutoff
    rounded = replace(instance, cost=np.floor(instance.travel() / 10))
    kinds = [rounded, replace(rounded, cost=csr(rounded.travel()))]
    allowed = np.random.default_rng(seed).random(14) < 0.8
    allowed[0] = True
    for kind in [
        *kinds,
        replace(instance, cost=PointCost(*[instance.site_xy] * 2, "floor")),
    ]:
        lists = shortlist(kind, allowed=allowed, most=k, cutoff=most)
        for i, costs in enumerate(kind.travel().tolist()):
            near = sorted((c, j) for j, c in enumerate(costs) if allowed[j])
            first = [x for x in near if x[0] <= most][:k]
            part = slice(lists.start[i], lists.start[i + 1])
            pairs = zip(
                lists.cost[part].tolist(), lists.site[part].tolist(), strict=True
            )
            assert list(pairs) == first
            rest = near[len(first) :]
            assert lists.beyond[i] == (rest[0][0] if rest else np.inf)


def test_twenty_thousand_villages_fit() -> None:
    """The matrix is of the size of the lists, not of clients by sites."""
    rng = np.random.default_rng(1)
    xy = rng.random((20_000, 2)) * 1000
    near = rng.integers(0, 20_000, (20_000, 12))
    cost = np.hypot(*(xy[:, None, :] - xy[near]).transpose(2, 0, 1))
    table = {
        (i, j): c
        for i, (sites, costs) in enumerate(
            zip(near.tolist(), cost.tolist(), strict=True)
        )
        for j, c in zip(sites, costs, strict=True)
    }
    keys = np.array(list(table))
    from scipy.sparse import csr_array

    sparse = csr_array((list(table.values()), keys.T), shape=(20_000, 20_000))
    problem = KNearestPMedian(Instance.from_matrix(sparse), p=4000, k=5)
    assert problem.form is None
    assert problem.nonzeros < 400_000
    assert len(problem.matrix.column) < 400_000
    values, _ = problem.evaluate(rng.random((3, 20_000)) < 0.2)
    assert np.isfinite(values).all()


def test_the_form_is_cut_off_just_beyond_the_lists() -> None:
    """Search and bounds for medians see the same value."""
    form = KNearestPMedian(row(), p=1, k=1).form
    assert isinstance(form, MedianForm)
    assert form.cost.tolist() == [[0, 4, 4], [4, 0, 4], [4, 4, 0]]


def test_the_checker_knows_the_lists() -> None:
    """A longer list's service is not on a shorter one, and the other way round."""
    long, short = (KNearestPMedian(row(), p=1, k=k) for k in (3, 1))
    served = solve(long).to_dict(assignment=True)
    wrong = faults_of_result(served, short)
    assert "site 'A' is not on the list of client 'b'" in wrong
    left = {**served, "assignment": {"a": "A", "b": "A"}}
    assert "client 'c' is not served, and has no site beyond its list" in (
        faults_of_result(left, long)
    )
    none = {**solve(short).to_dict(assignment=True), "assignment": {}}
    assert "client 'a' is not served, though site 'A' on its list is open" in (
        faults_of_result(none, short)
    )
    halved = {**served, "assignment": [["a", "A", 0.5]]}
    assert "client 'a' is served 0.5 times, not once" in faults_of_result(halved, long)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            {},
            "k-nearest-p-median needs the length of the lists; give k, the number of "
            "nearest sites, or cutoff, the farthest site listed.",
        ),
        ({"k": 0}, "k is 0; expected a whole number >= 1."),
        ({"k": 2.5}, "k is 2.5; expected a whole number >= 1."),
        ({"k": True}, "k is True; expected a whole number >= 1."),
        (
            {"cutoff": -1.0},
            "cutoff is -1.0; expected a number >= 0, in the unit of cost.",
        ),
    ],
)
def test_senseless_lists_are_refused(given: dict[str, float], text: str) -> None:
    """The fields name what they expect."""
    with pytest.raises(ProblemError) as caught:
        KNearestPMedian(row(), p=1, **given)
    assert str(caught.value) == text
