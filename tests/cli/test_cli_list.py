"""``siting list`` and the help of models: what there is, each thing said once."""

from __future__ import annotations

from typing import Any

import pytest

from siting.flags import OF_FRONTS
from siting.parameters import own_of, parameters_of
from siting.plugins import MODELS, SOLVERS
from siting.problem import Problem
from siting.solver import FrontSolver, Solver

SHARED = [p.flag for p in parameters_of(Problem)]


def test_models_are_listed_with_their_line_and_their_own_flags(said: Any) -> None:
    """Name, what it is, what it needs and takes: two lines at most."""
    code, out, _ = said("list", "models")
    lines = out.splitlines()
    named = [line.split()[0] for line in lines if line[:1].islower()]
    assert code == 0
    assert named == MODELS.names()
    for name in named:
        model: type[Problem] = MODELS.find(name, Problem)
        at = next(k for k, line in enumerate(lines) if line.startswith(f"{name} "))
        assert lines[at].endswith((model.__doc__ or "").splitlines()[0])
        for field in own_of(model, Problem):
            assert field.flag in lines[at + 1]


def test_who_takes_several_objectives_is_said_once_and_in_the_help(said: Any) -> None:
    """What is listed by hand for a quick --help is what the registry has."""
    classes: list[type[Solver]] = [SOLVERS.find(n, Solver) for n in SOLVERS.names()]
    fronts = {cls.name for cls in classes if issubclass(cls, FrontSolver)}
    assert {"auto", *OF_FRONTS.split(", ")} == fronts
    _, out, _ = said("list", "solvers")
    *_, last, end = out.splitlines()
    told = last.rpartition(": ")[2].rstrip(";").split(", ")
    assert set(told) == fronts
    assert end == "of these only auto, nsga2, pso, weights take one objective as well."
    help_text = said("compare", "p-median+mclp", "--help")[1]
    assert "lagrangian" not in help_text
    assert "of a front, 0 whole and proved" in help_text


def test_what_every_model_takes_is_said_once_at_the_end(said: Any) -> None:
    """Not once a model, so that the list stays readable with thirty of them."""
    _, out, _ = said("list", "models")
    models, _, ending = out.partition("\n\n")
    assert all(flag in ending for flag in SHARED)
    assert "--required" not in models
    assert "--quotas" not in models


def test_the_line_of_a_model_tells_what_it_needs_and_what_it_refuses(said: Any) -> None:
    """A radius and a count for the MCLP; no closest for Huff's model."""
    lines = said("list", "models")[1].splitlines()

    def below(name: str) -> str:
        at = next(k for k, line in enumerate(lines) if line.startswith(f"{name} "))
        return str(lines[at + 1].strip())

    assert below("mclp") == "needs --radius and one of --p --add --budget"
    assert below("huff") == (
        "needs one of --p --add --budget; takes --competitors --beta --least-travel "
        "--attractiveness --outside; not --closest"
    )


@pytest.mark.parametrize("model", MODELS.names())
def test_help_has_the_models_own_flags_before_those_of_all(
    said: Any, model: str
) -> None:
    """Every flag once, own ones first, and a refused one with the reason."""
    code, out, _ = said("solve", model, "--help")
    cls: type[Problem] = MODELS.find(model, Problem)
    body = out[out.index("options:") :]
    own, shared = f"the question ({model}):", "the question (every model):"
    places = [body.index(own)] if own_of(cls, Problem) else []
    places += [body.index(f"\n  {p.flag} ") for p in own_of(cls, Problem)]
    places.append(body.index(shared))
    places += [body.index(f"\n  {flag} ") for flag in SHARED]
    assert code == 0
    assert places == sorted(places)
    assert all(body.count(f"\n  {p.flag} ") == 1 for p in parameters_of(cls))
    words = " ".join(body.split())
    for reason in cls.refused.values():
        assert f"not for {model}: {reason}" in words


def test_help_shows_the_few_values_of_a_choice(said: Any) -> None:
    """Nobody has to guess the words."""
    out = said("solve", "max-min-access", "--help")[1]
    assert "--decay step|linear|gaussian|exponential" in out
    assert "--whole yes|no" in out
