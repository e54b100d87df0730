"""An instance refuses data that contradict themselves, and is frozen once born."""

from __future__ import annotations

import math
import pickle
import re
from dataclasses import FrozenInstanceError, fields, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array, csr_array
from sentences import said

from siting import Instance
from siting import instance as module
from siting.cost import PointCost
from siting.errors import InstanceError

COST = [[0.0, 4.0, 8.0], [4.0, 0.0, 5.0]]


def born(**changes: Any) -> Instance:
    """Two villages and three sites, with something changed."""
    given: dict[str, Any] = {
        "demand": [3, 1],
        "cost": COST,
        "clients": ("a", "b"),
        "sites": ("A", "B", "C"),
    }
    return Instance(**{**given, **changes})


ROLES = "candidate, competitor, existing, forbidden, required"

REFUSED_AT_BIRTH = {
    "demand NaN": (
        {"demand": [3, np.nan]},
        "demand of client 'b' (row 2) is nan; expected a number from 0 to 1e+12.",
    ),
    "demand negative": (
        {"demand": [-1, 2]},
        "demand of client 'a' (row 1) is -1; expected a number from 0 to 1e+12.",
    ),
    "demand infinite": (
        {"demand": [3, np.inf]},
        "demand of client 'b' (row 2) is inf; expected a number from 0 to 1e+12.",
    ),
    "demand None": (
        {"demand": [3, None]},
        "demand of client 'b' (row 2) is nan; expected a number from 0 to 1e+12.",
    ),
    "demand a word": (
        {"demand": [3, "many"]},
        "demand 2 is 'many'; expected a number.",
    ),
    "demand a column": (
        {"demand": [[3], [1]]},
        "demand has shape (2, 1); expected (2,), one value for every client.",
    ),
    "demand too long": (
        {"demand": [3, 1, 1]},
        "demand has shape (3,); expected (2,), one value for every client.",
    ),
    "opening negative": (
        {"opening": [1, -2, 0]},
        "opening of site 'B' (row 2) is -2; expected a number from 0 to 1e+12.",
    ),
    "opening infinite": (
        {"opening": [1, 2, np.inf]},
        "opening of site 'C' (row 3) is inf; expected a number from 0 to 1e+12.",
    ),
    "opening short": (
        {"opening": [1, 2]},
        "opening has shape (2,); expected (3,), one value for every site.",
    ),
    "capacity NaN": (
        {"capacity": [1, np.nan, 1]},
        "capacity of site 'B' (row 2) is nan; expected a number >= 0.",
    ),
    "capacity negative": (
        {"capacity": [1, 1, -0.5]},
        "capacity of site 'C' (row 3) is -0.5; expected a number >= 0.",
    ),
    "cost NaN": (
        {"cost": [[0, 4, 8], [4, np.nan, 5]]},
        "cost from client 'b' (row 2) to site 'B' is nan; expected "
        "a number from 0 to 1e+12, or no entry when unreachable.",
    ),
    "cost negative": (
        {"cost": [[0, 4, -8], [4, 0, 5]]},
        "cost from client 'a' (row 1) to site 'C' is -8; expected "
        "a number from 0 to 1e+12, or no entry when unreachable.",
    ),
    "cost turned": (
        {"cost": np.transpose(COST)},
        "cost has shape (3, 2); expected (2, 3), a row for every client and a column "
        "for every site.",
    ),
    "sparse turned": (
        {"cost": csr_array(np.transpose(COST))},
        "cost has shape (3, 2); expected (2, 3), a row for every client and a column "
        "for every site.",
    ),
    "points too few": (
        {"cost": PointCost(np.zeros((1, 2)), np.zeros((3, 2)), "euclid")},
        "cost has shape (1, 3); expected (2, 3), a row for every client and a column "
        "for every site.",
    ),
    "points NaN": (
        {"cost": PointCost(np.zeros((2, 2)), np.full((3, 2), np.nan), "euclid")},
        "site coordinates of 'A' (row 1) is [nan, nan]; expected two finite numbers.",
    ),
    "sparse negative": (
        {"cost": coo_array(([1.0, -2.0], ([0, 1], [0, 2])), shape=(2, 3))},
        "cost from client 'b' (row 2) to site 'C' is -2; expected "
        "a number from 0 to 1e+12, or no entry when unreachable.",
    ),
    "sparse NaN after an empty row": (
        {"cost": coo_array(([np.nan], ([1], [1])), shape=(2, 3))},
        "cost from client 'b' (row 2) to site 'B' is nan; expected "
        "a number from 0 to 1e+12, or no entry when unreachable.",
    ),
    "sparse infinite": (
        {"cost": coo_array(([np.inf], ([0], [1])), shape=(2, 3))},
        "cost from client 'a' (row 1) to site 'B' is inf; expected "
        "a number from 0 to 1e+12, or no entry when unreachable.",
    ),
    "clients twice": (
        {"clients": ("a", "a")},
        "client id 'a' occurs 2 times (rows 1, 2); expected every client once, so "
        "rename or merge them.",
    ),
    "sites twice once trimmed": (
        {"sites": ("A", "B", " A ")},
        "site id 'A' occurs 2 times (rows 1, 3); expected every site once, so rename "
        "or merge them.",
    ),
    "ids twice in two normal forms": (
        {"clients": ("Coquimbo\u0301", "Coquimb\u00f3")},
        "client id 'Coquimb\u00f3' occurs 2 times (rows 1, 2); expected every client "
        "once, so rename or merge them.",
    ),
    "client blank": (
        {"clients": ("a", "  ")},
        "client 2 has a blank id; give every client an id of its own.",
    ),
    "site blank": (
        {"sites": ("", "B", "C")},
        "site 1 has a blank id; give every site an id of its own.",
    ),
    "no sites": (
        {"sites": (), "cost": np.empty((2, 0))},
        "the instance has 2 clients and 0 sites; expected one of each.",
    ),
    "no clients": (
        {"clients": (), "demand": [], "cost": np.empty((0, 3))},
        "the instance has 0 clients and 3 sites; expected one of each.",
    ),
    "role unknown": (
        {"role": ["candidate", "exsting", "candidate"]},
        "role of site 'B': No role is called 'exsting'; did you mean 'existing'? "
        f"There are {ROLES}.",
    ),
    "role None": (
        {"role": [None, "candidate", "candidate"]},
        f"role of site 'A': No role is called None; there are {ROLES}.",
    ),
    "roles too few": (
        {"role": ["candidate"]},
        "role has 1 entries; expected 3, one a site.",
    ),
    "labels of sites": (
        {"site_label": ("clinic",)},
        "site_label has 1 texts; expected 3, one a site.",
    ),
    "labels of a group": (
        {"groups": {"district": ["north"]}},
        "group 'district' has 1 labels; expected 2, one a client.",
    ),
    "coordinates of the wrong shape": (
        {"client_xy": [[0, 0, 0], [1, 1, 1]]},
        "client_xy has shape (2, 3); expected (2, 2), x and y.",
    ),
    "coordinates infinite": (
        {"site_xy": [[0, 0], [1, np.inf], [2, 2]]},
        "site_xy of 'B' (row 2) is [1.0, inf]; expected two finite numbers.",
    ),
    "degrees called metres": (
        {"site_xy": [[-71, -30]] * 3, "crs": "EPSG:32719"},
        "site_xy all lie within 180, 90 as degrees do, but EPSG:32719 is in metres; "
        "give crs='EPSG:4326' and project with .to_crs().",
    ),
    "metres called degrees": (
        {"site_xy": [[280000, 6680000]] * 3, "crs": "EPSG:4326"},
        "site_xy go beyond 180, 90 degrees, but EPSG:4326 is in degrees (longitude, "
        "latitude); name the CRS that they are really in, or swap x and y.",
    ),
    "CRS unknown": (
        {"site_xy": [[0, 0]] * 3, "crs": "EPSG:0"},
        "no coordinate system is called 'EPSG:0'; give one like 'EPSG:4326'.",
    ),
}


