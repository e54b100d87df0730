"""What a CSV folder may hold beside its tables: ``about.toml`` and ``map.json``."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np

from siting.backdrop import Backdrop, Line
from siting.errors import InstanceError, listed, unknown
from siting.files.strictjson import strict_json
from siting.files.textfile import opened, shortened, small_text

ABOUT = ("name", "title", "source", "cost_unit", "demand_unit", "crs", "licence")

LARGEST_MAP = 10**7
"""Letters of a map that is still read."""


def read_about(path: Path) -> dict[str, str]:
    """Texts of an ``about.toml``, or none when there is no such file."""
    if not path.exists():
        return {}
    try:
        given = tomllib.loads(small_text(path))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        if isinstance(error, InstanceError):
            raise
        raise InstanceError(
            f"{path} is no TOML: {shortened(str(error), most=120)}; write lines like "
            'name = "my town".'
        ) from None
    for key, value in given.items():
        if key not in ABOUT:
            raise InstanceError(f"{path}: {unknown('key', key, ABOUT)}")
        if not isinstance(value, str):
            raise InstanceError(
                f"{path}: {key} is {_shown(value)}; expected text in quotes."
            )
    return given


def read_backdrop(path: Path, *, clients: Iterable[str]) -> Backdrop | None:
    """Roads and areas of a ``map.json``, or None when there is no such file.

    Lines are whole numbers ``x0, y0, dx, dy, ...``: a first point, then steps; a
    coordinate is such a number divided by ``scale``.
    """
    if not path.exists():
        return None
    data = _json(path)
    _check_keys(data, ("scale", "roads", "areas"), where=f"{path}")
    scale = data.get("scale", 1)
    if isinstance(scale, bool) or not isinstance(scale, int) or not 0 < scale < 2**53:
        _refuse(f"{path}: scale is {_shown(scale)}", "a whole number > 0")
    roads = _groups(data.get("roads", {}), scale=scale, where=f"{path}: roads")
    areas = _groups(data.get("areas", {}), scale=scale, where=f"{path}: areas")
    strange = [x for x in areas if x not in set(clients)]
    if strange:
        raise InstanceError(
            f"{path}: areas has {listed(strange)}, not in demand.csv; remove them or "
            "correct the id."
        )
    return Backdrop(roads=roads, areas=areas)


def _json(path: Path) -> dict[str, Any]:
    """The object that a JSON file holds."""
    try:
        with opened(path) as stream:
            data = strict_json(stream, where=str(path), most=LARGEST_MAP)
    except InstanceError:
        raise
    except ValueError as error:
        raise InstanceError(
            f"{path} is no JSON: {shortened(str(error), most=120)}; write it again."
        ) from None
    if not isinstance(data, dict):
        _refuse(f"{path} holds {_shown(data)}", "an object")
    return data


def _check_keys(data: dict[str, Any], known: Iterable[str], *, where: str) -> None:
    """Refuse a key that has no meaning."""
    for key in data:
        if key not in set(known):
            raise InstanceError(f"{where}: {unknown('key', key, known)}")


def _groups(data: Any, *, scale: int, where: str) -> dict[str, tuple[Line, ...]]:
    """Name -> lines."""
    if not isinstance(data, dict):
        _refuse(f"{where} is {_shown(data)}", "an object")
    found = {}
    for name, lines in data.items():
        if not isinstance(lines, list):
            _refuse(f"{where} {name!r} is {_shown(lines)}", "a list of lines")
        found[name] = tuple(
            _line(x, scale=scale, where=f"{where} {name!r}, line {k + 1}")
            for k, x in enumerate(lines)
        )
    return found


def _line(steps: Any, *, scale: int, where: str) -> Line:
    """Points (k, 2) of a first point and steps."""
    whole = isinstance(steps, list) and set(map(type, steps)) == {int}
    if not whole or len(steps) < 4 or len(steps) % 2:
        _refuse(
            f"{where} is {_shown(steps)}", "whole numbers x, y, dx, dy, ... in pairs"
        )
    if max(map(abs, steps)) >= 2**40:
        _refuse(f"{where} has {_shown(max(steps, key=abs))}", "numbers below 2^40")
    points = np.cumsum(np.array(steps, dtype=np.int64).reshape(-1, 2), axis=0) / scale
    points.setflags(write=False)
    return points


def _shown(value: Any) -> str:
    """A value from a file in few letters, however deep or long it is."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a table"
    return shortened(value) if isinstance(value, str) else str(value)[:40]


def _refuse(offender: str, expected: str) -> NoReturn:
    """Say what a map file has and what it should have."""
    raise InstanceError(f"{offender}; expected {expected}.")
