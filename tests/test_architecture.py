"""The house: who imports whom, how long a file is, and what loads when."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import siting

HOME = Path(siting.__file__).parent
FILES = {
    ".".join(("siting", *path.relative_to(HOME).with_suffix("").parts)): path
    for path in sorted(HOME.rglob("*.py"))
}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in FILES.items()}

BASE = {
    "errors", "validation", "cost", "backdrop", "frames", "instance", "rules", "forms",
    "matrix", "role", "between", "quota", "ruling", "draft", "finishing", "numbered",
}  # fmt: skip
"""Data and shapes: they import nothing of ours but each other."""


def of_ours(name: str, *, lazily: bool = True, typing: bool = False) -> set[str]:
    """Modules of ours that a file imports, as 'models.p_median'.

    Parameters
    ----------
    lazily
        Whether imports inside functions count.
    typing
        Whether imports for annotations alone count.
    """
    found = set()
    for node in imports(TREES[name], lazily=lazily, typing=typing):
        for module in targets(node, name=name):
            if module == "siting" or module.startswith("siting."):
                found.add(module.removeprefix("siting").removeprefix(".") or "siting")
    return found


def imports(
    tree: ast.AST, *, lazily: bool, typing: bool
) -> Iterator[ast.Import | ast.ImportFrom]:
    """The import statements of a file."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not lazily:
            continue
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            if typing:
                yield from imports(node, lazily=lazily, typing=typing)
        else:
            yield from imports(node, lazily=lazily, typing=typing)


def targets(node: ast.Import | ast.ImportFrom, *, name: str) -> set[str]:
    """Full names of the modules that a statement imports."""
    if isinstance(node, ast.Import):
        return {alias.name for alias in node.names}
    package = name.split(".")[:-1]
    home = package[: len(package) - node.level + 1] if node.level else []
    module = ".".join([*home, *([node.module] if node.module else [])])
    inner = {f"{module}.{alias.name}" for alias in node.names}
    return {x for x in inner if x in FILES or f"{x}.__init__" in FILES} or {module}


def within(modules: set[str], *tops: str) -> set[str]:
    """Those of some modules that are, or lie in, one of some packages."""
    return {m for m in modules if m.split(".")[0] in tops}


def files_of(*tops: str) -> list[str]:
    """Names of all files in some packages, or of some modules."""
    return [name for name in FILES if name.split(".")[1] in tops]


def test_the_reading_of_imports_sees_them_all() -> None:
    """The tests below are worth what this is worth."""
    assert "models.mclp" in of_ours("siting.models.__init__")
    assert "milp.child" in of_ours("siting.solvers.highs")
    assert "kernels.median" in of_ours("siting.searching.search")
    assert "kernels.median" not in of_ours("siting.searching.search", lazily=False)
    assert "run" in of_ours("siting.__init__", typing=True)
    assert "run" not in of_ours("siting.__init__")


@pytest.mark.parametrize("module", sorted(BASE))
def test_the_base_layer_stands_alone(module: str) -> None:
    """Instance, forms, matrix and what they rest on import nothing else of ours."""
    assert of_ours(f"siting.{module}", typing=True) <= BASE


@pytest.mark.parametrize("name", files_of("models"))
def test_models_know_no_solver(name: str) -> None:
    """A model says what is asked, not how it is answered."""
    above = (
        "solvers",
        "milp",
        "kernels",
        "run",
        "searching",
        "report",
        "cli",
        "commands",
    )
    assert not within(of_ours(name, typing=True), *above)


@pytest.mark.parametrize("name", FILES)
def test_reasons_are_known_to_the_explanation_alone(name: str) -> None:
    """Whoever wants to know why there is no answer asks `siting.explain`."""
    if name != "siting.explain" and not name.startswith("siting.reasons."):
        assert not within(of_ours(name, typing=True), "reasons")


@pytest.mark.parametrize("name", files_of("indicators", "measures"))
def test_measures_of_a_front_know_arrays_alone(name: str) -> None:
    """They serve fronts, comparisons, pages and studies, and know none of them."""
    found = of_ours(name, typing=True)
    assert found == within(found, "indicators", "measures", "cost", "errors")