@pytest.mark.parametrize("case", REFUSED_AT_BIRTH)
def test_contradicting_data_are_refused_with_the_offender(case: str) -> None:
    """Every refusal says who, what was there, what belongs there."""
    changes, sentence = REFUSED_AT_BIRTH[case]
    assert said(lambda: born(**changes)) == f"InstanceError: {sentence}"


def test_endless_capacity_and_unreachable_pairs_are_legal() -> None:
    """Infinite means unlimited for a capacity and no way for a dense cost."""
    town = born(capacity=[np.inf, 2, 3], cost=[[0, np.inf, 8], [4, 0, 5]])
    assert town.capacity[0] == math.inf
    assert town.travel()[0, 1] == math.inf


def test_what_is_not_given_has_its_default() -> None:
    """No rent, unlimited capacity, candidates all."""
    town = born()
    assert town.opening.tolist() == [0, 0, 0]
    assert town.capacity.tolist() == [np.inf] * 3
    assert town.role.tolist() == ["candidate"] * 3
    assert town.site_label == ("", "", "")


def arrays_of(town: Instance) -> dict[str, np.ndarray]:
    """Every array in an instance, by name."""
    found = {f.name: getattr(town, f.name) for f in fields(town)}
    parts = {k: v for k, v in found.items() if isinstance(v, np.ndarray)}
    if isinstance(town.cost, csr_array):
        cost = town.cost
        parts |= {"data": cost.data, "indices": cost.indices, "indptr": cost.indptr}
    if isinstance(town.cost, PointCost):
        parts |= {"here": town.cost.clients, "there": town.cost.sites}
    return parts


