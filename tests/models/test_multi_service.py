from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from contract.family.multi_service import value
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import said

from siting import declared, solve
from siting.check import faults_of_result
from siting.instance import Instance
from siting.models.mclp import MCLP
from siting.models.multi_service import MultiService
from siting.parameters import from_text

SEEDS = st.integers(0, 10**6)
LAW = settings(max_examples=25, deadline=None)


def town(seed: int, *, n: int = 12) -> Instance:
    """Random villages of young and old, sites in the villages."""
    rng = np.random.default_rng(seed)
    xy = rng.random((n, 2)) * 100
    demand = rng.integers(0, 9, n).astype(float)
    instance = Instance.from_points(xy, xy, demand=demand)
    ages = ["young", "old", *rng.choice(["young", "old"], n - 2)]
    return replace(instance, groups={"age": ages})


def row(*people: float) -> Instance:
    """Villages in a row, 1 km apart, each with a site called 1, 2, ..."""
    places = np.arange(len(people), dtype=float)
    cost = np.abs(places[:, None] - places[None, :])
    return Instance.from_matrix(cost, demand=people)


def covered(instance: Instance, p: int, radii: Any, **more: Any) -> float:
    """Proved most demand over all services."""
    found = solve(MultiService(instance, p=p, radii=radii, **more))
    assert found.is_optimal
    return found.objective


@LAW
@given(SEEDS, st.integers(1, 12), st.floats(0, 90))
def test_one_service_is_mclp_and_two_alike_are_twice_that(
    seed: int, p: int, radius: float
) -> None:
    """Two textbook models, one number."""
    instance = town(seed)
    plain = solve(MCLP(instance, p=p, radius=radius)).objective
    assert covered(instance, p, {"a": radius}) == plain
    assert covered(instance, p, {"a": radius, "b": radius}) == 2 * plain
    tripled = covered(instance, p, {"a": radius}, weights={"a": 3})
    assert tripled == pytest.approx(3 * plain)


@LAW
@given(SEEDS, st.integers(1, 11), st.floats(0, 60), st.floats(0, 60))
def test_more_sites_radius_and_weight_never_cover_less(
    seed: int, p: int, a: float, b: float
) -> None:
    """And together they are no better than each at its best."""
    instance, radii = town(seed), {"a": a, "b": b}
    here = covered(instance, p, radii)
    assert covered(instance, p + 1, radii) >= here - 1e-9
    assert covered(instance, p, {"a": a + 20, "b": b}) >= here - 1e-9
    assert covered(instance, p, radii, weights={"b": 1.5}) >= here - 1e-9
    alone = [solve(MCLP(instance, p=p, radius=r)).objective for r in (a, b)]
    assert max(alone) - 1e-9 <= here <= sum(alone) + 1e-9


@LAW
@given(SEEDS, st.floats(0, 60), st.floats(0, 60))
def test_classes_count_each_client_for_its_own_label(
    seed: int, young: float, old: float
) -> None:
    """Arrays, declaration, evaluator and answer are those of the plain definition."""
    problem = MultiService(
        town(seed), p=3, radii={"young": young, "old": old}, classes="age"
    )
    ours, textbook = problem.matrix, declared.matrix_of(problem.declare())
    assert ours.column_names() == textbook.column_names()
    assert ours.row_names() == textbook.row_names()
    np.testing.assert_allclose(ours.cost, textbook.cost)
    np.testing.assert_array_equal(ours.start, textbook.start)
    rng = np.random.default_rng(seed)
    designs = rng.random((8, 12)) < 0.3
    for design, worth in zip(designs, problem.evaluate(designs)[0], strict=True):
        opened = tuple(np.flatnonzero(design).tolist())
        assert worth[0] == pytest.approx(value(problem, opened))
        served = problem.reply(design)
        assert problem.worth(design, served) == pytest.approx(worth[0])
    found = solve(problem)
    assert found.is_optimal
    assert found.objective == value(problem, tuple(np.flatnonzero(found.design)))


def test_classes_each_with_its_own_radius() -> None:
    """The young walk 1 km, the old none: only the second village is worth more."""
    instance = replace(row(2, 3, 2), groups={"age": ["young", "old", "young"]})
    given: dict[str, Any] = {"radii": {"young": 1, "old": 0}, "classes": "age"}
    assert covered(instance, 1, **given) == 7
    without = replace(instance, groups={"age": ["old", "young", "old"]})
    assert covered(without, 1, **given) == 5
    found = solve(MultiService(without, p=1, **given))
    assert found.assignment in (
        [("1", "1", 1.0, "old"), ("2", "1", 1.0, "young")],
        [("2", "3", 1.0, "young"), ("3", "3", 1.0, "old")],
    )


def test_near_and_far_services_pull_apart() -> None:
    """Weights decide between a big village next door and all within 2 km."""
    cost = [[0.0, 2.0], [9.0, 2.0], [9.0, 2.0]]
    instance = Instance.from_matrix(cost, demand=[5, 2, 2], sites=["A", "B"])
    radii = ["first aid=0", "surgery=2"]
    near = MultiService(instance, p=1, radii=radii, weights=["first aid=2"])
    far = MultiService(instance, p=1, radii=radii, weights=["first aid=0.5"])
    assert (solve(near).open, solve(near).objective) == (("A",), 15.0)
    assert (solve(far).open, solve(far).objective) == (("B",), 9.0)