@pytest.mark.parametrize("name", files_of("access"))
def test_access_knows_no_model(name: str) -> None:
    """Its algebra serves models, reports and studies alike."""
    above = ("models", "solvers", "milp", "kernels", "run", "searching", "report")
    assert not within(of_ours(name, typing=True), *above, "cli", "commands", "claims")


METHODS = {
    "medians", "centers", "covering", "capacitated", "benders", "textbook", "branching",
    "fronts",
}  # fmt: skip
"""Rooms with the parts of solvers."""


@pytest.mark.parametrize("name", files_of("modelling"))
def test_what_models_share_knows_none_of_them(name: str) -> None:
    """And no solver; compiled loops over arrays may serve it."""
    above = ("models", "solvers", "milp", "run", "searching", "report", "commands")
    assert not within(of_ours(name, typing=True), *above, *METHODS)


@pytest.mark.parametrize("name", files_of("solvers", "searching", "listed", *METHODS))
def test_solvers_know_no_model(name: str) -> None:
    """A method knows forms and matrices; that is how it takes the next model too."""
    above = ("models", "run", "comparison", "report", "cli", "commands", "instances")
    assert not within(of_ours(name, typing=True), *above)


@pytest.mark.parametrize("name", files_of(*METHODS))
def test_parts_do_not_look_back_at_solvers(name: str) -> None:
    """A solver is made of parts, and parts of parts of fewer methods than their own."""
    found = of_ours(name, typing=True)
    assert not within(found, "solvers")
    room = name.split(".")[1]
    shared = {"branching"} | {
        "capacitated": {"medians"}, "fronts": {"medians", "textbook"}
    }.get(room, set())  # fmt: skip
    assert within(found, *METHODS) == within(found, room, *shared)


@pytest.mark.parametrize("name", files_of("listed"))
def test_lists_know_kernels_and_data_only(name: str) -> None:
    """Exact methods and heuristics stand on them alike."""
    found = of_ours(name, typing=True)
    assert not within(found, "solvers", "solution", "problem", "searching", *METHODS)


@pytest.mark.parametrize("name", FILES)
def test_only_solvers_know_the_parts_of_methods(name: str) -> None:
    """Whoever asks a question asks a solver."""
    if name.split(".")[1] in {"solvers", "compiling", *METHODS}:
        return
    assert not within(of_ours(name, typing=True), *METHODS)


@pytest.mark.parametrize("name", files_of("statistics"))
def test_statistics_know_arrays_only(name: str) -> None:
    """Nothing of ours but each other: they can be read beside the paper."""
    found = of_ours(name, typing=True)
    assert found == within(found, "statistics")


@pytest.mark.parametrize("name", files_of("kernels"))
def test_kernels_know_arrays_only(name: str) -> None:
    """Nothing of ours but other kernels."""
    found = of_ours(name, typing=True)
    assert found == within(found, "kernels")


@pytest.mark.parametrize("name", files_of("milp"))
def test_milp_knows_matrices_only(name: str) -> None:
    """It solves what it is given and does not ask where that comes from."""
    assert of_ours(name, typing=True) <= {
        "matrix", "errors", "cost", "milp", "milp.highs", "milp.scaling", "milp.wire",
        "milp.child",
    }  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_nobody_looks_back_at_the_report(name: str) -> None:
    """Only who is asked for a page loads what draws it."""
    if name.startswith("siting.report.") or name == "siting.__init__":
        return
    found = within(of_ours(name, typing=True), "report")
    assert not found or name in ("siting.cli", "siting.commands")
    assert not within(of_ours(name, lazily=False), "report")


@pytest.mark.parametrize("name", FILES)
def test_nobody_imports_the_command_line(name: str) -> None:
    """It is the outermost layer; commands are its other half."""
    assert not within(of_ours(name, typing=True), "cli")
    if name != "siting.cli":
        assert not within(of_ours(name, typing=True), "commands")


