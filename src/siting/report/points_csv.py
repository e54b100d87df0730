"""All points of a front as CSV, one in a row."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from siting.front import unique_names

if TYPE_CHECKING:
    from siting.front import Front


def points_csv(front: Front) -> str:
    """Write number, values, what is proved and the open sites of every point.

    Points are numbered from 1, as in the terminal. Values have all digits and the unit
    of the model; sites are joined by semicolons. Where all objectives are measured on
    one assignment it is in a last column: client, site and share of every trip.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    last = [] if front.served is None else ["assignment"]
    writer.writerow(["point", *unique_names(front.tradeoff), "proof", "open", *last])
    for k, point in enumerate(front.points):
        values = map(repr, point["objectives"].values())
        row = [k + 1, *values, point["proof"], ";".join(point["open"])]
        writer.writerow([*row, *(_trips(point[key]) for key in last)])
    return text.getvalue()


def _trips(assignment: dict[str, str] | list[tuple[str, str, float]]) -> str:
    """Who goes where: client>site, and the share where it is not all."""
    if isinstance(assignment, dict):
        return ";".join(f"{who}>{where}" for who, where in assignment.items())
    return ";".join(
        f"{who}>{where}" + ("" if part == 1 else f":{part!r}")
        for who, where, part in assignment
    )