def test_texts_and_mappings_are_one_and_the_same() -> None:
    """From the command line, from Python, from a result file."""
    text = from_text(
        MultiService, {"radii": "first aid=1, clinic = 2.5"}, what="multi-service"
    )
    first = MultiService(row(1, 1), p=1, **text)
    second = MultiService(row(1, 1), p=1, radii={"first aid": 1, "clinic": 2.5})
    assert first.parameters == second.parameters
    assert first.parameters["radii"] == ("first aid=1.0", "clinic=2.5")
    assert first.layers == ("first aid", "clinic")
    assert replace(first, p=2).parameters["radii"] == first.parameters["radii"]


def test_the_checker_sees_wrong_services() -> None:
    """Too far for one service, twice, and a service of another class."""
    instance = replace(row(1, 1), groups={"age": ["young", "old"]})
    problem = MultiService(
        instance, p=1, radii={"young": 0, "old": 1}, classes="age", required=["1"]
    )
    result = solve(problem).to_dict(assignment=True)
    assert faults_of_result(result, problem) == []
    for extra, fault in (
        (("2", "1", 1.0, "old"), "client '2' has 'old' more than once"),
        (("1", "1", 1.0, "old"), "client '1' has 'old', but is of class 'young'"),
        (
            ("2", "1", 1.0, "young"),
            "client '2' is 1 from site '1', beyond the radius 0 of 'young'",
        ),
    ):
        wrong = {**result, "assignment": [*result["assignment"], extra]}
        assert fault in faults_of_result(wrong, problem)


KILOMETRES = replace(row(1, 1), cost_unit="km", groups={"age": ["young", "old"]})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"radii": []}, "radii is empty; give the radius of each service, such as "
         "clinic=30."),
        ({"radii": "clinic=30"}, "radii is the text 'clinic=30'; expected a list such "
         "as ['clinic=30']."),
        ({"radii": ["clinic"]}, "radii has 'clinic'; expected name=radius, such as "
         "clinic=30."),
        ({"radii": ["=3"]}, "radii has '=3'; expected name=radius, such as clinic=30."),
        ({"radii": ["clinic=far"]}, "the radius of 'clinic' is 'far'; expected a "
         "number >= 0, in km."),
        ({"radii": ["clinic=-1"]}, "the radius of 'clinic' is -1.0; expected a number "
         ">= 0, in km."),
        ({"radii": {"clinic": float("inf")}}, "the radius of 'clinic' is inf; expected "
         "a number >= 0, in km."),
        ({"radii": ["a=1", "a=2"]}, "radii names 'a' twice; give it one radius."),
        ({"radii": ["a=1"], "weights": ["b=1"]}, "weights names 'b', which has no "
         "radius; the services are 'a'."),
        ({"radii": ["a=1"], "weights": ["a=-1"]}, "the weight of 'a' is -1.0; expected "
         "a number >= 0."),
        ({"radii": ["a=1"], "classes": "sex"}, "classes is 'sex', but the clients' "
         "groups are 'age'."),
        ({"radii": ["old=1"], "classes": "age"}, "classes is 'age', with the labels "
         "'old', 'young', but radii names 'old'; give each label a radius."),
    ],
)  # fmt: skip
def test_senseless_fields_are_refused(fields: dict[str, Any], sentence: str) -> None:
    """Offender, got, expected, remedy."""
    assert said(lambda: MultiService(KILOMETRES, p=1, **fields)) == (
        f"ProblemError: {sentence}"
    )


def test_a_town_without_groups_has_no_classes() -> None:
    """None are there to name."""
    assert said(lambda: MultiService(row(1), p=1, radii=["a=1"], classes="age")) == (
        "ProblemError: classes is 'age', but the clients' groups are none."
    )


def test_radii_of_the_wrong_unit_are_noted_by_name() -> None:
    """Each radius by its name."""
    instance = replace(row(1, 1), demand_unit="people")
    apart = replace(instance, cost=instance.travel() + 1)
    found = solve(MultiService(apart, p=1, radii={"a": 0.5, "b": 70, "c": 1}))
    noted = [x for x in found.notes if x.startswith("radius warning")]
    assert len(noted) == 2
    assert noted[0].startswith("radius warning: radius of 'a' is 0.5, which covers no")
    assert noted[1].startswith("radius warning: radius of 'b' is 70, which covers all")


def test_the_unit_says_what_is_counted() -> None:
    """People of several services, or with weights, are no people."""
    town = replace(row(1, 1), demand_unit="people", groups={"age": ("young", "old")})
    both = {"young": 1, "old": 2}
    assert MultiService(town, p=1, radii=both).unit == "people x services"
    assert MultiService(town, p=1, radii=["clinic=1"]).unit == "people"
    assert MultiService(town, p=1, radii=both, classes="age").unit == "people"
    weighted = MultiService(town, p=1, radii=both, classes="age", weights=["old=3"])
    assert weighted.unit == "weighted people"
