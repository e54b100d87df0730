"""Sites by how many of the plans they are in."""

from __future__ import annotations

from siting.measures.plans import grouped


def test_sites_are_in_every_most_few_or_no_plan() -> None:
    """Half of the plans are few."""
    shares = {"a": 1.0, "b": 0.75, "c": 0.5, "d": 0.0, "e": 0.01, "f": 0.51}
    assert grouped(shares) == {
        "every": ["a"],
        "most": ["b", "f"],
        "few": ["c", "e"],
        "none": ["d"],
    }
    assert grouped({}) == {"every": [], "most": [], "few": [], "none": []}
