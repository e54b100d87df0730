"""Write the table of models x solvers into the README, between its two marks.

python scripts/readme_table.py [--check]

With --check nothing is written and the exit code is 1 when the table is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from siting.instance import Instance
from siting.parameters import parameters_of
from siting.plugins import MODELS, SOLVERS
from siting.problem import Problem
from siting.solver import Solver

README = Path(__file__).parents[1] / "README.md"
BEGIN = "<!-- models x solvers: made by scripts/readme_table.py -->"
END = "<!-- end of the table -->"


def example(model: type[Problem]) -> Problem:
    """A smallest problem of a model, to ask every solver about."""
    town = Instance.from_matrix([[0.0, 1.0], [1.0, 0.0]])
    needed = {p.name: p.kind(1) for p in parameters_of(model) if p.needed}
    return model(town, **({"p": 1} if model.needs_count else {}), **needed)


def table() -> str:
    """The table in Markdown."""
    solvers = SOLVERS.names()
    lines = [
        f"| model | what it asks | {' | '.join(solvers)} |",
        f"|---|---|{'---|' * len(solvers)}",
    ]
    for name in MODELS.names():
        model = MODELS.find(name, Problem)
        problem = example(model)
        marks = [
            "" if SOLVERS.find(s, Solver)().refuses(problem) else "yes" for s in solvers
        ]
        story = (model.__doc__ or "").splitlines()[0]
        lines.append(f"| `{name}` | {story} | {' | '.join(marks)} |")
    return "\n".join(lines)


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
