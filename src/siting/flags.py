"""The flags of a command: those of the run, and a flag for every field of a model."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from siting.errors import UsageError

if TYPE_CHECKING:
    from siting.parameters import Parameter
    from siting.problem import Problem


def add_run_flags(parser: argparse.ArgumentParser) -> None:
    """The flags of the limits of a run and of its outputs."""
    run = parser.add_argument_group("limits of the run")
    run.add_argument("--time-limit", metavar="S", help="seconds, default unlimited")
    run.add_argument("--gap", metavar="G", help="relative gap to stop at, default 0")
    run.add_argument("--threads", metavar="N", help="default 1")
    run.add_argument(
        "--evaluations",
        metavar="N",
        help="designs valued, by a method that counts them",
    )
    out = parser.add_argument_group("output")
    out.add_argument("--json", metavar="FILE|-", help="the answer as one JSON object")
    out.add_argument("--report", metavar="FILE.html", help="one offline page")
    out.add_argument("--quiet", action="store_true", help="no progress on stderr")


def add_model_flags(parser: argparse.ArgumentParser, model: str) -> list[Parameter]:
    """A flag for every field of the model, its own before those of all; the fields."""
    from siting.parameters import own_of, parameters_of
    from siting.plugins import MODELS
    from siting.problem import Problem

    cls: type[Problem] = MODELS.find(model, Problem)
    own, shared = own_of(cls, Problem), parameters_of(Problem)
    for title, fields in ((model, own), ("every model", shared)):
        if not fields:
            continue
        group = parser.add_argument_group(f"the question ({title})")
        for field in fields:
            text = field.description
            if field.name in cls.refused:
                text = f"not for {model}: {cls.refused[field.name]}"
            text = text.replace("%", "%%")
            group.add_argument(field.flag, metavar=field.metavar, help=text)
    return parameters_of(cls)


def add_flags_of_all(
    parser: argparse.ArgumentParser, models: Sequence[str]
) -> list[list[Parameter]]:
    """A flag for every field that some model has, once; the fields of each model."""
    from siting.parameters import own_of, parameters_of
    from siting.plugins import MODELS
    from siting.problem import Problem

    if not all(models):
        raise UsageError(
            f"{'+'.join(models)!r} has a + with no model beside it; write MODEL+MODEL, "
            "such as p-median+mclp."
        )
    classes: list[type[Problem]] = [MODELS.find(name, Problem) for name in models]
    seen: set[str] = set()
    parts = [(cls.name, own_of(cls, Problem)) for cls in classes]
    for title, fields in (*parts, ("every model", parameters_of(Problem))):
        new = [field for field in fields if field.name not in seen]
        seen |= {field.name for field in new}
        if new:
            group = parser.add_argument_group(f"the question ({title})")
        for field in new:
            text = field.description.replace("%", "%%")
            group.add_argument(field.flag, metavar=field.metavar, help=text)
    return [parameters_of(cls) for cls in classes]


OF_FRONTS = "sweep, boxes, dichotomy, search-region, kirlik-sayin, nsga2, pso, weights"
"""Methods for several objectives beside auto, exact ones first; none is imported."""


def add_limits_of_front(parser: argparse.ArgumentParser) -> None:
    """The flags of a run for several objectives, and of its output."""
    run = parser.add_argument_group("limits of the run")
    run.add_argument(
        "--solver",
        default="auto",
        help=f"default auto: exact unless large; also {OF_FRONTS}",
    )
    run.add_argument("--time-limit", metavar="S", help="seconds, default unlimited")
    run.add_argument("--evaluations", metavar="N", help="designs to look at")
    run.add_argument("--seed", metavar="N", help="for what is left to chance")
    run.add_argument("--threads", metavar="N", help="default 1")
    out = parser.add_argument_group("output")
    out.add_argument("--json", metavar="FILE|-", help="the front as one JSON object")
    out.add_argument("--report", metavar="FILE.html", help="one offline page")
    out.add_argument("--csv", metavar="FILE.csv", help="every point in a row")
    out.add_argument("--quiet", action="store_true", help="no progress on stderr")


def add_flags_of_comparison(parser: argparse.ArgumentParser, *, several: bool) -> None:
    """The flags of who runs beside whom, and of the tables.

    Parameters
    ----------
    several
        Whether the comparison is of fronts.
    """
    from siting.plugins import SOLVERS

    default = "nsga2,pso,weights" if several else "highs,greedy,interchange"
    names = f"auto, {OF_FRONTS}" if several else ", ".join(SOLVERS.names())
    parser.add_argument(
        "--solvers", default=default, help=f"default {default}; {names}"
    )
    parser.add_argument(
        "--seeds", metavar="N", help="runs with seeds 0 .. N-1, default 1"
    )
    reference = parser.add_argument_group("reference")
    reference.add_argument(
        "--no-reference",
        action="store_true",
        help="do not run auto beside what no solver of the list proves",
    )
    reference.add_argument(
        "--reference-time-limit", metavar="S", help="seconds for it, default as a run"
    )
    parser.add_argument("--latex", metavar="FILE.tex", help="the tables for a paper")
    parser.add_argument("--csv", metavar="FILE.csv", help="every run in a row")
