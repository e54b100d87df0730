"""A reduced covering question as arrays for HiGHS: one column a site, few a group."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from siting.cost import Floats
from siting.covering.reduction import Reduced
from siting.matrix import Columns, Matrix, Rows, subscripts


def matrix_of(left: Reduced) -> Matrix:
    """The rows 'covered by open sites', and those of the rules that still matter.

    sum_k covered_gk - sum_{j covers g} open_j <= base_g - settled_g

    with one column for each further cover that is worth something. Where a later one
    is worth more than an earlier one (second covers that count more than first ones)
    they must come in order.
    """
    form, s, levels = left.form, len(left.site), left.levels
    group, level = _levels_of(left)
    worth = np.array([*form.worth, 0.0])[left.settled[group] + level]
    sign = -1.0 if form.sense == "min" else 1.0
    in_order = bool((np.diff(form.worth[form.need :]) > 0).any())
    columns = [
        Columns("open", subscripts(s), form.opening[left.site], integer=True),
        Columns(
            "covered",
            np.column_stack([group, level + 1]),
            sign * left.weight[group] * worth,
            integer=in_order,
        ),
    ]
    rows = [*_rules(left), *_covered(left, levels)]
    if in_order:
        rows += _in_order(np.flatnonzero(level > 0) + s)
    return Matrix.assemble(form.sense, columns, rows, offset=left.offset)


def point_of(left: Reduced, opened: NDArray[np.bool_]) -> Floats:
    """The point (columns,) of the matrix for a choice of sites (s,)."""
    group, level = _levels_of(left)
    times = left.base + (left.table @ opened.astype(float)).astype(np.int64)
    covered = times[group] > (left.settled[group] + level)
    return np.concatenate([opened, covered]).astype(float)


def _levels_of(left: Reduced) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Group of each 'covered' column, and its place within the group from 0."""
    group = np.repeat(np.arange(len(left.levels)), left.levels)
    first = np.concatenate([[0], np.cumsum(left.levels)])
    return group, np.arange(len(group)) - first[group]


def _covered(left: Reduced, levels: NDArray[np.int64]) -> list[Rows]:
    """Each group's covers come from its sites, and are as many as all must have."""
    g = len(levels)
    if not g:
        return []
    start = np.concatenate([[0], np.cumsum(levels)])
    width = int(start[-1])
    own = csr_array((np.ones(width), np.arange(width), start), shape=(g, width))
    whole = csr_array(hstack([-1.0 * left.table, own], format="csr"))
    upper = (left.base - left.settled).astype(float)
    return [
        Rows(
            "covered_by_open_sites", subscripts(g), whole.indptr, whole.indices,
            whole.data, -np.inf, upper,
        )
    ]  # fmt: skip


def _in_order(later: NDArray[np.intp]) -> list[Rows]:
    """Nobody is covered again who was not before."""
    k = len(later)
    if not k:
        return []
    column = np.column_stack([later, later - 1]).ravel()
    value = np.tile([1.0, -1.0], k)
    start = 2 * np.arange(k + 1)
    return [Rows("in_order", subscripts(k), start, column, value, -np.inf, 0.0)]


def _rules(left: Reduced) -> list[Rows]:
    """How many sites open, and the conditions on them, without what is settled."""
    rules, s = left.form.rules, len(left.site)
    held = int(left.held.sum())
    least = -np.inf if left.fills else float(rules.least - held)
    ends = np.array([0, s])
    number = Rows(
        "number_of_sites", subscripts(), ends, np.arange(s), 1.0, least,
        float(rules.most - held),
    )  # fmt: skip
    return [number, *(_without_settled(rows, left) for rows in rules.extra)]


def _without_settled(rows: Rows, left: Reduced) -> Rows:
    """A condition on all sites as one on those that are undecided."""
    rules, k = left.form.rules, len(rows.index)
    value = np.broadcast_to(rows.value, len(rows.column)).astype(float)
    table = csr_array((value, rows.column, rows.start), shape=(k, rules.m))
    held = table @ left.held.astype(float)
    free = csr_array(table[:, left.site])
    free.eliminate_zeros()
    return Rows(
        rows.name, rows.index, free.indptr, free.indices, free.data,
        np.broadcast_to(rows.lower, k) - held, np.broadcast_to(rows.upper, k) - held,
    )  # fmt: skip
