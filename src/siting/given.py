"""What the words of a command stand for: a run, a solver, problems, files to write."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from siting.errors import UsageError
from siting.instance import Instance
from siting.parameters import Parameter, from_text, options_in, parameters_of
from siting.plugins import MODELS, SOLVERS
from siting.problem import Problem
from siting.reading import read
from siting.solver import Solver
from siting.writing import check_writable, write_atomically


@dataclass(frozen=True)
class Run:
    """Limits of a run as the command line gives them."""

    time_limit: float = math.inf
    gap: float = 0.0
    threads: int = 1
    seed: int = 0
    seeds: int = 1
    evaluations: int | None = None
    reference_time_limit: float | None = None


def limits_of(options: argparse.Namespace) -> Run:
    """The run's flags as numbers."""
    given = {
        p.name: getattr(options, p.name)
        for p in parameters_of(Run)
        if getattr(options, p.name, None) is not None
    }
    limits = Run(**from_text(Run, given, what="the run"))
    if limits.seeds < 1:
        raise UsageError(f"seeds is {limits.seeds}; expected a whole number >= 1.")
    return limits


def solver_of(text: str) -> Solver:
    """A solver by name, with options after a question mark."""
    name, mark, query = text.partition("?")
    cls: type[Solver] = SOLVERS.find(name, Solver)
    given = options_in(query) if mark else {}
    return cls(**from_text(cls, given, what=f"solver {name}"))


def solvers_of(text: str) -> list[Solver]:
    """The solvers of a list with commas between."""
    return [solver_of(word.strip()) for word in text.split(",") if word.strip()]


def problems_of(
    instances: Sequence[str], options: argparse.Namespace, fields: Sequence[Parameter]
) -> list[Problem]:
    """The model with the given flags, on each instance."""
    given = _given(options.model, options, fields)
    cls: type[Problem] = MODELS.find(options.model, Problem)
    towns: list[Instance] = [read(where) for where in instances]
    return [cls(town, **given) for town in towns]


def several_of(
    options: argparse.Namespace, fields: Sequence[Sequence[Parameter]]
) -> list[Problem]:
    """The models with the given flags, each with those that it has, on one instance."""
    (problems,) = several_on([options.instance], options.models, options, fields)
    return problems


def several_on(
    instances: Sequence[str],
    models: str,
    options: argparse.Namespace,
    fields: Sequence[Sequence[Parameter]],
) -> list[list[Problem]]:
    """The models, joined by a plus, with the given flags, on each instance."""
    names = models.split("+")
    given = [_given(n, options, each) for n, each in zip(names, fields, strict=True)]
    towns: list[Instance] = [read(where) for where in instances]
    found: list[type[Problem]] = [MODELS.find(name, Problem) for name in names]
    taken = _where_taken(found, given)
    return [
        [cls(town, **each) for cls, each in zip(found, taken, strict=True)]
        for town in towns
    ]


def _where_taken(
    models: Sequence[type[Problem]], given: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """A flag goes to the models that take it; to all, so they say why, if none does."""
    wanted = {
        key
        for model, each in zip(models, given, strict=True)
        for key in each
        if key not in model.refused
    }
    return [
        {k: v for k, v in each.items() if k not in model.refused or k not in wanted}
        for model, each in zip(models, given, strict=True)
    ]


def _given(
    model: str, options: argparse.Namespace, fields: Sequence[Parameter]
) -> dict[str, Any]:
    """The fields of a model that were given as flags."""
    texts = {f.name: getattr(options, f.name) for f in fields}
    missing = [f.flag for f in fields if f.needed and texts[f.name] is None]
    if missing:
        raise UsageError(
            f"{model} needs {' and '.join(missing)}; see 'siting solve {model} --help'."
        )
    return {f.name: f.parse(texts[f.name]) for f in fields if texts[f.name] is not None}


def check_outputs(*paths: str | None) -> None:
    """Refuse files that cannot be written, or twice, before the long run, not after."""
    seen: set[Path] = set()
    for path in paths:
        if path and path != "-":
            check_writable(Path(path))
            place = Path(path).resolve()
            if place in seen and (place.is_file() or not place.exists()):
                raise UsageError(
                    f"{path} is given for two outputs, and the second would replace "
                    "the first; name two files."
                )
            seen.add(place)


def write_json(path: str | None, value: dict[str, Any]) -> None:
    """One object to a file or to stdout."""
    if not path:
        return
    text = json.dumps(value, indent=2, allow_nan=False, ensure_ascii=False) + "\n"
    if path == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        write_atomically(Path(path), text)
