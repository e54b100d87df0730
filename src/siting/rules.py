"""Which sites may, must and must not be open, and how many: said once for all models.

The same rules are given in three languages (Pyomo, PuLP, arrays) because a model is
declared in one of the first two and solved in the third; the contract suite compares.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.matrix import Rows, subscripts

if TYPE_CHECKING:
    import pulp

ROUNDING = 1e-6
"""Relative rounding that sums of money, people and shares may have."""


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
    extra
        Further conditions on ``open`` alone: budget, quotas, separation. Each row is
        an equation or has one side.
    """

    must: NDArray[np.bool_]
    never: NDArray[np.bool_]
    least: int
    most: int
    extra: tuple[Rows, ...] = ()

    @property
    def m(self) -> int:
        """Number of sites."""
        return len(self.must)

    @property
    def are_counts(self) -> bool:
        """Whether sites and their number are all that is ruled."""
        return not self.extra

    @property
    def free(self) -> NDArray[np.bool_]:
        """Sites about which there is something to decide."""
        return ~(self.must | self.never)

    @property
    def nonzeros(self) -> int:
        """How many nonzeros the rules have as rows of a matrix."""
        return sum(len(rows.column) for rows in self.in_rows())

    def violation(self, designs: NDArray[np.bool_]) -> NDArray[np.float64]:
        """How many openings or closings each of (k, m) designs is away from allowed."""
        count = designs.sum(axis=1)
        wrong = (~designs & self.must).sum(axis=1) + (designs & self.never).sum(axis=1)
        amiss = np.maximum(self.least - count, 0) + np.maximum(count - self.most, 0)
        total = np.asarray(wrong + amiss, dtype=float)
        for rows in self.extra:
            total += _excess(rows, designs)
        return total

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
        count = sum(model.open[j] for j in model.J)
        if self.least == self.most:
            model.open_p_sites = pyo.Constraint(expr=count == self.most)
        else:
            model.open_some_site = pyo.Constraint(expr=count >= 1)
        for rows in self.extra:
            said = {}
            for key, sites, lower, upper in _each(rows):
                total = sum(a * model.open[j] for j, a in sites)
                said[key if len(key) > 1 else sum(key)] = _between(lower, total, upper)
            single = not rows.index.shape[1]
            model.add_component(
                rows.name,
                pyo.Constraint(expr=said[0])
                if single
                else pyo.Constraint(list(said), rule=said),
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
        else:
            problem += pulp.lpSum(opened) >= 1, "open_some_site"
        for rows in self.extra:
            for key, sites, lower, upper in _each(rows):
                name = "_".join([rows.name, *map(str, key)])
                total = pulp.lpSum(a * opened[j] for j, a in sites)
                problem += _between(lower, total, upper), name
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
        every, ends = np.arange(self.m), np.array([0, self.m])
        if self.least == self.most:
            p = float(self.most)
            rows.append(Rows("open_p_sites", subscripts(), ends, every, 1.0, p, p))
        else:
            some = Rows("open_some_site", subscripts(), ends, every, 1.0, 1.0, np.inf)
            rows.append(some)
        return [*rows, *self.extra]


def _each(
    rows: Rows,
) -> Iterator[tuple[tuple[int, ...], list[tuple[int, float]], float, float]]:
    """Subscripts, (site, coefficient) pairs and bounds of every row of a family."""
    k = len(rows.index)
    values = np.broadcast_to(rows.value, len(rows.column)).tolist()
    bounds = (np.broadcast_to(x, k).tolist() for x in (rows.lower, rows.upper))
    sites, start = rows.column.tolist(), rows.start.tolist()
    for r, (key, lower, upper) in enumerate(
        zip(rows.index.tolist(), *bounds, strict=True)
    ):
        part = slice(start[r], start[r + 1])
        pairs = list(zip(sites[part], values[part], strict=True))
        yield tuple(key), pairs, lower, upper


def _between(lower: float, total: Any, upper: float) -> Any:
    """An equation, or an inequality with one side, of either language."""
    if lower == upper:
        return total == lower
    return total <= upper if lower == -np.inf else total >= lower


def _excess(rows: Rows, designs: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How far each design (k, m) is beyond the bounds, in largest coefficients."""
    values = np.broadcast_to(rows.value, len(rows.column))
    shape = (len(rows.index), designs.shape[1])
    table = csr_array((values, rows.column, rows.start), shape=shape)
    sums = table @ designs.T.astype(float)
    lower, upper = (
        np.broadcast_to(x, shape[0])[:, None] for x in (rows.lower, rows.upper)
    )
    beyond = np.maximum(lower - sums, 0) + np.maximum(sums - upper, 0)
    bound = np.abs(np.where(np.isfinite(upper), upper, lower))
    slack = ROUNDING * np.maximum(abs(table) @ designs.T.astype(float), bound)
    largest = np.maximum(abs(table).max(axis=1).toarray().reshape(-1, 1), 1e-300)
    return np.asarray(np.where(beyond > slack, beyond / largest, 0.0).sum(axis=0))
