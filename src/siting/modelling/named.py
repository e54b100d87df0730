"""Numbers with names, such as a radius for each service: 'clinic=30'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from siting.errors import ProblemError, unknown
from siting.ruling import check_number


def numbers_by_name(
    key: str, given: Sequence[str] | Mapping[str, float], *, one: str, unit: str
) -> dict[str, float]:
    """Name -> number >= 0, of 'name=number' texts or of a mapping, in their order.

    Parameters
    ----------
    key
        The field that is given, for what is refused.
    one
        What a single number is: a radius.
    unit
        Its unit, for what is refused.

    Examples
    --------
    >>> numbers_by_name("radii", ["first aid=5", "clinic=30"], one="radius", unit="")
    {'first aid': 5.0, 'clinic': 30.0}
    """
    if isinstance(given, str):
        raise ProblemError(
            f"{key} is the text {given!r}; expected a list such as ['clinic=30']."
        )
    if isinstance(given, Mapping):
        pairs = [(str(name), value) for name, value in given.items()]
    else:
        pairs = [_split(key, str(text), one=one) for text in given]
    found: dict[str, float] = {}
    for name, value in pairs:
        if name in found:
            raise ProblemError(f"{key} names {name!r} twice; give it one {one}.")
        check_number(f"the {one} of {name!r}", value, unit=unit)
        found[name] = float(value)
    return found


def check_names(
    key: str, found: Mapping[str, float], *, names: Sequence[str], kind: str
) -> None:
    """Refuse the name of something that there is not.

    Parameters
    ----------
    kind
        What has these names: a scenario, a period.
    """
    for name in found:
        if name not in names:
            raise ProblemError(f"{key}: {unknown(kind, name, names)}")


def _split(key: str, text: str, *, one: str) -> tuple[str, Any]:
    """'name=number' in two; what is no number stays a text, to be refused."""
    name, equals, value = (x.strip() for x in text.rpartition("="))
    if not equals or not name:
        raise ProblemError(
            f"{key} has {text!r}; expected name={one}, such as clinic=30."
        )
    try:
        return name, float(value)
    except ValueError:
        return name, value
