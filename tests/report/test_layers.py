"""Pages of answers that are more, or less, than one site a client."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from siting import Instance, report, solve
from siting.models import BCLP, PDispersion
from siting.report.trips import trips_of


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
