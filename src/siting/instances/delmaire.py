"""Files of Delmaire, Diaz, Fernandez and Ortega, as in Diaz and Fernandez (2002)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from siting.files.numberfile import NumberFile, fixed_charge, per_unit
from siting.instance import Instance
from siting.reader import Reader


@dataclass(frozen=True)
class Delmaire(Reader):
    """Capacitated location: ``n m``, n rows of m costs, demands, fixed, capacities.

    A cost is that of serving all demand of a client, so that travel is the cost over
    the demand.
    """

    name: ClassVar[str] = "delmaire"
    folder: ClassVar[str] = "sscflp/delmaire*"

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """By the folder, as its files are called p1, p2, ..."""
        return path.parent.name.startswith("delmaire")

    def read(self, path: Path) -> Instance:
        """Read one instance, or raise `InstanceError` with file and line."""
        file = NumberFile(path)
        n, m = file.size("number of clients"), file.size("number of sites")
        cost = file.take(n, m, what="cost")
        demand = file.take(n, what="demand")
        opening = file.take(m, what="fixed cost")
        capacity = file.take(m, what="capacity")
        file.end()
        return fixed_charge(
            path,
            demand=demand,
            cost=per_unit(cost, demand, path=path),
            opening=opening,
            capacity=capacity,
            source="Delmaire, Diaz, Fernandez and Ortega",
        )
