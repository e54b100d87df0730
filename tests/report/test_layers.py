"""Pages of answers that are more, or less, than one site a client."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import Instance, report, solve
from siting.models import (
    BCLP,
    CFLP,
    MEXCLP,
    UFLP,
    Hierarchical,
    Huff,
    LSCPBackup,
    MaxCap,
    MaxMinAccess,
    ModularCFLP,
    MultiService,
    PDispersion,
    PMedian,
)
from siting.problem import Problem
from siting.report.content import content_of
from siting.report.map import picture
from siting.report.page import render
from siting.report.served import parts_of
from siting.report.shade import shade_of
from siting.report.tables import layer_rows, left_out, site_rows, total_of
from siting.report.trips import trips_of
from siting.solution import Solution


def test_a_page_of_backups_shows_the_first_alone() -> None:
    """Who is covered twice is counted once: shares add up to no more than all."""
    cost = [[0, 4, 8], [4, 0, 4], [8, 4, 0]]
    town = Instance.from_matrix(cost, demand=[1, 2, 3])
    plan = solve(BCLP(town, p=2, radius=4))
    trips = trips_of(plan)
    assert trips is not None
    assert trips.served <= trips.total
    assert sorted(trips.client) == sorted(set(trips.client))


def test_where_nobody_is_served_no_travel_is_told(tmp_path: Path) -> None:
    """A page of dispersion has its value, and no share of people served."""
    x = np.array([0.0, 1.0, 5.0])
    road = Instance.from_matrix(abs(x[:, None] - x[None, :]))
    page = tmp_path / "page.html"
    report(solve(PDispersion(road, p=2)), page)
    text = page.read_text(encoding="utf-8")
    assert "Mean travel" not in text
    assert "served</th>" not in text
    assert "Least distance between open sites" in text


def random_town(seed: int, *, n: int = 7, m: int = 4) -> Instance:
    """Places on a plane, with people, capacities and rents."""
    rng = np.random.default_rng(seed)
    clients, sites = rng.random((n, 2)) * 10, rng.random((m, 2)) * 10
    town = Instance.from_points(clients, sites, demand=rng.integers(1, 90, n))
    return replace(
        town,
        capacity=rng.integers(200, 400, m),
        opening=rng.integers(1, 9, m),
        groups={"need": tuple("ab"[k % 2] for k in range(n))},
        demand_unit="people",
    )


def figure(solution: Solution, name: str) -> float:
    """A key figure of the page."""
    found = content_of(solution, None)["figures"]
    return float(next(x["value"] for x in found if x["name"] == name))


@given(st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_classes_are_counted_each_by_its_own_need(seed: int) -> None:
    """Served is who has the service of the own class, out of who needs it."""
    town = random_town(seed)
    plan = solve(
        MultiService(town, p=2, radii=["a=2", "b=4"], weights=["a=3"], classes="need")
    )
    near = town.travel()[:, plan.design].min(axis=1)
    own = np.array([2.0 if x == "a" else 4.0 for x in town.groups["need"]])
    has = float(town.demand @ (near <= own))
    rows, total = layer_rows(plan), float(town.demand.sum())
    assert math.isclose(sum(r.served for r in rows), has, abs_tol=1e-9)
    assert math.isclose(sum(r.need for r in rows), total)
    lost = sum(r.demand for r in left_out(plan))
    assert math.isclose(lost, total - has, abs_tol=1e-9)
    if has < total:
        assert math.isclose(figure(plan, "served"), has / total)
    drawn = trips_of(plan)
    assert drawn is not None
    assert math.isclose(drawn.served, has)


@given(st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_services_for_all_are_needs_of_their_own(seed: int) -> None:
    """Each service is a row of everybody, and who lacks one is listed for it."""
    town = random_town(seed)
    plan = solve(MultiService(town, p=2, radii=["aid=2", "clinic=4"]))
    rows, total = layer_rows(plan), float(town.demand.sum())
    assert [r.need for r in rows] == [total, total]
    assert math.isclose(sum(r.served for r in rows), plan.objective)
    lost = sum(r.demand for r in left_out(plan))
    assert math.isclose(lost, 2 * total - plan.objective, abs_tol=1e-9)


def test_a_hospital_has_those_who_are_referred() -> None:
    """Its load is that of the second level, and the page calls it by its name."""
    town = random_town(5)
    plan = solve(Hierarchical(town, p=3, hospitals=1, nested=False, referral=0.25))
    trips = trips_of(plan)
    assert trips is not None
    rows = site_rows(plan, trips)
    total = float(town.demand.sum())
    (hospital,) = [r for r in rows if r.amount == 2]
    assert hospital.loads == (0.0, 0.25 * total)
    assert math.isclose(sum(r.loads[0] for r in rows), total)
    page = render(plan)
    assert page.count("<td>hospital</td>") == 1
    assert page.count("<td>clinic</td>") == 2
    assert "People: hospital</th>" in page
    assert [r.name for r in layer_rows(plan)] == ["clinic", "hospital"]


def uses(problem: Problem) -> list[float]:
    """The part of what is limited that is used, site by site."""
    plan = solve(problem)
    trips = trips_of(plan)
    assert trips is not None
    return [r.use for r in site_rows(plan, trips)]


def test_what_is_used_is_of_what_is_limited() -> None:
    """Beds of the room for beds, people of a size; nothing where nothing binds."""
    town = random_town(3)
    beds = solve(MaxMinAccess(town, p=2, beds=100, catchment=20))
    room = dict(zip(town.sites, town.capacity, strict=True))
    expected = [x / room[j] for j, x in beds.amounts.items()]
    assert np.allclose(uses(beds.problem), expected)
    sizes = ModularCFLP(
        replace(town, capacity=np.full(town.m, np.inf)), sizes=["1000:5"]
    )
    part = float(town.demand.sum()) / 1000
    assert math.isclose(sum(uses(sizes)), part)
    assert all(0 < x <= 1 + 1e-9 for x in uses(CFLP(town)))
    assert all(map(math.isnan, uses(PMedian(town, p=2))))
    rival = Huff(town, p=2, competitors=[town.sites[0]], attractiveness="capacity")
    assert all(map(math.isnan, uses(rival)))
    assert "Capacity used" not in render(solve(rival))


@given(st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_the_parts_of_a_cost_add_up_to_it(seed: int) -> None:
    """Opening, sizes and travel; the column of opening costs has sizes in it."""
    town = random_town(seed)
    modular = ModularCFLP(town, sizes=["150:20", "200:30"])
    for problem in (UFLP(town), modular):
        plan = solve(problem)
        if plan.design is None:
            continue
        parts = {x["label"]: x["value"] for x in parts_of(plan)}
        assert math.isclose(sum(parts.values()), plan.objective)
        trips = trips_of(plan)
        assert trips is not None
        rows = site_rows(plan, trips)
        opening = parts["Opening"] + parts.get("Sizes", 0.0)
        assert math.isclose(total_of(rows, trips).opening, opening)


def test_a_market_is_shared_not_served() -> None:
    """Who is not ours goes to a competitor, and nobody has more than one line."""
    town = replace(random_town(8), backdrop=None)
    market = {"p": 2, "competitors": [town.sites[0]]}
    for problem in (Huff(town, **market), MaxCap(town, **market)):
        plan = solve(problem)
        page = render(plan)
        assert "Our share" in page
        assert "Goes to a competitor" in page
        assert "ot served" not in page
        assert "People won" in page
        drawn = picture(shade_of(plan))
        assert drawn is not None
        assert sum(path.count("M") for _, path in drawn.spokes) <= town.n


@given(st.integers(0, 10**6))
@settings(max_examples=10, deadline=None)
def test_access_of_the_page_is_what_beds_there_are_for_each(seed: int) -> None:
    """Everybody's access, times the people, is all beds that anybody can reach."""
    town = random_town(seed)
    plan = solve(MaxMinAccess(town, p=2, beds=50, catchment=30, decay="step"))
    assert math.isclose(figure(plan, "mean"), 1000 * 50 / town.demand.sum())
    assert math.isclose(figure(plan, "placed"), 50)
    content = content_of(plan, None)
    assert content["figures"][0]["unit"] == "beds per 1,000 people"
    worst = content["worst"]["rows"]
    assert math.isclose(worst[0]["access"], 1000 * plan.objective)
    assert [r["access"] for r in worst] == sorted(r["access"] for r in worst)


