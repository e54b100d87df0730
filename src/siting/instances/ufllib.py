"""Files of UflLib, the library of uncapacitated facility location problems."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from siting.errors import InstanceError
from siting.files.numberfile import NumberFile, fixed_charge
from siting.files.textfile import numbered, opened
from siting.instance import Instance
from siting.reader import Reader

NAMED = "FILE:"
"""How the simple format begins."""


@dataclass(frozen=True)
class Ufllib(Reader):
    """Uncapacitated location, each client with a weight of 1.

    The simple format has ``FILE: name``, ``m n 0`` and for each site its number, fixed
    cost and n costs. Files without the first line are in OR-Library's form: ``m n``,
    m x ``capacity fixed``, n x ``demand`` and m costs; capacity and demand are left
    out, as the published values do.
    """

    name: ClassVar[str] = "ufllib"
    folder: ClassVar[str] = "ufllib"

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """By the folder above, as names are of many kinds."""
        return path.parent.parent.name == "ufllib"

    def read(self, path: Path) -> Instance:
        """Read one instance, or raise `InstanceError` with file and line."""
        with opened(path) as stream:
            simple = next(numbered(stream), (1, ""))[1].startswith(NAMED)
        file = NumberFile(path, skipped=NAMED if simple else "")
        m, n = file.size("number of sites"), file.size("number of clients")
        if simple:
            file.take(1, what="the zero")
            rows = file.take(m, 2 + n, what="number, fixed cost and costs")
            if not np.array_equal(rows[:, 0], np.arange(1, m + 1)):
                raise InstanceError(
                    f"{path}: the sites are not numbered from 1 to {m}; the file is "
                    "of another format."
                )
            opening, cost = rows[:, 1], rows[:, 2:].T
        else:
            opening = file.take(m, 2, what="capacity and fixed cost")[:, 1]
            cost = file.take(n, 1 + m, what="demand and costs")[:, 1:]
        file.end()
        return fixed_charge(
            path, demand=np.ones(n), cost=cost, opening=opening, source="UflLib"
        )
