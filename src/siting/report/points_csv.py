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
    of the model; sites are joined by semicolons.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["point", *unique_names(front.tradeoff), "proof", "open"])
    for k, point in enumerate(front.points):
        values = map(repr, point["objectives"].values())
        writer.writerow([k + 1, *values, point["proof"], ";".join(point["open"])])
    return text.getvalue()
