"""Reads a result that ``siting solve --json`` wrote, and what question it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import NoneType
from typing import Any

from siting.errors import InstanceError, unknown
from siting.files.strictjson import strict_json
from siting.instance import Instance
from siting.parameters import Parameter, parameters_of
from siting.plugins import MODELS
from siting.problem import Problem

LARGEST = 2**28
"""Letters of a result file that is still read."""

ASSIGNED = "assignment"
NUMBER, LIST = (int, float, NoneType), (list,)
KINDS: dict[str, tuple[tuple[type, ...], str]] = {
    **dict.fromkeys(
        (
            *("model", "instance", "sense", "measure", "unit", "termination"),
            *("solution", "proof", "solver", "method"),
        ),
        ((str,), "a text"),
    ),
    **dict.fromkeys(("instance_hash", "reason"), ((str, NoneType), "a text or null")),
    **dict.fromkeys(("objective", "bound", "gap"), (NUMBER, "a number or null")),
    **dict.fromkeys(
        ("seconds", "time_limit", "gap_limit"), (NUMBER, "a number or null")
    ),
    **dict.fromkeys(("seed", "threads"), ((int,), "a whole number")),
    **dict.fromkeys(
        ("parameters", "options", "versions", "amounts"), ((dict,), "an object")
    ),
    **dict.fromkeys(("notes", "trace"), (LIST, "a list")),
    "open": (LIST, "a list of site ids"),
    ASSIGNED: (
        (dict, list, NoneType),
        "an object or a list of [client, site, share]",
    ),
}
"""What each value of a result may be, where there is one."""

KIND_WORDS = {tuple: "a list", int: "a whole number", float: "a number"}


def read_result(path: Path) -> dict[str, Any]:
    """The one JSON object of a file; NaN, repeated keys and deep nesting refused."""
    try:
        with path.open(encoding="utf-8") as stream:
            result = strict_json(stream, where=str(path), most=LARGEST)
    except InstanceError:
        raise
    except OSError as error:
        raise InstanceError(
            f"cannot read {path}: {error.strerror or error}; give a file that "
            "'siting solve --json FILE' wrote."
        ) from None
    except UnicodeDecodeError:
        raise InstanceError(f"{path} is not UTF-8 text; no result of siting.") from None
    except ValueError as error:
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
        given[key] = _value(known[key], value)
    missing = [p.name for p in known.values() if p.needed and p.name not in given]
    if missing:
        raise InstanceError(
            f"the result has no parameter {missing[0]!r}, which {cls.name} needs."
        )
    return cls(instance, **given)


def _value(parameter: Parameter, value: Any) -> Any:
    """The value of a parameter, of the kind that its field has."""
    if parameter.kind is tuple and isinstance(value, list):
        return tuple(map(str, value))
    sound = isinstance(
        value, int | float if parameter.kind is float else parameter.kind
    )
    if not sound or (isinstance(value, bool) and parameter.kind is not bool):
        text = json.dumps(value, ensure_ascii=False)[:40]
        raise InstanceError(
            f"the result's parameter {parameter.name!r} is {text}; expected "
            f"{KIND_WORDS.get(parameter.kind, 'a text')}."
        )
    return value


def _check_shapes(result: Mapping[str, Any], path: Path) -> None:
    """Lists where lists belong, texts where texts do."""
    wrong = [
        key
        for key, (kinds, _) in KINDS.items()
        if key in result
        and (not isinstance(result[key], kinds) or isinstance(result[key], bool))
    ]
    served = result.get(ASSIGNED)
    if not wrong and not all(isinstance(x, str) for x in result.get("open", [])):
        wrong = ["open"]
    if not wrong and isinstance(served, dict):
        wrong = [] if all(isinstance(x, str) for x in served.values()) else [ASSIGNED]
    if not wrong and isinstance(served, list):
        wrong = [] if all(map(_is_share, served)) else [ASSIGNED]
    if wrong:
        got = json.dumps(result[wrong[0]], ensure_ascii=False)
        raise InstanceError(
            f"{path}: {wrong[0]!r} is {got[:40]}; expected {KINDS[wrong[0]][1]}."
        )


def _is_share(entry: Any) -> bool:
    """Whether it is [client, site, share], with a layer or without."""
    return (
        isinstance(entry, list)
        and len(entry) in (3, 4)
        and all(isinstance(x, str) for x in (*entry[:2], *entry[3:]))
        and isinstance(entry[2], int | float)
    )
