"""Who is left out by the answer that leaves out the fewest, where none serves all."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from siting.assignment import nearest_open
from siting.cost import Floats
from siting.matrix import Block, Matrix, subscripts
from siting.milp.highs import Status
from siting.problem import Problem
from siting.reasons.answerable import bare, groups_of, is_covering, solved, ways_of

SERVED = "every_"
"""How the names of rows begin that say that somebody must be served."""


@dataclass(frozen=True, eq=False)
class Partial:
    """A design, and who is left out by it.

    Attributes
    ----------
    design : (m,)
    client, layer : (k,)
        Who lacks service, and of what kind.
    share : (k,)
        How much of it is lacking.
    is_least
        Whether it is proved that nothing leaves out fewer.
    """

    design: NDArray[np.bool_]
    client: NDArray[np.intp]
    layer: NDArray[np.intp]
    share: Floats
    is_least: bool


def partial(problem: Problem, until: float) -> Partial | None:
    """The fewest that are left out; None when it is not for them that none answers."""
    matrix = bare(problem)
    rows, who = _rows_of_clients(matrix)
    if not len(rows):
        return None
    covers = groups_of(problem) if is_covering(problem) else None
    each = np.ones(len(rows)) if covers is None else covers.count.astype(float)
    result = solved(_with_spares(matrix, rows, each), until)
    if result.x is None:
        return None
    design = result.x[matrix.family("open")] > 0.5
    share = result.x[len(matrix.cost) :]
    if covers is not None:
        site, _ = nearest_open(ways_of(problem), design, radius=problem.farthest)
        who = np.flatnonzero(site < 0)[:, None]
        share = np.ones(len(who))
    lost = np.flatnonzero(share > 1e-6)
    layer = who[lost, 1] if who.shape[1] > 1 else np.zeros(len(lost), dtype=np.intp)
    proved = result.status is Status.OPTIMAL
    return Partial(design, who[lost, 0], layer, share[lost], is_least=proved)


def _rows_of_clients(matrix: Matrix) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows (k,) that say that somebody must be served, and their subscripts (k, d)."""
    first = 0
    for block in matrix.row_blocks:
        rows = np.arange(first, first + len(block.index))
        if block.name.startswith(SERVED) and (matrix.row_lower[rows] == 1).all():
            return rows, block.index.astype(np.intp)
        first += len(rows)
    return np.empty(0, dtype=np.intp), np.empty((0, 1), dtype=np.intp)


def _with_spares(matrix: Matrix, rows: NDArray[np.intp], each: Floats) -> Matrix:
    """The matrix with a column for each of some rows that stands for what is lacking.

    Parameters
    ----------
    each : (k,)
        What a spare costs.
    """
    k = len(rows)
    table = csr_array((matrix.value, matrix.column, matrix.start), shape=matrix.shape)
    shape = (matrix.shape[0], k)
    spares = csr_array((np.ones(k), (rows, np.arange(k))), shape=shape)
    whole = csr_array(hstack([table, spares], format="csr"))
    return replace(
        matrix,
        cost=np.concatenate([np.zeros(len(matrix.cost)), each]),
        start=whole.indptr.astype(np.int32),
        column=whole.indices.astype(np.int32),
        value=whole.data,
        lower=np.concatenate([matrix.lower, np.zeros(k)]),
        upper=np.concatenate([matrix.upper, np.ones(k)]),
        integer=np.concatenate([matrix.integer, np.zeros(k, dtype=np.uint8)]),
        column_blocks=(*matrix.column_blocks, Block("left_out", subscripts(k))),
    )