def test_two_aims_are_told_one_by_one() -> None:
    """Fewest sites, then most people covered twice: not 2.125 sites."""
    cost = [[0, 4, 8, 12], [4, 0, 4, 8], [8, 4, 0, 4], [12, 8, 4, 0]]
    town = Instance.from_matrix(cost, demand=[1, 1, 5, 1], sites=list("ABCD"))
    found = content_of(solve(LSCPBackup(town, radius=4)), None)["figures"]
    assert [(x["label"], x["text"]) for x in found[:2]] == [
        ("Open sites", "2"),
        ("Covered twice", "75.0 %"),
    ]
    assert "2.125" not in [x["text"] for x in found]


def test_what_exists_is_not_paid_for_again() -> None:
    """The column of opening costs adds up to what is spent on new sites."""
    town = replace(random_town(4), role=["existing", *["candidate"] * 3])
    plan = solve(PMedian(town, p=3))
    trips = trips_of(plan)
    assert trips is not None
    paid = total_of(site_rows(plan, trips), trips).opening
    new = plan.design & np.array([False, True, True, True])
    assert paid == town.opening[new].sum()
    trips = trips_of(plan := solve(UFLP(town)))
    assert trips is not None
    parts = {x["label"]: x["value"] for x in parts_of(plan)}
    assert total_of(site_rows(plan, trips), trips).opening == parts["Opening"]


def test_who_is_covered_by_nobody_stands_under_the_ranks() -> None:
    """The classes of travel have a row of who is not served; empty ranks have none."""
    town = random_town(6)
    plan = solve(MEXCLP(town, p=3, radius=1, busy=0.5))
    content = content_of(plan, None)
    assert content["missed"]["demand"] == content["left"]["demand"]
    assert 0 < len(content["layers"]) < 3
    assert "</svg>not served</th>" in render(plan)
