"""What one gives up of an objective for what one gains of the other, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from siting.cost import Floats
from siting.readable import shown
from siting.tradeoff import Tradeoff


@dataclass(frozen=True)
class Trade:
    """A step from one point of a front to the next: worse in one, better in the other.

    Attributes
    ----------
    start, end
        Positions of the points.
    given
        Of the first objective, in its unit; above 0.
    gained
        Of the second objective, in its unit; above 0.
    tradeoff
        Whose objectives they are.
    names
        What the two are called, to tell them apart.
    """

    start: int
    end: int
    given: float
    gained: float
    tradeoff: Tradeoff
    names: tuple[str, str]

    @property
    def rate(self) -> float:
        """Units gained for each unit given."""
        return self.gained / self.given

    def __str__(self) -> str:
        """As in 'from point 3 to 4: 120 km more travel buy 35 people more covered'."""
        first, second = self.tradeoff.objectives
        given, unit = self._told(0, self.given)
        gained, other = self._told(1, self.gained)
        name, bought = self.names
        worse = "more" if first.sense == "min" else _less(unit, name)
        better = _less(other, bought) if second.sense == "min" else "more"
        price = _joined(shown(given / gained), unit, name)
        return (
            f"from point {self.start + 1} to {self.end + 1}: "
            f"{_joined(shown(given), unit, name)} {worse} {name} buy "
            f"{_joined(shown(gained), other, bought)} {better} {bought} "
            f"({price} each)"
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; positions count from 0, as in the list of points."""
        return {
            "from": self.start,
            "to": self.end,
            "given": self.given,
            "gained": self.gained,
            "gained_per_unit": self.rate,
        }

    def _told(self, objective: int, amount: float) -> tuple[float, str]:
        """An amount as people are told it, and its unit."""
        factor, unit = self.tradeoff.problems[objective].told_in
        return factor * amount, unit


def trades_of(
    turned: Floats, tradeoff: Tradeoff, names: Sequence[str]
) -> tuple[Trade, ...]:
    """The steps between neighbours, for points (k, 2) sorted by the first objective.

    None with three or more objectives: there a point has many neighbours.
    """
    if turned.shape[1] != 2:
        return ()
    steps, (first, second) = turned[1:] - turned[:-1], names
    return tuple(
        Trade(k, k + 1, float(given), float(-gained), tradeoff, (first, second))
        for k, (given, gained) in enumerate(steps)
        if given > 0 > gained
    )


def _less(unit: str, name: str) -> str:
    """Fewer sites, but less travel."""
    return "fewer" if unit and name.endswith(f" {unit}") else "less"


def _joined(number: str, unit: str, name: str) -> str:
    """A number with its unit, where the name does not say it."""
    return number if unit in name else f"{number} {unit}"
