"""A table of pairs becomes an instance, or is refused in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sentences import said

from siting import Instance

COST = [[0.0, 4.0, 8.0], [4.0, 0.0, 5.0]]


def frame(**columns: Any) -> pd.DataFrame:
    """A table with these columns."""
    return pd.DataFrame(columns)


def pairs() -> pd.DataFrame:
    """Three rows: b cannot reach A."""
    return frame(demand=["a", "a", "b"], site=["A", "B", "B"], cost=[0.0, 4.0, 0.0])


def test_no_row_no_way() -> None:
    """A pair without a row is unreachable, and a cost of 0 is a cost."""
    town = Instance.from_od(pairs(), demand={"b": 1, "a": 3})
    assert (town.clients, town.sites) == (("a", "b"), ("A", "B"))
    assert town.travel().tolist() == [[0, 4], [np.inf, 0]]
    assert town.demand.tolist() == [3, 1]


def test_mostly_empty_tables_stay_sparse() -> None:
    """A few pairs among many never make an n x m array, and keep their zeros."""
    ids = [str(k) for k in range(50)]
    town = Instance.from_od(frame(demand=ids, site=ids, cost=[0.0] * 50))
    assert isinstance(town.cost, csr_array)
    assert town.cost.nnz == 50
    assert np.array_equal(town.travel(), np.where(np.eye(50) > 0, 0, np.inf))


def test_clients_without_a_row_are_kept() -> None:
    """Who has weight but no way anywhere is unreachable, not dropped."""
    town = Instance.from_od(pairs(), demand=pd.Series({"c": 5.0, "a": 3.0, "b": 1.0}))
    assert town.clients == ("a", "b", "c")
    assert town.demand.tolist() == [3, 1, 5]
    assert town.travel()[2].tolist() == [np.inf, np.inf]


def test_columns_may_have_other_names() -> None:
    """The three columns are named by the caller."""
    table = pairs().rename(columns={"demand": "from", "site": "to", "cost": "min"})
    town = Instance.from_od(table, columns=("from", "to", "min"))
    assert np.array_equal(town.travel(), Instance.from_od(pairs()).travel())


REFUSED_TABLES: dict[str, tuple[Callable[[], Any], str]] = {
    "no table": (
        lambda: Instance.from_od([["a", "A", 1]]),
        "the table is a list; expected a DataFrame with columns demand, site, cost.",
    ),
    "other columns": (
        lambda: Instance.from_od(pairs().rename(columns={"cost": "minutes"})),
        "the table has no column 'cost' but 'demand', 'site', 'minutes'; name the "
        "three with columns=(client, site, cost).",
    ),
    "a pair twice": (
        lambda: Instance.from_od(pd.concat([pairs(), pairs().iloc[[1]]])),
        "the pair 'a', 'B' has 2 costs; expected one row a pair, so keep the one that "
        "holds.",
    ),
    "a pair twice once trimmed": (
        lambda: Instance.from_od(frame(demand=["a", "a "], site=[1, "1"], cost=[1, 2])),
        "the pair 'a', '1' has 2 costs; expected one row a pair, so keep the one that "
        "holds.",
    ),
    "cost NaN": (
        lambda: Instance.from_od(frame(demand=["a"], site=["A"], cost=[np.nan])),
        "cost from client 'a' (row 1) to site 'A' is nan; expected "
        "a number from 0 to 1e+12, or no entry when unreachable.",
    ),
    "cost negative": (
        lambda: Instance.from_od(frame(demand=["a"], site=["A"], cost=[-1])),
        "cost from client 'a' (row 1) to site 'A' is -1; expected "
        "a number from 0 to 1e+12, or no entry when unreachable.",
    ),
    "cost a word": (
        lambda: Instance.from_od(frame(demand=["a"], site=["A"], cost=["far"])),
        "cost 1 is 'far'; expected a number.",
    ),
    "no rows": (
        lambda: Instance.from_od(frame(demand=[], site=[], cost=[])),
        "the instance has 0 clients and 0 sites; expected one of each.",
    ),
    "a blank id": (
        lambda: Instance.from_od(frame(demand=[" "], site=["A"], cost=[1])),
        "client 1 has a blank id; give every client an id of its own.",
    ),
    "weights missing": (
        lambda: Instance.from_od(pairs(), demand={"a": 1}),
        "demand has no row for 'b'; give every id a row.",
    ),
}


@pytest.mark.parametrize("case", REFUSED_TABLES)
def test_bad_tables_of_pairs_are_refused(case: str) -> None:
    """What is no table of pairs is told apart from one, in a sentence."""
    make, sentence = REFUSED_TABLES[case]
    assert said(make) == f"InstanceError: {sentence}"
