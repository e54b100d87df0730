"""Where the names of sites are written, so that none lies on another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels."""

LETTER = 8.0
"""Pixels of an average letter of a name."""
HALF = 9.0
"""Half the height of a name."""
REACH = 13.0
"""From the middle of a mark to its edge."""


def sides(
    places: Sequence[tuple[float, float]], names: Sequence[str], *, width: float
) -> list[str]:
    """Side of its mark on which each name finds room: right, left, or '' for none.

    Parameters
    ----------
    places
        x, y of each mark, in pixels.
    width
        Of the sheet, in pixels.

    >>> sides([(50, 50), (80, 50), (80, 90)], ["aaa", "bbb", "ccc"], width=110)
    ['left', '', 'left']
    """
    taken: list[Box] = [(x - REACH, y - REACH, x + REACH, y + REACH) for x, y in places]
    found = []
    for (x, y), name in zip(places, names, strict=True):
        length = LETTER * len(name)
        choice = ""
        for side, near in (("right", x + REACH), ("left", x - REACH - length)):
            box = near + 1, y - HALF, near + length - 1, y + HALF
            free = not any(_overlap(box, other) for other in taken)
            if free and box[0] >= 0 and box[2] <= width:
                choice = side
                taken.append(box)
                break
        found.append(choice)
    return found


def shortened(name: str, *, most: int = 24) -> str:
    """Write a name as it fits on a map: the first part of a crossing, or cut.

    >>> shortened("Avenida del Mar / Calle Cuatro Esquinas"), shortened("Plaza")
    ('Avenida del Mar', 'Plaza')
    """
    if len(name) <= most:
        return name
    first = name.split(" / ")[0]
    return first if len(first) <= most else first[: most - 1].rstrip() + "…"


def _overlap(a: Box, b: Box) -> bool:
    """Whether two boxes share some ground."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
