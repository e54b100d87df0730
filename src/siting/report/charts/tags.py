"""Words beside points of a chart: within the frame, and never on each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from siting.report.charts.chart import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Tag

LETTER = 7.2
"""Pixels of an average letter."""

HALF = 8.0
"""Half the height of a word."""

REACH = 9.0
"""Pixels from a point to its word."""


def tags_at(
    places: Mapping[tuple[float, float], Sequence[str]], *, right: bool, up: bool
) -> tuple[Tag, ...]:
    """A word for each place, away from where better points would lie.

    Parameters
    ----------
    places
        (x, y) in pixels -> what is said there.
    right, up
        The side on which there is room: where values are worse.
    """
    found: list[Tag] = []
    for (x, y), words in sorted(places.items(), key=lambda x: x[0][1], reverse=up):
        text = ", ".join(words)
        wide = LETTER * len(text)
        fits = x + REACH + wide <= WIDTH - RIGHT, x - REACH - wide >= LEFT
        to_right = fits[0] if right else not fits[1]
        side, at = ("right", x + REACH) if to_right else ("left", x - REACH)
        level = min(max(y + (-REACH if up else REACH), TOP + HALF),
                    HEIGHT - BOTTOM - HALF)  # fmt: skip
        tag = Tag(round(at, 1), round(level, 1), text, side)
        found.append(_free(tag, found, step=-HALF if up else HALF))
    return tuple(found)


def _free(tag: Tag, others: Sequence[Tag], *, step: float) -> Tag:
    """The same word, farther away where another is in its way, if there is room.

    It is looked for on the side of the step first, then on the other one.
    """
    for way in (step, -step):
        level = tag.y
        while TOP + HALF <= level <= HEIGHT - BOTTOM - HALF:
            if not any(_meet(tag.x, level, tag, other) for other in others):
                return Tag(tag.x, round(level, 1), tag.text, tag.side)
            level += way
    return tag


def _meet(x: float, y: float, tag: Tag, other: Tag) -> bool:
    """Whether a word at a place would lie on another."""
    left, end = _span(Tag(x, y, tag.text, tag.side))
    low, high = _span(other)
    return abs(y - other.y) < 2 * HALF and left < high and low < end


def _span(tag: Tag) -> tuple[float, float]:
    """From where to where a word goes across."""
    wide = LETTER * len(tag.text)
    return (tag.x, tag.x + wide) if tag.side == "right" else (tag.x - wide, tag.x)
