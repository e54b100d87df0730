"""What ``siting list`` prints: the names of models, solvers and instances."""

from __future__ import annotations

from siting.console import say
from siting.parameters import own_of, parameters_of
from siting.plugins import MODELS, READERS, SOLVERS
from siting.problem import Problem
from siting.reading import bundled, read
from siting.solver import FrontOnly, FrontSolver, Solver

COUNTS = ("p", "add", "budget")
"""One of these says how many sites are open."""


def run_list(kind: str) -> int:
    """Print names, a line or two each."""
    if kind == "models":
        _models()
    elif kind == "solvers":
        _solvers()
    elif kind == "instances":
        for name in bundled():
            print(f"{name:<14} {read(name).title}")
        for name in READERS.names():
            print(f"{name + ':...':<14} files that the reader {name!r} takes")
    else:
        say("there are no studies in this release.")
    return 0


def _solvers() -> None:
    """Each solver with its options; at the end those for several objectives."""
    names = SOLVERS.names()
    width = max(map(len, names))
    both, alone = [], []
    for name in names:
        method: type[Solver] = SOLVERS.find(name, Solver)
        flags = " ".join(f"?{p.name}=" for p in parameters_of(method))
        print(f"{name:<{width}} {first_line(method)} {flags}".rstrip())
        if issubclass(method, FrontOnly):
            alone.append(name)
        elif issubclass(method, FrontSolver):
            both.append(name)
    print(f"\nFor several objectives (siting pareto): {', '.join([*both, *alone])};")
    print(f"of these only {', '.join(both)} take one objective as well.")


def _models() -> None:
    """Each model with the flags that are its own; those of all once, at the end."""
    names = MODELS.names()
    width = max(map(len, names))
    for name in names:
        model: type[Problem] = MODELS.find(name, Problem)
        print(f"{name:<{width}}  {first_line(model)}")
        said = flags_of(model)
        if said:
            print(f"{'':<{width}}  {said}")
    flags = ", ".join(p.flag for p in parameters_of(Problem))
    print(f"\nEvery model takes {flags}, but for those after its 'not'.")
    print("'siting solve MODEL --help' explains the flags of a model.")


def flags_of(model: type[Problem]) -> str:
    """What a model needs, takes and does not take, beside what every model does."""
    own = own_of(model, Problem)
    needed = [p.flag for p in own if p.needed]
    if model.needs_count:
        counts = [f"--{key}" for key in COUNTS if key not in model.refused]
        needed.append(f"one of {' '.join(counts)}")
    parts = {
        "needs": " and ".join(needed),
        "takes": " ".join(p.flag for p in own if not p.needed),
        "not": " ".join(p.flag for p in parameters_of(Problem)
                        if p.name in model.refused),
    }  # fmt: skip
    return "; ".join(f"{word} {flags}" for word, flags in parts.items() if flags)


def first_line(cls: type) -> str:
    """The one line that says what a class is."""
    return (cls.__doc__ or "").strip().splitlines()[0]
