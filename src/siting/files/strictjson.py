"""JSON read strictly: keys that differ, finite numbers, and nothing large or deep."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, NoReturn, TextIO

from siting.errors import InstanceError
from siting.files.textfile import shortened

BEYOND = 1e300
"""Numbers of this size are none."""

DEEPEST = 32
"""Lists and objects within each other that are still read."""

TOO_DEEP = f"lists and objects are nested deeper than {DEEPEST} levels"


def strict_json(stream: TextIO, *, where: str, most: int) -> Any:
    """The one value that a text holds.

    Parameters
    ----------
    where
        The file, as a complaint names it.
    most
        Letters that are read; a longer text is refused.

    Raises
    ------
    InstanceError
        A whole sentence: the text is too long, gives a key twice, or holds a number
        that is none.
    ValueError
        Why it is not JSON that can be read: the caller knows what to write instead.
    """
    text = stream.read(most + 1)
    if len(text) > most:
        raise InstanceError(f"{where} is longer than {most:,} letters; shorten it.")
    try:
        value = json.loads(
            text,
            object_pairs_hook=_once(where),
            parse_constant=_no_constant(where),
            parse_float=_number(float, where),
            parse_int=_number(int, where),
        )
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    if _is_deep(value):
        raise ValueError(TOO_DEEP)
    return value


def _is_deep(value: Any) -> bool:
    """Whether lists and objects nest deeper than is read; looks at level by level."""
    level = [value]
    for _ in range(DEEPEST + 1):
        nests = [x for x in level if isinstance(x, dict | list)]
        level = [y for x in nests for y in (x.values() if isinstance(x, dict) else x)]
    return bool(nests)


def _once(where: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Make an object of keys that differ."""

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) < len(items):
            twice = Counter(key for key, _ in items).most_common(1)[0][0]
            raise InstanceError(
                f"{where} gives the key {shortened(twice)} twice; keep one."
            )
        return found

    return pairs


def _number(kind: type[int | float], where: str) -> Callable[[str], float]:
    """Read numbers that arithmetic can bear."""

    def read(text: str) -> float:
        value = kind(text)
        if not abs(value) < BEYOND:
            raise InstanceError(
                f"{where} holds {text[:40]}; expected numbers below {BEYOND:g}."
            )
        return value

    return read


def _no_constant(where: str) -> Callable[[str], NoReturn]:
    """Refuse NaN and Infinity, which JSON does not have."""

    def refuse(text: str) -> NoReturn:
        raise InstanceError(f"{where} holds {text}; unknown numbers are null in JSON.")

    return refuse
