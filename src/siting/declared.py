"""Reads a declared model (Pyomo or PuLP) into a `Matrix`, and solves its reply."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.assignment import Assignment
from siting.cost import Floats
from siting.errors import ProblemError
from siting.matrix import Columns, Matrix, Rows

if TYPE_CHECKING:
    import pulp

NEARLY = 1e-6
"""How far from 1 the parts of a client may be that a solver serves once."""

NAME = re.compile(r"^(?P<family>.*?)(?:\[(?P<inner>[\d,]+)\]|(?P<tail>(?:_\d+)+))?$")


@dataclass(frozen=True, eq=False)
class Reply:
    """What follows from a design.

    Attributes
    ----------
    x : (columns,)
        The point of the matrix.
    """

    objective: float
    x: Floats


def matrix_of(model: Any) -> Matrix:
    """Arrays of a declared model, its families of names kept together."""
    if type(model).__module__.startswith("pulp"):
        return _from_pulp(model)
    return _from_pyomo(model)


def reply(
    matrix: Matrix, design: NDArray[np.bool_], *, time_limit: float = np.inf
) -> Reply | None:
    """Best reply to a design by solving what is left; None when it has none."""
    from siting.milp.highs import Options, solve

    left = matrix.with_design(design)
    result = solve(left, Options(time_limit=time_limit))
    if result.x is None:
        return None
    x = np.clip(result.x, left.lower, left.upper)  # HiGHS may be 1e-15 outside
    return Reply(float(matrix.cost @ x) + matrix.offset, x)


def decoded(matrix: Matrix, x: Floats) -> Assignment:
    """Who is served where, and how much is built, at a point of the matrix.

    Read from ``assign[i, j]`` or ``assign[i, j, layer]``, and ``amount[j]``. What must
    be whole is made whole: solvers leave 0.9999999.
    """
    x = np.where(matrix.integer, np.round(x), x)
    pairs, share = matrix.subscripts_of("assign"), x[matrix.family("assign")]
    used = share > 1e-9
    kept = pairs[used].astype(np.intp)
    part = np.minimum(share[used], 1.0)
    part[part > 1 - 1e-9] = 1.0
    built = matrix.subscripts_of("amount")
    amount = None
    if len(built):
        amount = np.zeros(matrix.family("open").stop)
        amount[built[:, 0]] = x[matrix.family("amount")]
    layer = kept[:, 2] if kept.shape[1] == 3 else np.zeros(len(kept), dtype=np.intp)
    part = _whole(part, kept[:, 0] * (layer.max(initial=0) + 1) + layer)
    return Assignment(kept[:, 0], kept[:, 1], part, layer, amount)


def _whole(part: Floats, group: NDArray[np.intp]) -> Floats:
    """Parts (k,) of which those of a group that add up to nearly 1 add up to 1."""
    total = np.bincount(group, part)[group]
    near = np.abs(total - 1) <= NEARLY
    return np.asarray(np.where(near, np.minimum(part / total, 1.0), part))


def _from_pyomo(model: Any) -> Matrix:
    """Arrays through Pyomo's own standard-form compiler."""
    import pyomo.environ as pyo
    from pyomo.repn.plugins.standard_form import LinearStandardFormCompiler

    goal = next(model.component_data_objects(pyo.Objective, active=True), None)
    if goal is None:
        raise ProblemError("the declared model has no objective; add one.")
    form = LinearStandardFormCompiler().write(
        model, mixed_form=True, set_sense=goal.sense
    )
    lower, upper = np.full((2, len(form.rows)), [[-np.inf], [np.inf]])
    for k, (row, rhs) in enumerate(zip(form.rows, form.rhs, strict=True)):
        if row.bound_type <= 0:  # -1 is >=, 0 is ==, 1 is <=
            lower[k] = rhs
        if row.bound_type >= 0:
            upper[k] = rhs
    bounds = [x.bounds for x in form.columns]
    return _assembled(
        sense="min" if goal.sense == pyo.minimize else "max",
        cost=np.asarray(form.c.todense()).ravel(),
        offset=float(form.c_offset[0]),
        rows=csr_array(form.A),
        row_bounds=(lower, upper),
        row_names=[r.constraint.name for r in form.rows],
        bounds=(
            np.array([-np.inf if a is None else a for a, _ in bounds]),
            np.array([np.inf if b is None else b for _, b in bounds]),
        ),
        integer=np.array([not x.is_continuous() for x in form.columns]),
        names=[x.name for x in form.columns],
    )


