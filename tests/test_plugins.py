"""A plug-in is a file that is found, or an entry point of another package."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from sentences import said

import siting
from siting import models
from siting.plugins import MODELS, READERS, SOLVERS, Folder
from siting.problem import Problem
from siting.reader import Reader
from siting.solver import Solver

HOME = Path(siting.__file__).parent
BASES = {MODELS: Problem, SOLVERS: Solver, READERS: Reader}
FILES = [
    (folder, path.stem)
    for folder in BASES
    for path in sorted((HOME / folder.package.rpartition(".")[2]).glob("*.py"))
    if path.stem != "__init__"
]


@pytest.mark.parametrize(("folder", "stem"), FILES)
def test_every_file_is_found_under_its_name(folder: Folder, stem: str) -> None:
    """The file p_median.py holds the one class whose name is p-median."""
    name = stem.replace("_", "-")
    found = folder.find(name, BASES[folder])
    assert name in folder.names()
    assert found.name == name
    assert found.__module__ == f"{folder.package}.{stem}"
    assert not inspect.isabstract(found)


def test_the_folders_are_not_empty() -> None:
    """What the first release promises is there."""
    assert {"p-median", "mclp", "uflp"} <= set(MODELS.names())
    assert {"highs", "greedy", "interchange", "auto"} <= set(SOLVERS.names())
    assert {"csv", "orlib", "tsplib"} <= set(READERS.names())


def test_every_model_is_exported() -> None:
    """The reminder: one line in models/__init__.py gives a new model its short name."""
    wanted = {MODELS.find(n, Problem).__name__ for _, n in own(MODELS)}
    assert set(models.__all__) == wanted
    for name in models.__all__:
        assert issubclass(getattr(models, name), Problem)


def own(folder: Folder) -> list[tuple[Folder, str]]:
    """Names of the plug-ins in a folder of ours."""
    return [(f, stem.replace("_", "-")) for f, stem in FILES if f is folder]


@pytest.mark.parametrize(
    ("folder", "name", "beginning"),
    [
        (MODELS, "p-mediam", "No model is called 'p-mediam'; did you mean 'p-median'?"),
        (MODELS, "p_median", "No model is called 'p_median'; did you mean 'p-median'?"),
        (MODELS, "MCLP", "No model is called 'MCLP'; did you mean 'mclp'?"),
        (SOLVERS, "highz", "No solver is called 'highz'; did you mean 'highs'?"),
        (READERS, "orlip", "No reader is called 'orlip'; did you mean 'orlib'?"),
        (MODELS, "", "No model is called ''; there are "),
        (MODELS, "..run", "No model is called '..run'; "),
        (SOLVERS, "--init--", "No solver is called '--init--'; "),
    ],
)
def test_unknown_names_offer_the_nearest(
    folder: Folder, name: str, beginning: str
) -> None:
    """With all names behind, and nothing imported by a trick of the name."""
    sentence = said(lambda: folder.find(name, BASES[folder]))
    assert sentence.startswith(f"UsageError: {beginning}")
    assert sentence.endswith(f"{', '.join(folder.names())}.")


@pytest.fixture
def other_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package as pip would leave it, with plug-ins of its own."""
    info = tmp_path / "elsewhere-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: elsewhere\nVersion: 1\n"
    )
    (info / "entry_points.txt").write_text(
        "[siting.solvers]\nsleepy = elsewhere:Sleepy\nbroken = elsewhere:NUMBER\n"
        "[siting.models]\ndoubled-median = elsewhere:Doubled\n"
    )
    (tmp_path / "elsewhere.py").write_text(
        "from siting.models import PMedian\n"
        "from siting.solvers.greedy import Greedy\n"
        "NUMBER = 1\n"
        "class Sleepy(Greedy):\n    name = 'sleepy'\n"
        "class Doubled(PMedian):\n    name = 'doubled-median'\n"
    )
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("other_package")
def test_plug_ins_of_other_packages_are_found() -> None:
    """By entry points, beside our own and under their names."""
    assert "sleepy" in SOLVERS.names()
    assert SOLVERS.find("sleepy", Solver).__name__ == "Sleepy"
    assert MODELS.find("doubled-median", Problem).__name__ == "Doubled"
    assert "highs" in SOLVERS.names()


@pytest.mark.usefixtures("other_package")
def test_entry_points_to_something_else_are_refused() -> None:
    """A number is no solver, whatever its package says."""
    assert said(lambda: SOLVERS.find("broken", Solver)) == (
        "UsageError: the entry point elsewhere:NUMBER is no Solver; ask its authors."
    )


def test_a_file_without_its_class_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who forgets the name of the class is reminded where."""
    monkeypatch.setattr(siting.solvers, "__path__", [str(tmp_path)])
    monkeypatch.setattr(Folder, "_modules", lambda _: iter(["odd_one"]))
    (tmp_path / "odd_one.py").write_text("class Odd:\n    name = 'odd-one'\n")
    assert said(lambda: SOLVERS.find("odd-one", Solver)) == (
        "UsageError: the file siting.solvers.odd_one has no Solver with name = "
        "'odd-one'; name the class as its file is named, with dashes."
    )
