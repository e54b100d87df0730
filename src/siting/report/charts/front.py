"""The points of a front: a picture for every pair of objectives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from siting.front import Front, unique_names
from siting.report.charts.chart import Chart, Patch, Tag, drawn
from siting.report.charts.plane import Plane, pairs_of, plane_of
from siting.report.charts.tags import tags_at


def front_charts(front: Front, chosen: Mapping[str, int]) -> list[Chart]:
    """Draw every pair of objectives: all points, and the edge of what can be had.

    Of three objectives or more, the edge in a picture is the front of its two alone.

    Parameters
    ----------
    chosen
        Word that stands beside a point -> its position in the front.
    """
    if not len(front):
        return []
    return [_chart(front, pair, chosen) for pair in pairs_of(front.tradeoff)]


def _chart(front: Front, pair: tuple[int, int], chosen: Mapping[str, int]) -> Chart:
    """One pair."""
    plane = plane_of(front.tradeoff, pair, front.values)
    names = unique_names(front.tradeoff)
    title = f"{names[pair[1]]} against {names[pair[0]]}"
    words = [f"plan {k + 1}" for k in range(len(front))]
    chart = drawn(
        f"front-{pair[0]}-{pair[1]}",
        title[0].upper() + title[1:],
        _words(front),
        axes=(plane.x, plane.y),
        curves=(),
    )
    return replace(
        chart,
        lines=(plane.stairs(front.values, 0),),
        patches=_unexplored(front, plane),
        dots=tuple(plane.dots(front.values, 0, solid=front.proven, words=words)),
        tags=_tags(front, plane, chosen),
    )


def _words(front: Front) -> str:
    """What the picture says, for who cannot see it."""
    count = f"{len(front):,} points" if len(front) > 1 else "One point"
    two = len(front.tradeoff.problems) == 2
    edge = "all that can be had" if front.complete else "all that was found"
    told = f"{count}; the line is the edge of {edge}"
    told += "" if two else " in these two objectives, whatever the others are"
    sure = front.proven.all()
    return f"{told}. {'All are proved.' if sure else 'Hollow ones are not proved.'}"


def _unexplored(front: Front, plane: Plane) -> tuple[Patch, ...]:
    """Where alone points may be missing; of two objectives only, which fill it."""
    boxes = front.unexplored
    if boxes is None or not len(boxes) or len(front.tradeoff.problems) > 2:
        return ()
    return (Patch("unexplored", plane.boxes(boxes)),)


def _tags(front: Front, plane: Plane, chosen: Mapping[str, int]) -> tuple[Tag, ...]:
    """Words beside points, on the side of what is worse, where no point lies."""
    if front.q == 2:  # the ends of a line need no words
        chosen = {word: k for word, k in chosen.items() if not word.startswith("best")}
    if not chosen:
        return ()
    spots = plane.places(front.values[list(chosen.values())])
    at: dict[tuple[float, float], list[str]] = {}
    for word, (x, y) in zip(chosen, spots, strict=True):
        at.setdefault((float(x), float(y)), []).append(word)
    return tags_at(at, right=bool(plane.signs[0] > 0), up=bool(plane.signs[1] > 0))