def kinds() -> dict[str, Instance]:
    """One instance with each kind of cost."""
    xy = np.arange(6.0).reshape(3, 2)
    points = PointCost(xy[:2], xy, "euclid")
    more = {"client_xy": xy[:2], "site_xy": xy, "groups": {"age": ["old", "young"]}}
    return {
        "dense": born(**more),
        "sparse": born(cost=csr_array(COST), **more),
        "points": born(cost=points, **more),
    }


@pytest.mark.parametrize("travelled", [False, True])
@pytest.mark.parametrize("kind", kinds())
def test_nothing_in_an_instance_can_be_written_to(kind: str, travelled: bool) -> None:
    """Neither at birth nor after a journey to another process."""
    town = kinds()[kind]
    if travelled:
        town = pickle.loads(pickle.dumps(town))
    assert len(arrays_of(town)) >= 7
    assert not [k for k, a in arrays_of(town).items() if a.flags.writeable]
    with pytest.raises(TypeError):
        town.groups["age"] = ("x", "y")  # type: ignore[index]
    with pytest.raises(FrozenInstanceError):
        town.name = "other"  # type: ignore[misc]


@pytest.mark.parametrize("kind", kinds())
def test_travelling_changes_nothing(kind: str) -> None:
    """After pickling everything is equal, hash included."""
    town = kinds()[kind]
    _ = town.fingerprint
    other = pickle.loads(pickle.dumps(town))
    assert other.fingerprint == town.fingerprint
    assert np.array_equal(other.travel(), town.travel())
    assert dict(other.groups) == dict(town.groups)
    assert other.clients == town.clients


def test_the_callers_arrays_stay_the_callers() -> None:
    """They are neither changed nor frozen, and writing to them changes nothing here."""
    demand, cost, xy = np.array([3.0, 1.0]), np.array(COST), np.ones((3, 2))
    town = born(demand=demand, cost=cost, site_xy=xy, opening=(rent := np.ones(3)))
    for array in (demand, cost, xy, rent):
        array[0] = 99
    assert town.demand.tolist() == [3, 1]
    assert town.travel().tolist() == COST
    assert town.opening.tolist() == [1, 1, 1]
    assert town.site_xy is not None
    assert town.site_xy.tolist() == [[1, 1]] * 3


def test_a_read_only_view_of_a_writable_array_is_copied() -> None:
    """What pandas hands out is read-only, but its base may be written to."""
    base = np.array([3.0, 1.0])
    view = base.view()
    view.setflags(write=False)
    town = born(demand=view)
    base[0] = 99
    assert town.demand.tolist() == [3, 1]


def test_sparse_arrays_and_tables_of_the_caller_are_not_shared() -> None:
    """The caller may go on working with what was passed."""
    cost = csr_array(COST)
    town = born(cost=cost)
    cost.data[:] = 99
    assert town.travel()[0, 1] == 4
    table = pd.DataFrame(COST, columns=list("ABC"))
    town = Instance.from_matrix(table)
    table.iloc[:, :] = 99.0
    assert town.travel().tolist() == COST


def test_point_costs_of_the_caller_are_not_shared() -> None:
    """Coordinates that cost is worked out from are the instance's own."""
    xy = np.arange(6.0).reshape(3, 2)
    town = born(cost=PointCost(xy[:2], xy, "euclid"))
    xy[:] = 0
    assert town.travel()[0, 2] > 0
    assert xy.flags.writeable


