"""Finds models, solvers and readers: a file in a folder, or an entry point."""

from __future__ import annotations

import pkgutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, TypeVar

from siting.errors import UsageError, unknown

T = TypeVar("T")


@dataclass(frozen=True)
class Folder:
    """A folder of plug-ins and the entry-point group of the same name.

    The file ``p_median.py`` holds the class whose ``name`` is ``p-median``: names are
    known without importing anything.
    """

    kind: str
    package: str

    def names(self) -> list[str]:
        """Names of all plug-ins, our own and those of other packages."""
        own = {name.replace("_", "-") for name in self._modules()}
        return sorted(own | {e.name for e in _entries(self.package, tuple(sys.path))})

    def find(self, name: str, base: type[T]) -> type[T]:
        """The class called name; `UsageError` with the nearest name when none is."""
        for entry in _entries(self.package, tuple(sys.path)):
            if entry.name == name:
                return _subclass(entry.load(), base, entry.value)
        if name.replace("-", "_") not in self._modules() or "_" in name:
            raise UsageError(unknown(self.kind, name, self.names()))
        module = import_module(f"{self.package}.{name.replace('-', '_')}")
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, base)
                and value.__module__ == module.__name__
                and value.__dict__.get("name") == name
            ):
                return value
        raise UsageError(
            f"the file {module.__name__} has no {base.__name__} with name = {name!r}; "
            "name the class as its file is named, with dashes."
        )

    def _modules(self) -> Iterator[str]:
        folder = Path(__file__).parent / self.package.rpartition(".")[2]
        return (m.name for m in pkgutil.iter_modules([str(folder)]))


@cache
def _entries(group: str, path: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """What packages on the path offer; looking takes longer than a small problem."""
    del path  # what was found holds as long as it does
    return tuple(entry_points(group=group))


def _subclass(value: Any, base: type[T], where: str) -> type[T]:
    if isinstance(value, type) and issubclass(value, base):
        return value
    raise UsageError(f"the entry point {where} is no {base.__name__}; ask its authors.")


MODELS = Folder("model", "siting.models")
SOLVERS = Folder("solver", "siting.solvers")
READERS = Folder("reader", "siting.instances")
