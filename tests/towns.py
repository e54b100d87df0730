"""Small CSV folders that tests of the command line work on, and what they read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

CLIENTS = {"007": 3, "NA": 1, "1e5": 2, "d": 4}
COST = {
    "007": {"A": 0, "B": 4, "C": 8, "D": 9},
    "NA": {"A": 4, "B": 0, "C": 4, "D": 6},
    "1e5": {"A": 8, "B": 4, "C": 0, "D": 3},
    "d": {"A": 9, "B": 6, "C": 3, "D": 0},
}


def write_town(folder: Path, *, without: frozenset[str] = frozenset()) -> Path:
    """Write four villages, each with a site; some clients may have no way anywhere.

    With p = 2 the best are A and D: the trips of NA (4) and of 1e5 (2 x 3) make 10.
    """
    folder.mkdir()
    rows = [f"{name},{weight}" for name, weight in CLIENTS.items()]
    lines(folder / "demand.csv", "id,weight", rows)
    lines(folder / "sites.csv", "id,opening", ["A,5", "B,1", "C,4", "D,2"])
    pairs = [
        f"{i},{j},{cost}"
        for i, row in COST.items()
        for j, cost in row.items()
        if i not in without
    ]
    lines(folder / "cost.csv", "demand,site,cost", pairs)
    return folder


def write_hard_town(folder: Path, *, n: int = 250) -> Path:
    """Write random places whose trips cost anything: minutes for HiGHS."""
    folder.mkdir()
    rng = np.random.default_rng(1)
    lines(folder / "demand.csv", "id,weight", [f"{i},1" for i in range(n)])
    lines(folder / "sites.csv", "id", [f"s{j}" for j in range(n)])
    cost = rng.integers(1, 1000, (n, n)).tolist()
    rows = [",".join(map(str, [i, *row])) for i, row in enumerate(cost)]
    header = ",".join(["id", *(f"s{j}" for j in range(n))])
    lines(folder / "cost.csv", header, rows)
    return folder


def lines(path: Path, header: str, rows: list[str]) -> None:
    """Write a table."""
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")


def strict(text: str) -> dict[str, Any]:
    """The one JSON object that a text is, nothing before or behind, no NaN."""

    def refuse(word: str) -> None:
        raise AssertionError(word)

    found = json.loads(text, parse_constant=refuse)
    assert isinstance(found, dict)
    return found
