"""The test bed of Avella and Boccia (2009), doi:10.1007/s10589-007-9125-x."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from siting.files.numberfile import NumberFile, fixed_charge
from siting.instance import Instance
from siting.reader import Reader


@dataclass(frozen=True)
class Tbed(Reader):
    """Capacitated location: ``m n``, n demands, m capacities, m fixed, m x n costs.

    A cost is that of one unit of demand.
    """

    name: ClassVar[str] = "tbed"
    folder: ClassVar[str] = "cflp_tbed"

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """By the folder above, as its files are called p1, p2, ..."""
        return path.parent.parent.name == "cflp_tbed"

    def read(self, path: Path) -> Instance:
        """Read one instance, or raise `InstanceError` with file and line."""
        file = NumberFile(path)
        m, n = file.size("number of sites"), file.size("number of clients")
        demand = file.take(n, what="demand")
        capacity = file.take(m, what="capacity")
        opening = file.take(m, what="fixed cost")
        cost = file.take(m, n, what="cost")
        file.end()
        return fixed_charge(
            path,
            demand=demand,
            cost=cost.T,
            opening=opening,
            capacity=capacity,
            source="Avella and Boccia (2009)",
        )
