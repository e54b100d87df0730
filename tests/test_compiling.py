"""Kernels are compiled beforehand, all of them, or with a word."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from towns import strict, write_town

from siting.kernels.compiled import ONCE

ALL = """
from importlib import import_module
from pkgutil import iter_modules
from numba.core.dispatcher import Dispatcher
from siting import kernels, solve
from siting.compiling import compile_all

homes = [
    vars(import_module(f"siting.kernels.{m.name}")).values()
    for m in iter_modules(kernels.__path__)
]
found = [[k for k in home if isinstance(k, Dispatcher)] for home in homes]

def known():
    return {kernel: set(kernel.signatures) for home in found for kernel in home}

compile_all()
first = known()
met = [kernel for kernel in first if first[kernel]]
for kernel in met:  # those that a stored kernel calls are stored with it
    function = kernel.py_func
    called = [function.__globals__.get(x) for x in function.__code__.co_names]
    met += [x for x in called if isinstance(x, Dispatcher) and x not in met]
for kernel in set(first) - set(met):
    print("forgotten:", kernel.py_func.__module__, kernel.py_func.__name__)

from contract.cases import models, random_problems
for model in models():
    for problem in random_problems(model, 6, seed=1):
        solve(problem)
for kernel, later in known().items():
    if later - first[kernel]:
        print("later:", kernel.py_func.__name__, later - first[kernel])
print(len(first) > 60)
"""


def environment(**more: str) -> dict[str, str]:
    """The environment of this process, its path included, and some more."""
    path = os.pathsep.join(p for p in sys.path if p)
    return {**os.environ, "PYTHONPATH": path, **more}


def test_all_kernels_are_compiled_beforehand() -> None:
    """Every one in the folder, for the types that ordinary questions have."""
    done = subprocess.run(
        [sys.executable, "-c", ALL],
        env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "True\n"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which nothing is compiled yet; for all tests here, in their order."""
    return tmp_path_factory.mktemp("cache")


def solved(town: Path, cache: Path, *more: str) -> tuple[str, str]:
    """Output and messages of a process that solves with what a folder has compiled."""
    done = subprocess.run(
        [sys.executable, "-m", "siting.cli", "solve", "lscp", str(town),
         "--radius", "5", "--json", "-", *more],
        env=environment(NUMBA_CACHE_DIR=str(cache)),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout, done.stderr


def test_who_must_wait_for_a_compilation_is_told_so_once(
    tmp_path: Path, cache: Path
) -> None:
    """On stderr, in one line; the next run finds what was compiled and is silent."""
    town = write_town(tmp_path / "town")
    output, messages = solved(town, cache)
    assert messages.splitlines().count(ONCE) == 1
    assert strict(output)["objective"] == 2
    output, messages = solved(town, cache)
    assert ONCE not in messages
    assert strict(output)["objective"] == 2


def test_quiet_is_quiet(tmp_path: Path) -> None:
    """Nothing is said of compiling, either."""
    _, messages = solved(write_town(tmp_path / "town"), tmp_path / "new", "--quiet")
    assert "compiling" not in messages
