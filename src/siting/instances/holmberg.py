"""Files of Holmberg, Ronnqvist and Yuan (1999), doi:10.1016/S0377-2217(98)00008-3."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from siting.files.numberfile import NumberFile, fixed_charge, per_unit
from siting.instance import Instance
from siting.reader import Reader


@dataclass(frozen=True)
class Holmberg(Reader):
    """Capacitated location: ``m n``, m x ``capacity fixed``, n demands, m x n costs.

    A cost is that of serving all demand of a client, so that travel is the cost over
    the demand. Yang's files (yang/p1, ...) are written the same way.
    """

    name: ClassVar[str] = "holmberg"
    folder: ClassVar[str] = "sscflp/holmberg"

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """By the folder, as its files are called p1, p2, ..."""
        return path.parent.name in ("holmberg", "yang")

    def read(self, path: Path) -> Instance:
        """Read one instance, or raise `InstanceError` with file and line."""
        file = NumberFile(path)
        m, n = file.size("number of sites"), file.size("number of clients")
        sites = file.take(m, 2, what="capacity and fixed cost")
        demand = file.take(n, what="demand")
        cost = file.take(m, n, what="cost")
        file.end()
        return fixed_charge(
            path,
            demand=demand,
            cost=per_unit(cost.T, demand, path=path),
            opening=sites[:, 1],
            capacity=sites[:, 0],
            source="Holmberg, Ronnqvist and Yuan (1999)",
        )
