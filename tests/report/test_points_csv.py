"""Every point of a front in a row."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np

from siting import pareto
from siting.instance import Instance
from siting.models import CFLP, MCLP, PMedian
from siting.report.points_csv import points_csv


def test_a_row_has_number_values_proof_and_sites() -> None:
    """All digits, and ids that want quoting."""
    rng = np.random.default_rng(3)
    xy = rng.random((9, 2))
    names = [f'"{k}", a' for k in range(9)]
    cost = np.abs(xy[:, None] - xy[None]).sum(axis=2)
    town = Instance.from_matrix(cost, demand=rng.random(9), sites=names)
    problems = [MCLP(town, p=2, radius=r) for r in (0.2, 0.5)]
    front = pareto([*problems, PMedian(town, p=2)], "nsga2", evaluations=500)
    head, *rows = csv.reader(io.StringIO(points_csv(front)))
    assert head == [
        "point",
        "covered demand (mclp) 1",
        "covered demand (mclp) 2",
        "weighted travel",
        "proof",
        "open",
    ]
    assert len(rows) == len(front) > 1
    for k, row in enumerate(rows):
        assert row[0] == str(k + 1)
        assert [float(x) for x in row[1:4]] == front.values[k].tolist()
        assert row[4] == "none"
        assert row[5].split(";") == front.open_at(k)


def test_one_assignment_is_the_last_column() -> None:
    """Client, site, and the share where it is not all."""
    town = Instance.from_matrix([[0, 4], [4, 0]], demand=[4, 1], sites=["A", "B"])
    town = replace(town, opening=[5, 3], capacity=[3, 9])
    text = points_csv(pareto([CFLP(town), PMedian(town, budget=8)]))
    assert text.splitlines()[0].endswith(",proof,open,assignment")
    assert text.splitlines()[1].endswith(",proven,A;B,1>A:0.75;1>B:0.25;2>B")
