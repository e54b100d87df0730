"""A matrix becomes an instance, or is refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import coo_array, csr_array
from sentences import said

from siting import Instance

COST = [[0.0, 4.0, 8.0], [4.0, 0.0, 5.0]]


def test_a_plain_matrix_numbers_clients_and_sites_from_one() -> None:
    """Without ids there are ids still."""
    town = Instance.from_matrix(COST)
    assert (town.clients, town.sites) == (("1", "2"), ("1", "2", "3"))
    assert town.demand.tolist() == [1, 1]


def test_a_table_brings_its_ids() -> None:
    """Index and columns of a DataFrame are the ids, whatever their type."""
    table = pd.DataFrame(COST, index=[7, 8], columns=["A", "B", "C"])
    town = Instance.from_matrix(table)
    assert (town.clients, town.sites) == (("7", "8"), ("A", "B", "C"))
    assert town.travel().tolist() == COST


@pytest.mark.parametrize("kind", [list, tuple, np.array, pd.Index, pd.Series])
def test_ids_come_in_any_sequence(kind: Callable[[list[str]], Any]) -> None:
    """Lists, arrays and indexes of ids mean the same."""
    town = Instance.from_matrix(COST, clients=kind(["a", "b"]), sites=kind(list("ABC")))
    assert (town.clients, town.sites) == (("a", "b"), ("A", "B", "C"))


def test_ids_stay_text() -> None:
    """007, NA and 1e5 are names, not numbers, in every way in."""
    odd = ("007", "NA", "1e5")
    assert (
        Instance(demand=[1, 1], cost=COST, clients=("a", "b"), sites=odd).sites == odd
    )
    assert Instance.from_matrix(COST, sites=odd).sites == odd
    table = pd.DataFrame({"demand": ["007"] * 3, "site": odd, "cost": [1, 2, 3]})
    town = Instance.from_od(table)
    assert (town.clients, town.sites) == (("007",), odd)
    points = pd.DataFrame({"id": odd, "x": [0, 1, 2], "y": [0, 0, 0]})
    assert Instance.from_points(points, points).clients == odd


@pytest.mark.parametrize("order", [["a", "b"], ["b", "a"]])
@pytest.mark.parametrize("kind", [pd.Series, dict])
def test_weights_with_ids_are_matched_by_id(order: list[str], kind: Any) -> None:
    """The order of a Series or mapping does not matter."""
    value = {"a": 3.0, "b": 1.0}
    demand = kind({k: value[k] for k in order})
    table = pd.DataFrame(COST, index=["a", "b"], columns=list("ABC"))
    assert Instance.from_matrix(table, demand=demand).demand.tolist() == [3, 1]


def test_a_series_of_numbers_matches_ids_of_text() -> None:
    """An index of whole numbers names the clients '1' and '2'."""
    demand = pd.Series([1.0, 3.0], index=[2, 1])
    assert Instance.from_matrix(COST, demand=demand).demand.tolist() == [3, 1]


REFUSED_MATRICES: dict[str, tuple[Callable[[], Any], str]] = {
    "one dimension": (
        lambda: Instance.from_matrix([1, 2]),
        "cost has shape (2,); expected two dimensions, clients x sites.",
    ),
    "a word": (
        lambda: Instance.from_matrix([[1, "far"]]),
        "cost 2 is 'far'; expected a number.",
    ),
    "ragged": (
        lambda: Instance.from_matrix([[1, 2], [3]]),
        "cost 1 is [1, 2]; expected a number.",
    ),
    "no rows": (
        lambda: Instance.from_matrix(np.empty((0, 2))),
        "the instance has 0 clients and 2 sites; expected one of each.",
    ),
    "too few ids": (
        lambda: Instance.from_matrix(COST, demand=[1], clients=["a"]),
        "cost has shape (2, 3); expected (1, 3), a row for every client and a column "
        "for every site.",
    ),
    "no ids at all": (
        lambda: Instance.from_matrix(COST, sites=[]),
        "the instance has 2 clients and 0 sites; expected one of each.",
    ),
    "weights missing": (
        lambda: Instance.from_matrix(COST, demand=pd.Series({"1": 2.0})),
        "demand has no row for '2'; give every id a row.",
    ),
    "weights of strangers": (
        lambda: Instance.from_matrix(COST, demand={"1": 2, "2": 3, "zz": 4}),
        "demand has rows for 'zz', which the costs do not know; remove them or check "
        "the spelling.",
    ),
    "weights twice in a Series": (
        lambda: Instance.from_matrix(COST, demand=pd.Series([1, 2], index=["1", "1"])),
        "client id '1' occurs 2 times (rows 1, 2); expected every client once, so "
        "rename or merge them.",
    ),
    "weights twice in a mapping": (
        lambda: Instance.from_matrix(COST, demand={1: 2, "1": 3, "2": 4}),
        "client id '1' occurs 2 times (rows 1, 2); expected every client once, so "
        "rename or merge them.",
    ),
    "weights that are words": (
        lambda: Instance.from_matrix(COST, demand={"1": "x", "2": 3}),
        "demand 1 is 'x'; expected a number.",
    ),
    "weights NaN": (
        lambda: Instance.from_matrix(COST, demand=pd.Series({"2": np.nan, "1": 1})),
        "demand of client '2' (row 2) is nan; expected a number from 0 to 1e+12.",
    ),
    "columns twice": (
        lambda: Instance.from_matrix(pd.DataFrame(COST, columns=["A", "B", "A"])),
        "site id 'A' occurs 2 times (rows 1, 3); expected every site once, so rename "
        "or merge them.",
    ),
}


@pytest.mark.parametrize("case", REFUSED_MATRICES)
def test_bad_matrices_are_refused(case: str) -> None:
    """What is no travel matrix is told apart from one, in a sentence."""
    make, sentence = REFUSED_MATRICES[case]
    assert said(make) == f"InstanceError: {sentence}"


def test_zero_is_a_cost_and_missing_is_no_way() -> None:
    """A stored 0 stays in a sparse array; what is not stored is unreachable."""
    town = Instance.from_matrix(coo_array(([0.0, 5.0], ([0, 1], [0, 0])), shape=(2, 2)))
    assert isinstance(town.cost, csr_array)
    assert town.cost.nnz == 2
    assert town.travel().tolist() == [[0, np.inf], [5, np.inf]]
    assert town.travel([1, 0], [1, 0]).tolist() == [[np.inf, 5], [np.inf, 0]]
