"""Levels of travel that are settled one after another, as texts."""

from __future__ import annotations

import math

from siting.errors import ProblemError


def level_of(text: str, *, last: bool) -> tuple[float, float | None]:
    """Travel and people of one settled level; only the last may lack people."""
    travel, colon, people = text.partition(":")
    try:
        found = float(travel), float(people) if colon else None
    except ValueError:
        found = math.nan, None
    fine = 0 < found[0] < math.inf and (found[1] is None or 0 <= found[1] < math.inf)
    if not fine or (found[1] is None and not last):
        raise ProblemError(
            f"settled has {text!r}; expected 'travel:people' such as 12.5:40 (only the "
            "last may lack people)."
        )
    return found
