"""Extreme supported points, told by exact arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Point = tuple[float, float]


def normal(one: Point, other: Point) -> tuple[Fraction, Fraction]:
    """Weights with which two neighbours, the left one first, have the same sum."""
    return (
        Fraction(one[1]) - Fraction(other[1]),
        Fraction(other[0]) - Fraction(one[0]),
    )


def is_below(point: Point, one: Point, other: Point) -> bool:
    """Whether a point is better than two neighbours in the sum that they share."""
    first, second = normal(one, other)
    line = first * Fraction(one[0]) + second * Fraction(one[1])
    return first * Fraction(point[0]) + second * Fraction(point[1]) < line


def extreme(points: Sequence[Point]) -> list[Point]:
    """The corners of the lower left hull, from left to right, each once.

    None is dominated, and none lies on the line between two others.
    """
    found: list[Point] = []
    for point in sorted(set(points)):
        if found and point[1] >= found[-1][1]:
            continue
        while len(found) > 1 and not is_below(found[-1], found[-2], point):
            found.pop()
        found.append(point)
    return found
