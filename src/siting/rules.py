"""Which sites may, must and must not be open, and how many: said once for all models.

The same rules are given in three languages (Pyomo, PuLP, arrays) because a model is
declared in one of the first two and solved in the third; the contract suite compares.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from siting.errors import ProblemError, listed
from siting.instance import Instance, Role
from siting.matrix import Rows, subscripts

if TYPE_CHECKING:
    import pulp


@dataclass(frozen=True, eq=False)
class Rules:
    """The designs that are allowed.

    Attributes
    ----------
    must, never : (m,)
        Sites that are open (required, existing) or closed (forbidden, competitors)
        in every design.
    least, most
        Bounds on the number of open sites, those of ``must`` included.
    """

    must: NDArray[np.bool_]
    never: NDArray[np.bool_]
    least: int
    most: int

    @property
    def m(self) -> int:
        """Number of sites."""
        return len(self.must)

    @property
    def free(self) -> NDArray[np.bool_]:
        """Sites about which there is something to decide."""
        return ~(self.must | self.never)

    def violation(self, designs: NDArray[np.bool_]) -> NDArray[np.float64]:
        """How many openings or closings each of (k, m) designs is away from allowed."""
        count = designs.sum(axis=1)
        wrong = (~designs & self.must).sum(axis=1) + (designs & self.never).sum(axis=1)
        amiss = np.maximum(self.least - count, 0) + np.maximum(count - self.most, 0)
        return np.asarray(wrong + amiss, dtype=float)

    def in_pyomo(self) -> Any:
        """A Pyomo model with binary ``open[j]`` and these rules, to build upon."""
        import pyomo.environ as pyo

        model = pyo.ConcreteModel()
        model.J = pyo.RangeSet(0, self.m - 1)
        model.open = pyo.Var(model.J, domain=pyo.Binary)
        if self.must.any():
            model.required_sites_are_open = pyo.Constraint(
                np.flatnonzero(self.must).tolist(), rule=lambda m, j: m.open[j] == 1
            )
        if self.never.any():
            model.forbidden_sites_are_closed = pyo.Constraint(
                np.flatnonzero(self.never).tolist(), rule=lambda m, j: m.open[j] == 0
            )
        if self.least == self.most:
            model.open_p_sites = pyo.Constraint(
                expr=sum(model.open[j] for j in model.J) == self.most
            )
        return model

    def in_pulp(
        self, name: str, *, maximise: bool = False
    ) -> tuple[pulp.LpProblem, list[pulp.LpVariable]]:
        """A PuLP problem and its binary ``open_j`` with these rules, to build upon."""
        import pulp

        sense = pulp.LpMaximize if maximise else pulp.LpMinimize
        problem = pulp.LpProblem(name.replace("-", "_"), sense)
        opened = [
            problem.add_variable(f"open_{j}", cat=pulp.LpBinary) for j in range(self.m)
        ]
        with warnings.catch_warnings():
            # Unlike PuLP 4, 3.3 attaches a variable only when a row first uses it.
            warnings.simplefilter("ignore", DeprecationWarning)
            problem.addVariables(opened)
        for j in np.flatnonzero(self.must).tolist():
            problem += opened[j] == 1, f"required_sites_are_open_{j}"
        for j in np.flatnonzero(self.never).tolist():
            problem += opened[j] == 0, f"forbidden_sites_are_closed_{j}"
        if self.least == self.most:
            problem += pulp.lpSum(opened) == self.most, "open_p_sites"
        return problem, opened

    def in_rows(self) -> list[Rows]:
        """These rules as rows over the first m columns of a matrix."""
        rows = []
        for name, mask, value in (
            ("required_sites_are_open", self.must, 1.0),
            ("forbidden_sites_are_closed", self.never, 0.0),
        ):
            sites = np.flatnonzero(mask)
            if len(sites):
                start = np.arange(len(sites) + 1)
                rows.append(Rows(name, sites[:, None], start, sites, 1.0, value, value))
        if self.least == self.most:
            p, every = float(self.most), np.arange(self.m)
            ends = np.array([0, self.m])
            rows.append(Rows("open_p_sites", subscripts(), ends, every, 1.0, p, p))
        return rows


def rules_of(
    instance: Instance,
    *,
    p: int | None,
    add: int | None,
    required: Sequence[str],
    forbidden: Sequence[str],
) -> Rules:
    """Turn ids, roles and counts into `Rules`, refusing what contradicts itself."""
    asked = _mask(instance, required, what="required")
    barred = _mask(instance, forbidden, what="forbidden")
    standing = np.isin(instance.role, [Role.REQUIRED, Role.EXISTING])
    closed = np.isin(instance.role, [Role.FORBIDDEN, Role.COMPETITOR])
    must, never = standing | asked, closed | barred
    if (must & never).any():
        names = [instance.sites[j] for j in np.flatnonzero(must & never)]
        raise ProblemError(
            f"site {listed(names)} is both required and forbidden; take it off one "
            "list."
        )
    if add is not None:
        existing = int((instance.role == Role.EXISTING).sum())
        p = existing + whole_number("add", add, least=0 if existing else 1)
    if never.all():
        raise ProblemError(
            f"all {instance.m} sites are forbidden or competitors; allow at least one."
        )
    if p is None:
        return Rules(must, never, max(int(must.sum()), 1), int((~never).sum()))
    p = whole_number("p", p, least=1)
    _check_count(p, must=must, never=never, given_as="p" if add is None else "add")
    return Rules(must, never, p, p)


def whole_number(name: str, value: Any, *, least: int) -> int:
    """An int, or an error that names the parameter."""
    whole = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not whole or value < least:
        raise ProblemError(f"{name} is {value!r}; expected a whole number >= {least}.")
    return int(value)


def _mask(instance: Instance, ids: Sequence[str], *, what: str) -> NDArray[np.bool_]:
    """(m,) mask of the named sites; an unknown id is refused."""
    strange = sorted(set(ids) - set(instance.sites))
    if strange:
        raise ProblemError(
            f"{what} names {listed(strange)}, but the instance has no such site; "
            f"its ids look like {listed(instance.sites, most=3)}."
        )
    return np.isin(np.array(instance.sites), list(ids))


def _check_count(
    p: int, *, must: NDArray[np.bool_], never: NDArray[np.bool_], given_as: str
) -> None:
    """Refuse a number of sites that no design has."""
    held, allowed, m = int(must.sum()), int((~never).sum()), len(must)
    total = "" if given_as == "p" else " with the existing sites (add counts new ones)"
    if p > allowed:
        barred = "" if allowed == m else f", of which {m - allowed} are forbidden"
        raise ProblemError(
            f"p is {p}{total}, but the instance has {m} sites{barred}; "
            f"choose p from {max(held, 1)} to {allowed}."
        )
    if p < held:
        raise ProblemError(
            f"p is {p}{total}, but {held} sites are required or existing and count "
            f"towards it; choose p from {held} to {allowed}."
        )
