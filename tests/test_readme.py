"""The README stays true."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from siting.cli import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Code blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", README, flags=re.DOTALL)


def test_table_of_models_and_solvers_is_the_generated_one() -> None:
    """Run scripts/readme_table.py after adding a model or a solver."""
    script = ROOT / "scripts" / "readme_table.py"
    run = subprocess.run([sys.executable, script, "--check"], check=False)
    assert run.returncode == 0


def test_models_are_exported() -> None:
    """Run scripts/export_models.py after adding a model."""
    script = ROOT / "scripts" / "export_models.py"
    run = subprocess.run([sys.executable, script, "--check"], check=False)
    assert run.returncode == 0


def test_python_lines_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The lines that a newcomer pastes print a proved plan and write the page."""
    monkeypatch.chdir(tmp_path)
    (lines,) = blocks("python")
    (tmp_path / "lines.py").write_text(lines, encoding="utf-8")
    runpy.run_path("lines.py")
    assert "certified" in capsys.readouterr().out
    assert (tmp_path / "plan.html").stat().st_size > 10_000


def test_files_and_scripts_named_are_there() -> None:
    """Every local link and every script of the README exists."""
    links = re.findall(r"\]\((?!https?:)([^)]+)\)", README)
    scripts = re.findall(r"(?:scripts|benchmarks)/[\w.]+", README)
    assert len(links) >= 3
    assert len(scripts) >= 5
    for name in {*links, *scripts}:
        assert (ROOT / name).exists(), name


def test_the_ratio_to_published_times_is_what_its_command_prints() -> None:
    """Of the kept lines of the runs, without running anything or having the data."""
    found = re.search(
        r"([\d.]+) x that time.*`python (benchmarks/exact.py .*?)`", README
    )
    assert found is not None
    run = subprocess.run(
        [sys.executable, *shlex.split(found[2])],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    last = run.stdout.splitlines()[-1]
    assert last.startswith(f"tsplib: {found[1]} x the published time")
    assert "15 proved" in last


@pytest.mark.slow
def test_the_front_shown_is_what_its_command_prints(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every line of the block, the sites of a point aside."""
    (shown,) = blocks("text")
    command = re.search(r"^siting (pareto .*)$", README, flags=re.MULTILINE)
    assert command is not None
    monkeypatch.chdir(tmp_path)
    main([*shlex.split(command[1]), "--quiet"])
    printed = capsys.readouterr().out
    assert (tmp_path / "points.csv").exists()
    for line in shown.splitlines():
        assert f"\n{line}" in f"\n{printed}"


@pytest.mark.parametrize(
    "line", [x for b in blocks("sh") for x in b.splitlines() if x.startswith("siting ")]
)
def test_commands_are_understood(line: str, tmp_path: Path) -> None:
    """Each command of the README runs, in its order of writing and reading files."""
    if "rl1304" in line:
        line = line.replace("orlib:pmed1 tsplib:rl1304.tsp?distance=floor", "coquimbo")
    before = "siting solve p-median coquimbo --p 8 --json plan.json"
    program = [sys.executable, "-m", "siting.cli"]
    for command in (before, line):
        run = subprocess.run(
            [*program, *shlex.split(command)[1:]],
            cwd=tmp_path,
            env={**os.environ, "SITING_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        feasible = " pareto " in command  # fractional travel: no front is complete
        assert run.returncode in ((0, 2) if feasible else (0,)), run.stderr
