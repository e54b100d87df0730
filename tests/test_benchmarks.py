"""Benchmarks and scripts stand on names that are there: nothing else runs them."""

from __future__ import annotations

import ast
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def first_line(path: Path) -> str:
    """Who runs a file."""
    with path.open("rb") as lines:
        return lines.readline().decode("utf-8", "replace")


def programs() -> list[Path]:
    """All files in Python."""
    files = [p for f in ("benchmarks", "scripts") for p in (ROOT / f).rglob("*")]
    return sorted(
        p
        for p in files
        if p.is_file() and (p.suffix == ".py" or "python" in first_line(p))
    )


@pytest.mark.parametrize("path", programs(), ids=lambda p: p.name)
def test_what_is_imported_of_ours_is_there(path: Path) -> None:
    """Every 'from siting.x import y' names a module, and something in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not isinstance(node, ast.ImportFrom) or node.module is None:
            continue
        if node.module.split(".")[0] != "siting":
            continue
        module = import_module(node.module)
        for name in (alias.name for alias in node.names):
            there = name in dir(module) or find_spec(f"{node.module}.{name}")
            assert there, f"line {node.lineno}: {node.module} has no {name}"
