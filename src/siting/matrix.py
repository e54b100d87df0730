"""A mixed-integer model as arrays: what a solver is given, and the names in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from siting.cost import Floats

Sense = Literal["min", "max"]
Ints = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Columns:
    """A family of variables, such as assign[i, j].

    Attributes
    ----------
    index : (k, d)
        The subscripts of each; d = 0 for a single variable.
    cost, lower, upper : (k,) or one number
        Objective coefficient in the user's sense, and bounds.
    """

    name: str
    index: NDArray[np.integer]
    cost: Floats | float = 0.0
    lower: Floats | float = 0.0
    upper: Floats | float = 1.0
    integer: bool = False


@dataclass(frozen=True, eq=False)
class Rows:
    """A family of constraints; its name is the sentence that it says.

    Attributes
    ----------
    index : (k, d)
        The subscripts of each; d = 0 for a single row.
    start : (k + 1,)
        Where each row begins in ``column`` and ``value``.
    column, value : (nonzeros,)
        Positions of variables in the whole matrix, and their coefficients.
    lower, upper : one number for all, or (k,)
    """

    name: str
    index: NDArray[np.integer]
    start: NDArray[np.integer]
    column: NDArray[np.integer]
    value: Floats | float
    lower: Floats | float
    upper: Floats | float


def subscripts(*ranges: int) -> NDArray[np.int32]:
    """All subscripts of a full family in row-major order; none for a single one."""
    if not ranges:
        return np.empty((1, 0), dtype=np.int32)
    grid = np.indices(ranges, dtype=np.int32).reshape(len(ranges), -1)
    return np.ascontiguousarray(grid.T)


@dataclass(frozen=True, eq=False)
class Block:
    """Names of a run of rows or columns, made only when somebody reads them."""

    name: str
    index: NDArray[np.integer]

    def labels(self) -> Iterator[str]:
        """Textbook names: open_p_sites, open[3], assign[0,3]."""
        if not self.index.shape[1]:
            yield from [self.name] * len(self.index)
            return
        for key in self.index.tolist():
            yield f"{self.name}[{','.join(map(str, key))}]"


@dataclass(frozen=True, eq=False)
class Matrix:
    """Optimise cost x + offset with row_lower <= A x <= row_upper, lower <= x <= upper.

    Attributes
    ----------
    cost : (columns,)
        In the user's sense; `minimised` turns the sign, and nothing else does.
    start, column, value
        A by rows (compressed), as HiGHS takes it.
    integer : (columns,)
        1 where x must be whole.
    """

    sense: Sense
    cost: Floats
    offset: float
    start: Ints
    column: Ints
    value: Floats
    row_lower: Floats
    row_upper: Floats
    lower: Floats
    upper: Floats
    integer: NDArray[np.uint8]
    row_blocks: tuple[Block, ...]
    column_blocks: tuple[Block, ...]

    @classmethod
    def assemble(
        cls,
        sense: Sense,
        columns: Sequence[Columns],
        rows: Sequence[Rows],
        *,
        offset: float = 0.0,
    ) -> Matrix:
        """Lay families of variables and constraints one behind the other."""
        wide, tall = ([len(f.index) for f in part] for part in (columns, rows))
        nonzeros = [len(r.column) for r in rows]
        start = np.zeros(sum(tall) + 1, dtype=np.int32)
        row = filled = 0
        for r, k in zip(rows, tall, strict=True):
            start[row : row + k + 1] = r.start + filled
            row, filled = row + k, filled + len(r.column)
        return cls(
            sense=sense,
            cost=_joined([c.cost for c in columns], wide),
            offset=offset,
            start=start,
            column=np.concatenate([r.column for r in rows], dtype=np.int32),
            value=_joined([r.value for r in rows], nonzeros),
            row_lower=_joined([r.lower for r in rows], tall),
            row_upper=_joined([r.upper for r in rows], tall),
            lower=_joined([c.lower for c in columns], wide),
            upper=_joined([c.upper for c in columns], wide),
            integer=np.repeat([c.integer for c in columns], wide).astype(np.uint8),
            row_blocks=tuple(Block(r.name, r.index) for r in rows),
            column_blocks=tuple(Block(c.name, c.index) for c in columns),
        )

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and of columns."""
        return len(self.row_lower), len(self.cost)

    @property
    def minimised(self) -> Floats:
        """Objective coefficients to be minimised."""
        return self.cost if self.sense == "min" else -self.cost

    def family(self, name: str) -> slice:
        """Positions of a family of variables, such as 'open'."""
        first = 0
        for block in self.column_blocks:
            if block.name == name:
                return slice(first, first + len(block.index))
            first += len(block.index)
        return slice(first, first)

    def subscripts_of(self, name: str) -> NDArray[np.integer]:
        """Subscripts (k, d) of a family of variables; empty when there is none."""
        found = [b.index for b in self.column_blocks if b.name == name]
        return found[0] if found else np.empty((0, 2), dtype=np.int32)

    def with_design(self, design: NDArray[np.bool_]) -> Matrix:
        """Fix which sites are open; what is left is the reply to that design."""
        lower, upper = self.lower.copy(), self.upper.copy()
        lower[self.family("open")] = upper[self.family("open")] = design
        return replace(self, lower=lower, upper=upper)

    def holds(self, x: Floats, *, slack: float = 1e-5) -> bool:
        """Whether a point (columns,) keeps all bounds and rows, up to rounding."""
        rows = csr_array((self.value, self.column, self.start), shape=self.shape)
        parts = (
            (rows @ x, self.row_lower, self.row_upper),
            (x, self.lower, self.upper),
        )
        for value, low, high in parts:
            room = slack * np.maximum(1.0, np.abs(value))
            if (value < low - room).any() or (value > high + room).any():
                return False
        return True

    def row_names(self) -> list[str]:
        """Name of every row."""
        return [text for block in self.row_blocks for text in block.labels()]

    def column_names(self) -> list[str]:
        """Name of every column."""
        return [text for block in self.column_blocks for text in block.labels()]


def _joined(parts: Sequence[Floats | float], sizes: Sequence[int]) -> Floats:
    """One float array from numbers and arrays, each spread over its size."""
    whole = np.empty(sum(sizes))
    first = 0
    for part, size in zip(parts, sizes, strict=True):
        whole[first : first + size] = part
        first += size
    return whole