def _from_pulp(problem: pulp.LpProblem) -> Matrix:
    """Arrays of a PuLP problem."""
    import pulp

    if problem.objective is None:
        raise ProblemError("the declared model has no objective; add one.")
    variables = problem.variables()
    place = {x.name: k for k, x in enumerate(variables)}
    cost = np.zeros(len(variables))
    for x, value in problem.objective.items():
        cost[place[x.name]] = value
    start, column, value, lower, upper = [0], [], [], [], []
    for row in problem.constraints():
        column += [place[x.name] for x in row]
        value += [float(v) for v in row.values()]
        start.append(len(column))
        bound = -float(row.constant)
        lower.append(-np.inf if row.sense == pulp.LpConstraintLE else bound)
        upper.append(np.inf if row.sense == pulp.LpConstraintGE else bound)
    shape = (len(lower), len(variables))
    return _assembled(
        sense="min" if problem.sense == pulp.LpMinimize else "max",
        cost=cost,
        offset=float(problem.objective.constant),
        rows=csr_array((value, column, start), shape=shape),
        row_bounds=(np.array(lower), np.array(upper)),
        row_names=[row.name for row in problem.constraints()],
        bounds=(
            np.array(
                [-np.inf if x.lowBound is None else x.lowBound for x in variables]
            ),
            np.array([np.inf if x.upBound is None else x.upBound for x in variables]),
        ),
        integer=np.array([x.cat == "Integer" for x in variables]),
        names=[x.name for x in variables],
    )


def _assembled(
    *,
    sense: Any,
    cost: NDArray[np.float64],
    offset: float,
    rows: csr_array,
    row_bounds: tuple[NDArray[np.float64], NDArray[np.float64]],
    row_names: Sequence[str],
    bounds: tuple[NDArray[np.float64], NDArray[np.float64]],
    integer: NDArray[np.bool_],
    names: Sequence[str],
) -> Matrix:
    """Sort columns and rows by family and subscript, then lay them out."""
    families = _families(names)
    order = np.concatenate([places for _, _, places in families])
    columns = [
        Columns(
            name,
            index,
            cost[at],
            bounds[0][at],
            bounds[1][at],
            integer=bool(integer[at].all()),
        )
        for name, index, at in families
    ]
    if any(integer[at].any() != integer[at].all() for _, _, at in families):
        raise ProblemError(
            "a family of variables mixes whole and fractional ones; give each its name."
        )
    sorted_rows = []
    for name, index, at in _families(row_names):
        part = csr_array(rows[at][:, order])
        part.sort_indices()
        low, high = row_bounds[0][at], row_bounds[1][at]
        sorted_rows.append(
            Rows(name, index, part.indptr, part.indices, part.data, low, high)
        )
    return Matrix.assemble(sense, columns, sorted_rows, offset=offset)


def _families(
    names: Iterable[str],
) -> list[tuple[str, NDArray[np.int32], NDArray[np.intp]]]:
    """Group 'assign[0,3]' or 'assign_0_3' by name: (name, subscripts, positions)."""
    found: dict[str, list[tuple[tuple[int, ...], int]]] = {}
    for place, text in enumerate(names):
        match = NAME.match(text)
        assert match is not None  # the pattern takes any text
        inner = match["inner"] or (match["tail"] or "").strip("_").replace("_", ",")
        key = tuple(int(x) for x in inner.split(",") if x)
        found.setdefault(match["family"], []).append((key, place))
    first = {"open": 0}
    families = []
    for name in sorted(found, key=lambda f: first.get(f, 1)):
        members = sorted(found[name])
        index = np.array([key for key, _ in members], dtype=np.int32)
        places = np.array([place for _, place in members], dtype=np.intp)
        families.append((name, index.reshape(len(members), -1), places))
    return families
