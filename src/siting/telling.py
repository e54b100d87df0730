"""What pages and exports tell of an answer beside its sites, as a model knows it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar, Literal

import numpy as np

from siting.assignment import Assignment
from siting.claim import Service, Term
from siting.cost import Floats
from siting.instance import Instance
from siting.role import Role

Filled = Literal["", "capacity", "room", "size"]


@dataclass(frozen=True)
class Part:
    """A number that the objective is made of, in a unit of its own.

    Attributes
    ----------
    is_share
        Whether it is a part of 1, told in per cent.
    """

    label: str
    value: float
    unit: str = ""
    is_share: bool = False


class Telling(ABC):
    """What is told of an answer; every model is one, with nothing to tell by default.

    Attributes
    ----------
    layers
        What an assignment can be for, when that is more than one thing: a level, a
        period, a service, a rank.
    layer_word
        What one of them is called.
    amount
        What is decided of a site beside that it opens (beds, a size, a period).
    amount_names
        What its values are called, where they are no numbers: 1 is a clinic.
    serves
        Whether anybody is sent to a site (dispersion and access send nobody).
    fills
        What is filled up at a site: 'capacity' by the demand served, 'room' (that is
        the capacity) by the amount, 'size' (that is the amount) by the demand; '' where
        nothing has a limit.
    charges_opening
        Whether the opening costs of the instance are a part of the objective.
    has_competitors
        Whether who is not served goes to somebody else.
    counts_demand
        Whether the value is demand that is reached, so that all of it is the most.
    """

    instance: Instance

    layers: ClassVar[tuple[str, ...]] = ()
    layer_word: ClassVar[str] = "rank"
    amount: ClassVar[str] = ""
    amount_names: ClassVar[Mapping[float, str]] = MappingProxyType({})
    serves: ClassVar[bool] = True
    fills: ClassVar[Filled] = ""
    charges_opening: ClassVar[bool] = False
    has_competitors: ClassVar[bool] = False
    counts_demand: ClassVar[bool] = False

    @property
    def layer_shown(self) -> int:
        """The layer that maps and tables show, when there are several."""
        return 0

    @property
    def needs(self) -> Floats | None:
        """Part of each client's demand that needs each layer: (n, layers).

        None where the layers are not needs of their own but ranks or periods of one.
        """
        return None

    @abstractmethod
    def terms(self) -> tuple[Term, ...]:
        """The parts that add up to the objective, for the independent checker."""

    def parts(self, service: Service) -> tuple[Part, ...]:
        """What the objective adds up of, where its terms have names."""
        named = [t for t in self.terms() if t.words]
        if len(named) < 2:
            return ()
        return tuple(Part(t.words, t.value(service)) for t in named)

    @property
    def told_in(self) -> tuple[float, str]:
        """Factor and unit in which people are told the objective."""
        return 1.0, self.unit

    @property
    @abstractmethod
    def unit(self) -> str:
        """Unit of the objective."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What the model is about and the instance has not: noted with every answer."""
        town, found = self.instance, []
        if self.charges_opening and not town.opening.any():
            found.append(
                "opening warning: no site has an opening cost, so that opening is free "
                "and whatever shortens a trip is opened; give costs in the column "
                "opening of the sites"
            )
        if self.fills == "capacity" and not np.isfinite(town.capacity).any():
            found.append(
                "capacity warning: no site has a limit, so that capacity plays no "
                "part; give limits in the column capacity of the sites"
            )
        return tuple(found)

    def outlay(self, amounts: Floats | None) -> Floats:  # noqa: ARG002
        """What opening each site (m,) costs, with what is decided of it (m,).

        Nothing where it exists, unless the objective has opening costs in it.
        """
        there = self.instance.role == Role.EXISTING
        return np.where(there & (not self.charges_opening), 0.0, self.instance.opening)

    def access(self, served: Assignment) -> Floats | None:  # noqa: ARG002
        """What each client (n,) has by a unit of demand, where nobody is sent."""
        return None
