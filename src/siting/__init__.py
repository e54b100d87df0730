"""Decide where facilities go: proved optima, heuristics beside them, all checked.

Seven nouns (`Instance`, `Problem`, `Solver`, `Solution`, `Front`, `Comparison`,
`FrontComparison`) and the verbs `read`, `solve`, `pareto`, `compare`, `compare_fronts`
and `report`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from siting.comparison import Comparison, compare
    from siting.front import Front
    from siting.front_comparison import FrontComparison, compare_fronts
    from siting.frontier import pareto
    from siting.instance import Instance
    from siting.problem import Problem
    from siting.reading import read
    from siting.report import report
    from siting.run import solve
    from siting.solution import Solution
    from siting.solver import Solver

_HOMES = {
    "Comparison": "siting.comparison",
    "Front": "siting.front",
    "FrontComparison": "siting.front_comparison",
    "Instance": "siting.instance",
    "Problem": "siting.problem",
    "Solution": "siting.solution",
    "Solver": "siting.solver",
    "compare": "siting.comparison",
    "compare_fronts": "siting.front_comparison",
    "pareto": "siting.frontier",
    "read": "siting.reading",
    "report": "siting.report",
    "solve": "siting.run",
}

__all__ = [
    "Comparison",
    "Front",
    "FrontComparison",
    "Instance",
    "Problem",
    "Solution",
    "Solver",
    "compare",
    "compare_fronts",
    "pareto",
    "read",
    "report",
    "solve",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that ``siting --help`` is quick."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'siting' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
