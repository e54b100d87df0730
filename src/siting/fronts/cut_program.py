"""The master of a median under coverage, as a mixed-integer program."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.forms import CoverForm, MedianForm
from siting.matrix import Columns, Matrix, Rows, subscripts
from siting.medians.master import Master
from siting.medians.side import Side

Bools = NDArray[np.bool_]

TINY = 1e-9
"""Coefficients up to this are rounding: HiGHS drops them."""


def side_of(cover: CoverForm) -> Side:
    """Who is covered, and in the last row how much that is."""
    m, groups = cover.rules.m, len(cover.weight)
    site = np.repeat(np.arange(m), np.diff(cover.start))
    group = cover.client.astype(np.int64)
    rank = np.argsort(group, kind="stable")
    length = np.bincount(group, minlength=groups)
    own = np.arange(groups)
    row = np.concatenate([group[rank], own, np.full(groups, groups)])
    column = np.concatenate([site[rank], m + own, m + own])
    value = np.concatenate([-np.ones(len(group)), np.ones(groups), cover.weight])
    order = np.argsort(row, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.append(length + 1, groups))])
    lower = np.append(np.full(groups, -np.inf), 0.0)
    upper = np.append(np.zeros(groups), np.inf)
    return Side(groups, start, column[order], value[order], lower, upper)


def program(
    master: Master,
    median: MedianForm,
    side: Side,
    asked: float,
    *,
    closed: Bools,
    opened: Bools,
    ceiling: float,
) -> Matrix:
    """The master with all its cuts as a mixed-integer program.

    Parameters
    ----------
    closed, opened : (m,)
        Sites that are decided.
    ceiling
        What costs more is not looked for.
    """
    sites, n = master.sites, median.cost.shape[0]
    k = len(sites)
    columns = [
        Columns(
            "open", sites[:, None], median.opening[sites],
            opened[sites].astype(float), (~closed[sites]).astype(float), integer=True,
        ),
        Columns("paid", subscripts(n), 1.0, master.floor, np.inf),
        Columns("covered", subscripts(side.columns)),
    ]  # fmt: skip
    least, most = float(median.rules.least), float(median.rules.most)
    lower = side.lower.copy()
    lower[-1] = asked
    clients, levels = master.asked
    start, column, value, needed = _sturdy(*master.rows_of(clients, levels))
    rows = [
        Rows("open_some_sites", subscripts(), np.array([0, k]), np.arange(k), 1.0,
             least, most),
        Rows("covered_as_asked", subscripts(len(lower)), *master.placed(side), lower,
             side.upper),
        Rows("paid_at_least", subscripts(len(clients)), start, column, value, needed,
             np.inf),
    ]  # fmt: skip
    if np.isfinite(ceiling):
        cost = np.concatenate([median.opening[sites], np.ones(n)])
        rows.append(
            Rows("no_dearer_than_known", subscripts(), np.array([0, k + n]),
                 np.arange(k + n), cost, -np.inf, ceiling)
        )  # fmt: skip
    return Matrix.assemble("min", columns, rows)


def _sturdy(
    start: NDArray[np.int64], column: NDArray[np.int64], value: Floats, lower: Floats
) -> tuple[NDArray[np.int64], NDArray[np.int64], Floats, Floats]:
    """The same cuts without coefficients that are rounding, asking for so much less."""
    row = np.repeat(np.arange(len(lower)), np.diff(start))
    slight = np.abs(value) <= TINY
    less = np.bincount(row[slight], value[slight], minlength=len(lower))
    kept = np.searchsorted(row[~slight], np.arange(len(lower) + 1))
    return kept.astype(np.int64), column[~slight], value[~slight], lower - less
