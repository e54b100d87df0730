"""A question asked of an instance: what every model is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from siting import declared
from siting.assignment import Assignment
from siting.claim import Duty, Term
from siting.cost import Floats
from siting.errors import ProblemError
from siting.forms import Form
from siting.instance import Instance
from siting.matrix import Matrix, Sense
from siting.rules import Rules, rules_of


@dataclass(frozen=True, eq=False, kw_only=True)
class Problem(ABC):
    """An instance and the parameters of a question; a model is a subclass.

    Parameters
    ----------
    instance
        Who needs service, where facilities may go, what travel costs.
    p
        Number of open facilities in all, required and existing ones included.
    add
        Number of new facilities beside the existing ones; give ``p`` or ``add``.
    required, forbidden
        Ids of sites that must be open, or must not, beside what the instance's
        roles say.

    Notes
    -----
    ``declare`` is the single truth. ``matrix``, ``evaluate`` and ``reply`` are derived
    from it here; a model may give faster twins, and the contract suite compares them.
    """

    name: ClassVar[str]
    sense: ClassVar[Sense] = "min"
    measure: ClassVar[str] = "objective"
    needs_count: ClassVar[bool] = False

    instance: Instance = field(kw_only=False)
    p: int | None = None
    add: int | None = None
    required: Sequence[str] = ()
    forbidden: Sequence[str] = ()

    def __post_init__(self) -> None:
        for key in ("required", "forbidden"):
            ids = getattr(self, key)
            if isinstance(ids, str):
                raise ProblemError(
                    f"{key} is the text {ids!r}; expected a list of ids, [{ids!r}]."
                )
            if not isinstance(ids, Iterable):
                raise ProblemError(f"{key} is {ids!r}; expected a list of ids.")
            object.__setattr__(self, key, tuple(str(x) for x in ids))
        if self.p is not None and self.add is not None:
            raise ProblemError(
                f"both p = {self.p} and add = {self.add} are given; p counts all open "
                "sites and add only new ones, so give one of the two."
            )
        if self.needs_count and self.p is None and self.add is None:
            if self.instance.p is None:
                raise ProblemError(
                    f"{self.name} needs the number of sites to open; give p, or add "
                    "for new ones beside the existing."
                )
            object.__setattr__(self, "p", self.instance.p)
        _ = self.rules
        for key in ("p", "add"):  # numpy's whole numbers become Python's
            if getattr(self, key) is not None:
                object.__setattr__(self, key, int(getattr(self, key)))

    def __getstate__(self) -> dict[str, Any]:
        """Only the fields travel, without what was derived from them."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    @cached_property
    def rules(self) -> Rules:
        """Which designs are allowed."""
        return rules_of(
            self.instance,
            p=self.p,
            add=self.add,
            required=self.required,
            forbidden=self.forbidden,
        )

    @property
    def unit(self) -> str:
        """Unit of the objective."""
        parts = (self.instance.demand_unit, self.instance.cost_unit)
        return " x ".join(x for x in parts if x)

    @property
    def parameters(self) -> dict[str, Any]:
        """The fields of the question that were given, without the instance."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        del values["instance"]
        return {k: v for k, v in values.items() if v not in (None, ())}

    @abstractmethod
    def declare(self) -> Any:
        """The textbook model, in Pyomo or PuLP; ``open`` is the design."""

    @abstractmethod
    def terms(self) -> tuple[Term, ...]:
        """The parts that add up to the objective, for the independent checker."""

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
        return None if found is None else found.assignment

    def form(self) -> Form | None:
        """The numeric shape of this model, when it has one of the common ones."""
        return None

    @property
    def sign(self) -> float:
        """1 when less is better, -1 when more is."""
        return 1.0 if self.sense == "min" else -1.0
