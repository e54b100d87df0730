"""Write ``siting/models/__init__.py`` from the files that lie beside it.

python scripts/export_models.py [--check]

With --check nothing is written and the exit code is 1 when it is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

from siting.plugins import MODELS
from siting.problem import Problem

FILE = Path(__file__).parents[1] / "src" / "siting" / "models" / "__init__.py"

STORY = "The location problems, one file each; made by scripts/export_models.py."


def text() -> str:
    """An import a model, and all their names."""
    found = [MODELS.find(name, Problem) for name in MODELS.names()]
    ours = [m for m in found if m.__module__.startswith("siting.models.")]
    imports = [f"from {m.__module__} import {m.__name__}" for m in ours]
    names = "\n".join(f'    "{name}",' for name in names_of(ours))
    lines = "\n".join(sorted(imports))
    return f'"""{STORY}"""\n\n{lines}\n\n__all__ = [\n{names}\n]\n'


def names_of(found: list[type[Problem]]) -> list[str]:
    """Names of classes as ruff sorts them: those in capitals first."""
    return sorted((m.__name__ for m in found), key=lambda x: (not x.isupper(), x))


def main() -> int:
    """Replace the file."""
    if "--check" in sys.argv:
        return int(FILE.read_text(encoding="utf-8") != text())
    FILE.write_text(text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
