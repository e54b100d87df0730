"""A question asked of an instance: what every model is."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from siting import declared
from siting.assignment import Assignment
from siting.claim import Duty, Service
from siting.cost import Floats, within
from siting.easing import Easing, Stock
from siting.errors import ProblemError
from siting.forms import Form
from siting.instance import Instance
from siting.matrix import Matrix, Sense
from siting.rules import Rules
from siting.ruling import check_number, rules_of, texts_of, yes_or_no
from siting.telling import Telling


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem(Telling):
    """An instance and the parameters of a question; a model is a subclass.

    Parameters
    ----------
    instance
        Who needs service, where facilities may go, what travel costs.
    p
        Number of open facilities in all, required and existing ones included.
    add
        Number of new facilities beside the existing ones; give ``p`` or ``add``.
    required
        Ids of sites that must be open, beside those whose role is required.
    forbidden
        Ids of sites that must stay closed, beside those whose role is forbidden.
    budget
        Money for opening: the opening costs of all open sites but the existing ones
        are at most this. Without ``p`` it decides how many are open.
    quotas
        Sentences such as 'at most 1 of A, B', 'at least 2 of region=north', 'exactly 1
        of each region'.
    separation
        Least distance between any two open sites: in metres on the map; where every
        site is a client, too, in the unit of the instance's cost.
    closest
        Everybody goes to a nearest open site, also where capacity would have it
        otherwise.

    Notes
    -----
    A model names in ``refused`` the options that it cannot take, each with the reason.
    ``reply_is_hard`` says that the reply to a design is a mixed-integer problem of its
    own: then an answer keeps the solver's reply. ``limited_by`` is the field
    beyond whose travel nobody may be served, although all must be; ``has_capacity``
    that capacities bind. They, ``stock`` and ``easings`` serve to explain why a
    question has no answer, and what would do. What is told of an answer is in
    `siting.telling`.

    ``asks`` are questions whose values this one must know (the best of each scenario,
    for regret): `solve` asks them first and goes on with what ``informed`` makes of
    them; ``rests_on_asked`` says that without their proof there is none.

    ``declare`` is the single truth. ``matrix``, ``evaluate`` and ``reply`` are derived
    from it here; a model may give faster twins, and the contract suite compares them.
    """

    name: ClassVar[str]
    sense: ClassVar[Sense] = "min"
    measure: ClassVar[str] = "objective"
    needs_count: ClassVar[bool] = False
    refused: ClassVar[Mapping[str, str]] = MappingProxyType({})
    reply_is_hard: ClassVar[bool] = False
    limited_by: ClassVar[str] = ""
    has_capacity: ClassVar[bool] = False
    rests_on_asked: ClassVar[bool] = True

    instance: Instance = field(kw_only=False)
    p: int | None = None
    add: int | None = None
    required: Annotated[Sequence[str], ",", "ID"] = ()
    forbidden: Annotated[Sequence[str], ",", "ID"] = ()
    budget: float | None = None
    quotas: Annotated[Sequence[str], ";", "RULE"] = ()
    separation: float | None = None
    closest: bool = False

    def __post_init__(self) -> None:
        self._check_options()
        for key in ("required", "forbidden", "quotas"):
            object.__setattr__(self, key, texts_of(key, getattr(self, key)))
        for key in ("budget", "separation"):
            check_number(key, getattr(self, key), optional=True)
        if self.p is not None and self.add is not None:
            raise ProblemError(
                f"both p = {self.p} and add = {self.add} are given; p counts all open "
                "sites and add only new ones, so give one of the two."
            )
        counted = any(x is not None for x in (self.p, self.add, self.budget))
        if self.needs_count and not counted:
            if self.instance.p is None:
                raise ProblemError(
                    f"{self.name} needs the number of sites to open; give p, or add "
                    "for new ones beside the existing, or a budget."
                )
            object.__setattr__(self, "p", self.instance.p)
        _ = self.rules
        for key in ("p", "add"):  # numpy's whole numbers become Python's
            if getattr(self, key) is not None:
                object.__setattr__(self, key, int(getattr(self, key)))

    def _check_options(self) -> None:
        """Say yes or no in Python's words; refuse what the model does not take."""
        for f in fields(self):
            if f.type in ("bool", bool):
                sure = yes_or_no(f.name, getattr(self, f.name))
                object.__setattr__(self, f.name, sure)
        for key, reason in self.refused.items():
            value = getattr(self, key)
            if value is not None and value is not False and value not in ((), []):
                raise ProblemError(f"{self.name} takes no {key}: {reason}.")

    def __getstate__(self) -> dict[str, Any]:
        """Only the fields travel, without what was derived from them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @cached_property
    def rules(self) -> Rules:
        """Which designs are allowed."""
        return rules_of(
            self.instance, p=self.p, add=self.add, required=self.required,
            forbidden=self.forbidden, budget=self.budget, quotas=self.quotas,
            separation=self.separation, closing=self.closing_cost,
        )  # fmt: skip

    @property
    def closing_cost(self) -> float | None:
        """What closing an existing site takes from the budget; None: they stay open."""
        return None

    @cached_property
    def town(self) -> Instance:
        """The instance as models see it: beyond a site's reach there is no way."""
        if not np.isfinite(self.instance.reach).any():
            return self.instance
        near = within(self.instance.cost, self.instance.reach)
        return replace(self.instance, cost=near)

    @property
    def farthest(self) -> float:
        """Travel beyond which nobody may be served, by ``limited_by``."""
        value = getattr(self, self.limited_by) if self.limited_by else None
        return math.inf if value is None else float(value)

    def stock(self) -> Stock | None:
        """What open sites must take between them; None where nothing limits them."""
        if not self.has_capacity:
            return None
        whole = float(self.instance.demand.sum())
        return Stock("demand", whole, self.instance.capacity, ample=whole)

    def easings(self) -> tuple[Easing, ...]:
        """Numbers of the model's own whose change may give a question an answer."""
        return ()

    @property
    def unit(self) -> str:
        """Unit of the objective."""
        parts = (self.instance.demand_unit, self.instance.cost_unit)
        return " x ".join(x for x in parts if x)

    @property
    def magnitude(self) -> float:
        """How large sums are whose difference is the objective; 0 when it is a sum."""
        return 0.0

    @property
    def cautions(self) -> tuple[str, ...]:
        """What is odd but legal about the question; noted with every answer."""
        return ()

    @property
    def asks(self) -> Mapping[str, Problem]:
        """Questions to be answered before this one, by name; mostly none."""
        return {}

    def informed(
        self,
        values: Mapping[str, float],  # noqa: ARG002
        *,
        proved: Collection[str],  # noqa: ARG002
    ) -> Problem:
        """The same question with the values of what it asks, some of them proved."""
        return self

    def then(self, design: NDArray[np.bool_]) -> Problem | None:  # noqa: ARG002
        """The next question of a lexicographic one, a design being best for this."""
        return None

    @property
    def parameters(self) -> dict[str, Any]:
        """The fields of the question that were given, without the instance."""
        empty: tuple[Any, ...] = (None, (), False)
        found = {}
        for f in fields(self):
            value = getattr(self, f.name)
            left_out = value is f.default and any(value is x for x in empty)
            if f.name != "instance" and not left_out:
                found[f.name] = value
        return found

    @abstractmethod
    def declare(self) -> Any:
        """The textbook model, in Pyomo or PuLP; ``open`` is the design."""

    @abstractmethod
    def duties(self) -> tuple[Duty, ...]:
        """What an answer owes the clients, for the independent checker."""

    @cached_property
    def matrix(self) -> Matrix:
        """The declared model as arrays."""
        return declared.matrix_of(self.declare())

    @property
    def nonzeros(self) -> int:
        """About how many nonzeros the matrix will have, known before it is built."""
        return len(self.matrix.column)

    def evaluate(self, designs: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Value of many designs at once.

        Parameters
        ----------
        designs : (k, m)
            True where a site is open.

        Returns
        -------
        objectives : (k, 1)
            In the user's sense and unit; meaningless where there is a violation.
        violation : (k,)
            0 for an allowed design, else the larger the farther from allowed.
        """
        replies = [declared.reply(self.matrix, design) for design in designs]
        wrong = self.rules.violation(designs)
        lost = [0.0 if r is not None else float(self.instance.n) for r in replies]
        values = [[np.nan if r is None else r.objective] for r in replies]
        return np.array(values).reshape(-1, 1), wrong + np.array(lost)

    def reply(self, design: NDArray[np.bool_]) -> Assignment | None:
        """Who is served where under a design (m,); None when it serves not all."""
        found = declared.reply(self.matrix, design)
        return None if found is None else self.decoded(self.matrix, found.x)

    def decoded(self, matrix: Matrix, x: Floats) -> Assignment:
        """Who is served where at a point of the matrix (columns,)."""
        return declared.decoded(matrix, x)

    def worth(self, design: NDArray[np.bool_], served: Assignment) -> float:
        """What a whole answer amounts to, by the model's stated terms."""
        service = Service.of(self.instance, design, served)
        return math.fsum(term.value(service) for term in self.terms())

    def remarks(self, design: NDArray[np.bool_]) -> tuple[str, ...]:  # noqa: ARG002
        """What a reader must know of an answer beside its value; mostly nothing."""
        return ()

    def comments(self, service: Service) -> tuple[str, ...]:  # noqa: ARG002
        """The same of an answer whose replies are hard, from who is served where."""
        return ()

    @cached_property
    def form(self) -> Form | None:
        """The shape that specialised methods take; None when the rules are more."""
        return self.shape() if self.rules.are_counts else None

    def shape(self) -> Form | None:
        """The numeric shape of this model, when it has one of the common ones."""
        return None

    def made_of(self) -> Form | None:
        """A form with the numbers that values are sums of, though chosen otherwise."""
        return self.shape()

    @property
    def sign(self) -> float:
        """1 when less is better, -1 when more is."""
        return 1.0 if self.sense == "min" else -1.0
