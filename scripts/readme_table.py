"""Write the table of models x solvers into the README, between its two marks.

python scripts/readme_table.py [--check]

With --check nothing is written and the exit code is 1 when the table is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from contract.cases import random_problems

from siting.plugins import MODELS, SOLVERS
from siting.problem import Problem
from siting.searching.heuristic import Heuristic
from siting.solver import Solver

README = Path(__file__).parents[1] / "README.md"
BEGIN = "<!-- models x solvers: made by scripts/readme_table.py -->"
END = "<!-- end of the table -->"


def example(model: type[Problem]) -> Problem:
    """A small problem of a model without conditions on sites, to ask solvers about."""
    found = random_problems(model, 200, seed=3)
    return next(p for p in found if p.rules.are_counts and p.instance.n > 2)


def table() -> str:
    """The table in Markdown."""
    lines = ["| model | what it asks | also solved exactly by |", "|---|---|---|"]
    for name in MODELS.names():
        model = MODELS.find(name, Problem)
        problem = example(model)
        fit = [s for s in exact() if SOLVERS.find(s, Solver)().refuses(problem) is None]
        story = (model.__doc__ or "").splitlines()[0]
        lines.append(f"| `{name}` | {story} | {', '.join(fit)} |")
    return "\n".join(lines)


def exact() -> list[str]:
    """Solvers that prove, those apart that take every model."""
    every = ("auto", "highs")
    return [
        name
        for name in SOLVERS.names()
        if name not in every and not issubclass(SOLVERS.find(name, Solver), Heuristic)
    ]


def main() -> int:
    """Replace what stands between the marks."""
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    new = f"{head}{BEGIN}\n{table()}\n{END}{tail}"
    if "--check" in sys.argv:
        return int(new != text)
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