def test_equal_data_have_equal_fingerprints() -> None:
    """However the same numbers came in: lists, tables, sparse, -0.0 for 0.0."""
    one = born().fingerprint
    assert born(cost=np.array(COST)).fingerprint == one
    assert born(cost=np.array(COST, dtype=np.float32)).fingerprint == one
    full = coo_array((np.ravel(COST), np.indices((2, 3)).reshape(2, -1)), shape=(2, 3))
    assert born(cost=full).fingerprint == one
    assert born(cost=[[-0.0, 4, 8], [4, -0.0, 5]]).fingerprint == one
    assert born(clients=["a", "b"], role=["candidate"] * 3).fingerprint == one


CHANGES: dict[str, dict[str, Any]] = {
    "a weight": {"demand": [3, 2]},
    "weights swapped": {"demand": [1, 3]},
    "a cost": {"cost": [[0, 4, 8], [4, 0, np.nextafter(5, 6)]]},
    "a way closed": {"cost": [[0, 4, 8], [4, 0, np.inf]]},
    "a client's id": {"clients": ("a", "c")},
    "clients swapped": {"clients": ("b", "a")},
    "a site's id": {"sites": ("A", "B", "D")},
    "where ids are cut": {"sites": ("A", "BC", "D")},
    "a role": {"role": ["candidate", "existing", "candidate"]},
    "rent": {"opening": [0, 0, 1]},
    "capacity": {"capacity": [np.inf, 9, np.inf]},
    "rent as capacity": {"opening": [9, 9, 9]},
}


def test_any_change_changes_the_fingerprint() -> None:
    """No two of these data are taken for the same."""
    prints = [born().fingerprint, *(born(**c).fingerprint for c in CHANGES.values())]
    assert len(set(prints)) == len(prints)


def test_names_and_drawings_do_not_change_the_fingerprint() -> None:
    """Only what can change an answer counts."""
    town = replace(born(), name="other", title="Other", source="me", cost_unit="min")
    assert town.fingerprint == born().fingerprint


def test_the_fingerprint_of_large_data_is_that_of_all_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The last row counts where the cost is hashed block by block."""
    monkeypatch.setattr(module, "LARGEST_STORED", 8)
    xy = np.zeros((9000, 2))
    other = xy.copy()
    other[-1] = 1
    sites = np.zeros((600, 2))
    one, two = (Instance.from_points(x, sites).fingerprint for x in (xy, other))
    assert one != two


def test_scenarios_are_weights_of_every_client() -> None:
    """Read-only, by position or by id, part of the fingerprint, and they travel."""
    town = Instance.from_matrix([[0, 4], [4, 0]], clients=["a", "b"])
    first = replace(town, scenarios={"dry": [1, 2], "wet": {"b": 3, "a": 4}})
    assert first.scenarios["wet"].tolist() == [4, 3]
    assert not first.scenarios["dry"].flags.writeable
    with pytest.raises(TypeError):
        first.scenarios["new"] = [1, 1]  # type: ignore[index]
    other = replace(town, scenarios={"dry": [1, 2], "wet": [4, 4]})
    assert len({x.fingerprint for x in (town, first, other)}) == 3
    there = pickle.loads(pickle.dumps(first))
    assert there.scenarios["dry"].tolist() == [1, 2]
    assert not there.scenarios["dry"].flags.writeable
    assert there.fingerprint == first.fingerprint


@pytest.mark.parametrize(
    ("scenarios", "text"),
    [
        ([1, 2], "scenarios is list; expected a mapping of names to weights"),
        ({"": [1, 2]}, "a scenario is called ''; expected a name without commas."),
        ({"a,b": [1, 2]}, "a scenario is called 'a,b'"),
        ({"a": [1, 2], " a": [1, 2]}, "scenario 'a' occurs twice; rename one."),
        ({"a": None}, "scenario 'a' has no weights; give one for every client."),
        ({"a": [1]}, "scenario 'a' has shape (1,); expected (2,)"),
        ({"a": [1, -2]}, "scenario 'a' of client 'b' (row 2) is -2; expected"),
        ({"a": {"a": 1}}, "scenario 'a' has no row for 'b'"),
        ({"a": ["x", 1]}, "scenario 'a' 1 is 'x'; expected a number."),
    ],
)
def test_bad_scenarios_are_refused(scenarios: object, text: str) -> None:
    """Each with the offender and what would do."""
    town = Instance.from_matrix([[0, 4], [4, 0]], clients=["a", "b"])
    with pytest.raises(InstanceError, match=re.escape(text)):
        replace(town, scenarios=scenarios)  # type: ignore[arg-type]