@pytest.mark.parametrize(
    "name", ["siting.check", "siting.check_sites", "siting.claim", *files_of("claims")]
)
def test_the_checker_shares_nothing_with_what_it_checks(name: str) -> None:
    """A mistake in a model, a matrix or a search cannot hide in its check."""
    made_of = (
        "matrix",
        "declared",
        "milp",
        "kernels",
        "searching",
        "models",
        "modelling",
        "solvers",
    )
    assert not within(of_ours(name, typing=True), *made_of)
    assert not within(of_ours(name, typing=True), "forms", "rules", "run")


@pytest.mark.parametrize("name", FILES)
def test_geopandas_is_loaded_where_geography_is_read_or_drawn(name: str) -> None:
    """And only when that is done."""
    lazy = name.split(".")[1] in ("report", "instances")
    for node in imports(TREES[name], lazily=not lazy, typing=True):
        tops = {x.split(".")[0] for x in targets(node, name=name)}
        assert not tops & {"geopandas", "shapely", "fiona", "pyogrio"}, node.lineno


def test_no_module_is_a_drawer() -> None:
    """A file is named by the one thing inside."""
    drawers = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "base"}
    assert not {p.stem for p in FILES.values()} & drawers


@pytest.mark.parametrize("name", FILES)
def test_no_file_is_longer_than_300_lines(name: str) -> None:
    """What is longer is two things."""
    assert len(FILES[name].read_text("utf-8").splitlines()) <= 300


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_probed_pickled_or_evaluated(name: str) -> None:
    """No hasattr, no eval or exec, no pickle and no YAML."""
    called = {
        node.func.id
        for node in ast.walk(TREES[name])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert not called & {"hasattr", "eval", "exec", "__import__"}
    loaded = {
        module.split(".")[0]
        for node in imports(TREES[name], lazily=True, typing=True)
        for module in targets(node, name=name)
    }
    assert not loaded & {"pickle", "cloudpickle", "dill", "marshal", "shelve", "yaml"}


@pytest.mark.parametrize("name", FILES)
def test_public_functions_name_their_arguments(name: str) -> None:
    """No **kwargs, but in a function that nobody else can call."""
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef) and not inside(node, name):
            public = not node.name.startswith("_")
            assert not (public and node.args.kwarg), (node.name, node.lineno)


def inside(node: ast.FunctionDef, name: str) -> bool:
    """Whether a function is defined within another, where nobody else calls it."""
    return any(
        node in ast.walk(outer)
        for outer in ast.walk(TREES[name])
        if isinstance(outer, ast.FunctionDef) and outer is not node
    )


# The public face


def test_public_names_resolve() -> None:
    """Everything that is promised is there, and dir() shows it."""
    assert dir(siting) == sorted(siting.__all__)
    for name in siting.__all__:
        assert getattr(siting, name) is not None
    assert {"read", "solve", "compare", "report"} <= set(siting.__all__)
    assert len(siting.__all__) <= 40


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="module 'siting' has no attribute 'sole'"):
        _ = siting.sole


# What loads when

HEAVY = (
    "numpy", "scipy", "pandas", "geopandas", "pyomo", "pulp", "numba", "highspy",
    "jinja2", "pyproj",
)  # fmt: skip

LOADED = """
import sys
from siting.cli import main
code = main({words!r})
found = [x for x in {heavy!r} if x in sys.modules]
print("LOADED", code, *found)
"""


def loaded(words: list[str], heavy: tuple[str, ...]) -> list[str]:
    """Exit code of a command in a fresh process, and what it loaded."""
    script = LOADED.format(words=words, heavy=heavy)
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    last = run.stdout.splitlines()[-1].split()
    assert last[0] == "LOADED"
    return last[1:]


@pytest.mark.parametrize("words", [["--help"], ["-h"], ["--version"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    """Who asks what there is waits for nothing."""
    assert loaded(words, HEAVY) == ["0"]


@pytest.mark.parametrize("words", [["solve", "p-median", "--help"], ["verify", "-h"]])
def test_help_of_a_command_loads_no_solver(words: list[str]) -> None:
    """The flags of a model need the model, not what solves or draws it."""
    others = ("geopandas", "pyomo", "pulp", "numba", "jinja2", "highspy")
    assert loaded(words, others) == ["0"]


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Names are looked up when they are used."""
    script = f"import siting, sys; print([x for x in {HEAVY!r} if x in sys.modules])"
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"
