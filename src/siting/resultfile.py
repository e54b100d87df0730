"""Reads a result that ``siting solve --json`` wrote, and what question it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from siting.errors import InstanceError, SitingError, unknown
from siting.instance import Instance
from siting.parameters import parameters_of
from siting.plugins import MODELS
from siting.problem import Problem

LARGEST = 2**28
"""Bytes of a result file that is still read."""


def read_result(path: Path) -> dict[str, Any]:
    """The one JSON object of a file; NaN, repeated keys and deep nesting refused."""
    try:
        if path.stat().st_size > LARGEST:
            raise InstanceError(
                f"{path} is larger than {LARGEST >> 20} MiB; no result is."
            )
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InstanceError(
            f"cannot read {path}: {error.strerror or error}; give a file that "
            "'siting solve --json FILE' wrote."
        ) from None
    except UnicodeDecodeError:
        raise InstanceError(f"{path} is not UTF-8 text; no result of siting.") from None
    try:
        result = json.loads(
            text, object_pairs_hook=_once(path), parse_constant=_no_constant(path)
        )
    except (ValueError, RecursionError) as error:
        if isinstance(error, SitingError):
            raise
        raise InstanceError(
            f"{path} is not JSON ({str(error)[:80]}); give a file that "
            "'siting solve --json FILE' wrote."
        ) from None
    if not isinstance(result, dict) or "model" not in result:
        raise InstanceError(
            f"{path} holds no result: expected one object with 'model' and 'open'; "
            "give a file that 'siting solve --json FILE' wrote."
        )
    _check_shapes(result, path)
    return result


def problem_of(result: Mapping[str, Any], instance: Instance) -> Problem:
    """The question that a result answers, asked of an instance."""
    cls: type[Problem] = MODELS.find(str(result["model"]), Problem)
    known = {p.name: p for p in parameters_of(cls)}
    given: dict[str, Any] = {}
    for key, value in result.get("parameters", {}).items():
        if key not in known:
            raise InstanceError(unknown(f"parameter of {cls.name}", key, known))
        given[key] = tuple(map(str, value)) if isinstance(value, list) else value
    missing = [p.name for p in known.values() if p.needed and p.name not in given]
    if missing:
        raise InstanceError(
            f"the result has no parameter {missing[0]!r}, which {cls.name} needs."
        )
    return cls(instance, **given)


def _check_shapes(result: Mapping[str, Any], path: Path) -> None:
    """Lists where lists belong, texts where texts do."""
    opened = result.get("open", [])
    served = result.get("assignment") or {}
    triples = (
        served if isinstance(served, list) else [(c, s, 1) for c, s in served.items()]
    )
    sound = (
        isinstance(opened, list)
        and all(isinstance(x, str) for x in opened)
        and isinstance(result.get("parameters", {}), dict)
        and isinstance(served, dict | list)
        and all(
            isinstance(t, list | tuple)
            and len(t) == 3
            and all(isinstance(x, str) for x in t[:2])
            and isinstance(t[2], int | float)
            for t in triples
        )
    )
    if not sound:
        raise InstanceError(
            f"{path}: 'open' must be a list of site ids, 'parameters' an object, and "
            "'assignment' an object or a list of [client, site, share]."
        )


def _once(path: Path) -> Any:
    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) < len(items):
            keys = [k for k, _ in items]
            twice = next(k for k in keys if keys.count(k) > 1)
            raise InstanceError(f"{path} gives the key {twice!r} twice; keep one.")
        return found

    return pairs


def _no_constant(path: Path) -> Any:
    def refuse(text: str) -> None:
        raise InstanceError(f"{path} holds {text}; unknown numbers are null in JSON.")

    return refuse
