from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import solve
from siting.check import faults_of_result
from siting.errors import ProblemError
from siting.instance import Instance
from siting.models.cflp import CFLP
from siting.models.modular_cflp import ModularCFLP
from siting.parameters import from_text
from siting.solution import Found

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=12, deadline=None)


def town(seed: int, *, n: int = 7) -> Instance:
    """Random villages with rents."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    instance = Instance.from_points(xy, xy, demand=rng.integers(1, 9, n).astype(float))
    return replace(instance, opening=rng.integers(20, 400, n).astype(float))


def pair() -> Instance:
    """Two towns of 4 people, 1 km apart, with room for 9 at A and for 5 at B."""
    two = Instance.from_matrix([[0, 1], [1, 0]], demand=[4, 4], sites=["A", "B"])
    return replace(two, capacity=[9, 5])


def cost(problem: CFLP | ModularCFLP) -> float:
    """Proved least cost; infinite when there is no answer."""
    found = solve(problem)
    if found.solution is Found.INFEASIBLE:
        return np.inf
    assert found.is_optimal, found.notes
    return found.objective


@LAW
@given(SEEDS)
def test_one_size_is_the_capacitated_problem(seed: int) -> None:
    """One size for all is a capacity and a rise of every rent."""
    instance = town(seed)
    half = float(np.ceil(instance.demand.sum() / 2))
    plain = replace(instance, capacity=np.full(7, half), opening=instance.opening + 30)
    expected = cost(CFLP(plain))
    assert cost(ModularCFLP(instance, sizes=[f"{half}:30"])) == pytest.approx(expected)


@LAW
@given(SEEDS)
def test_one_more_size_never_costs_more(seed: int) -> None:
    """A size need not be built."""
    instance = town(seed)
    few = cost(ModularCFLP(instance, sizes=["12:100", "40:200"]))
    assert cost(ModularCFLP(instance, sizes=["12:100", "40:200", "20:120"])) <= (
        few + 1e-7
    )


def test_scale_decides_between_one_large_and_two_small() -> None:
    """Two for 4 cost 20; one for 8 costs 15 and four trips, or 17 and four."""
    free = replace(pair(), capacity=None)
    one = solve(ModularCFLP(free, sizes=["4:10", "8:15"]))
    assert (one.objective, len(one.open)) == (19.0, 1)
    two = solve(ModularCFLP(free, sizes=["4:10", "8:17"]))
    assert (two.objective, two.amounts) == (20.0, {"A": 4.0, "B": 4.0})


def test_a_size_beyond_the_room_of_a_site_cannot_be_built_there() -> None:
    """8 fit at A (room 9) and not at B (room 5); where nothing fits, nothing opens."""
    plan = solve(ModularCFLP(pair(), sizes=["4:10", "8:15"]))
    assert plan.amounts == {"A": 8.0}
    exact = solve(ModularCFLP(pair(), sizes=["9:3"]))
    assert (exact.open, exact.objective) == (("A",), 7.0)
    nowhere = solve(ModularCFLP(pair(), sizes=["9.5:3"]))
    assert nowhere.solution is Found.INFEASIBLE
    assert solve(ModularCFLP(pair(), p=2, sizes=["9:3"])).solution is Found.INFEASIBLE


def test_every_open_site_has_exactly_one_size() -> None:
    """8 people need two sites of 4: no site gets a second building."""
    one = ModularCFLP(replace(pair(), capacity=None), p=1, sizes=["4:10", "5:11"])
    assert solve(one).solution is Found.INFEASIBLE
    both = solve(replace(one, p=2))
    assert both.amounts == {"A": 4.0, "B": 4.0}


def test_an_open_site_without_clients_pays_for_its_size() -> None:
    """With p = 2 the second site costs its cheapest size."""
    plan = solve(ModularCFLP(pair(), p=2, sizes=["1:7", "8:5"]))
    assert plan.objective == 5 + 7 + 3
    assert plan.amounts == {"A": 8.0, "B": 1.0}


def test_closest_assignment_needs_the_size_for_who_comes() -> None:
    """With both open everybody stays at home, whatever that size costs."""
    uneven = replace(pair(), demand=[6, 2], capacity=[9, 9])
    free = solve(ModularCFLP(uneven, p=2, sizes=["5:1", "8:30"]))
    assert free.objective == 1 + 1 + 1
    nearest = solve(ModularCFLP(uneven, p=2, sizes=["5:1", "8:30"], closest=True))
    assert nearest.objective == 30 + 1
    assert nearest.amounts == {"A": 8.0, "B": 5.0}
    result = nearest.to_dict(assignment=True)
    split = [["1", "A", 0.5], ["1", "B", 0.5], ["2", "B", 1.0]]
    found = faults_of_result(result | {"assignment": split}, nearest.problem)
    assert "client '1' is sent to 'B', which is not its nearest" in found


def test_the_checker_looks_at_sizes() -> None:
    """An unknown size, one beyond the room, one overrun and none are all named."""
    problem = ModularCFLP(pair(), sizes=["4:10", "8:15"])
    result = solve(problem).to_dict(assignment=True)
    assert faults_of_result(result, problem) == []
    home = {"1": "A", "2": "B"}
    both = result | {"open": ["A", "B"], "assignment": home, "objective": 25.0}
    found = faults_of_result(both | {"amounts": {"A": 4.0, "B": 8.0}}, problem)
    assert "site 'B' has the size 8, but room for 5" in found
    found = faults_of_result(result | {"amounts": {"A": 7.0}}, problem)
    assert "site 'A' has the size 7; there are 4, 8" in found
    found = faults_of_result(result | {"amounts": {"A": 4.0}}, problem)
    assert "site 'A' serves 8, but is built for 4" in found
    found = faults_of_result(result | {"amounts": {}}, problem)
    assert "site 'A' has no capacity" in found


def test_the_command_line_gives_the_same_sizes() -> None:
    """A flag holds capacity:price pairs with commas between them."""
    given = from_text(ModularCFLP, {"sizes": "4:10, 8:15"}, what="modular-cflp")
    assert given == {"sizes": ("4:10", "8:15")}
    assert solve(ModularCFLP(pair(), **given)).objective == 19


EXPECTED = "expected capacity:price, a number > 0 and one >= 0, such as 100:50."
WRONG = {
    "4-10": f"sizes has '4-10'; {EXPECTED}",
    "4:": f"sizes has '4:'; {EXPECTED}",
    "0:10": f"sizes has '0:10'; {EXPECTED}",
    "4:-1": f"sizes has '4:-1'; {EXPECTED}",
    "inf:1": f"sizes has 'inf:1'; {EXPECTED}",
    "4:nan": f"sizes has '4:nan'; {EXPECTED}",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_size_that_is_none_is_refused(text: str) -> None:
    """Capacity is a number > 0, and the price a number >= 0."""
    with pytest.raises(ProblemError) as caught:
        ModularCFLP(pair(), sizes=["4:10", text])
    assert str(caught.value) == WRONG[text]


@pytest.mark.parametrize(
    ("sizes", "words"),
    [
        ([], "sizes is empty; give at least one, such as 100:50."),
        (
            ["4:10", "4.0:9"],
            "sizes has '4:10' and '4.0:9' of one capacity; keep the cheaper one.",
        ),
        (
            "4:10",
            "sizes is '4:10'; expected a list of texts capacity:price, such as "
            "['100:50', '250:90'].",
        ),
        (
            7,
            "sizes is 7; expected a list of texts capacity:price, such as "
            "['100:50', '250:90'].",
        ),
    ],
)
def test_a_list_of_sizes_that_is_none_is_refused(sizes: list[str], words: str) -> None:
    """No size, a size twice, and one text for a list."""
    with pytest.raises(ProblemError) as caught:
        ModularCFLP(pair(), sizes=sizes)
    assert str(caught.value) == words


def test_a_budget_that_forgets_sizes_is_refused() -> None:
    """What is built costs money too, which the rules of sites know nothing of."""
    town = Instance.from_matrix([[0, 9], [9, 0]], demand=[4, 4], sites=["A", "B"])
    rented = replace(town, opening=np.array([1.0, 2.0]))
    words = "modular-cflp takes no budget: it would pay for opening but not for sizes"
    with pytest.raises(ProblemError, match=words):
        ModularCFLP(rented, sizes=["4:10"], budget=2.0)
