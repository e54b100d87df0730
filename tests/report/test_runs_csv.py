"""All runs in rows whose columns stay."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
from drawn import Drawn, First

from siting import compare
from siting.comparison import Comparison
from siting.instance import Instance
from siting.models import PMedian
from siting.report.runs_csv import HEADER, runs_csv


def table() -> Comparison:
    """A draw and a fixed choice on a town whose name wants quoting."""
    rng = np.random.default_rng(0)
    xy = rng.random((12, 2))
    town = Instance.from_points(xy, xy, name='a "town", of\nmine')
    return compare([PMedian(town, p=3)], [Drawn(tries=7), First()], seeds=[0, 3])


def test_the_header_is_a_promise() -> None:
    """Scripts of others read these columns; new ones come at the end."""
    text = (
        "instance,model,parameters,solver,options,role,seed,copy_of_seed,objective,"
        "bound,best_bound,against,gap,is_best,seconds,time_to_best,evaluations,"
        "termination,solution,proof,threads,time_limit"
    )
    assert ",".join(HEADER) == text
    assert runs_csv(table()).splitlines()[0] == text


def test_every_run_has_its_row_with_all_digits() -> None:
    """What is read back is what was found."""
    compared = table()
    rows = list(csv.DictReader(io.StringIO(runs_csv(compared))))
    assert [r["role"] for r in rows] == ["run"] * 4 + ["reference"]
    assert [r["seed"] for r in rows] == ["0", "3", "0", "3", "0"]
    assert [r["copy_of_seed"] for r in rows] == ["", "", "", "0", ""]
    assert [r["evaluations"] for r in rows] == ["7", "7", "", "", ""]
    assert {r["instance"] for r in rows} == {'a "town", of\nmine'}
    assert {r["parameters"] for r in rows} == {"p=3"}
    assert {r["against"] for r in rows} == {"optimum"}
    for told, row in zip(rows, compared.rows, strict=False):
        assert float(told["objective"]) == row.solution.objective
        assert float(told["gap"]) == row.gap
        assert told["bound"] == told["time_limit"] == ""
        assert told["is_best"] == ("yes" if row.is_best else "no")
        assert math.isclose(float(told["time_to_best"]), row.time_to_best, abs_tol=1e-6)
        assert float(told["time_to_best"]) <= float(told["seconds"])


def test_what_is_not_known_is_empty() -> None:
    """No bound: no gap, and nobody hits what nobody knows."""
    problem = table().problems[0]
    text = runs_csv(compare([problem], [First()], reference=None))
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["best_bound"], row["gap"], row["is_best"]) == ("", "", "")
    assert row["against"] == "best"
