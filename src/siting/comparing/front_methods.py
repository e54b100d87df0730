"""The methods for several objectives, trade-off by trade-off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from siting.comparing.front_row import FrontRow
from siting.comparing.yardstick import Known, Yardstick
from siting.statistics.summary import Spread, spread


@dataclass(frozen=True, eq=False)
class FrontMethod:
    """All runs of one solver on one trade-off.

    Attributes
    ----------
    rows
        One for each seed, in their order.
    """

    solver: str
    rows: tuple[FrontRow, ...]

    @cached_property
    def runs(self) -> tuple[FrontRow, ...]:
        """The rows that were run: what a seed cannot change counts once."""
        return tuple(row for row in self.rows if row.copy_of is None)

    @property
    def volumes(self) -> Spread:
        """Hypervolume ratios of the runs."""
        return spread(row.measures.volume for row in self.runs)

    @property
    def middle(self) -> FrontRow:
        """The run whose hypervolume is the median; of two the worse."""
        ordered = sorted(self.runs, key=lambda row: row.measures.volume)
        return ordered[(len(ordered) - 1) // 2]

    @property
    def missing(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Missing parts of the hypervolume of the runs (k,): less is better."""
        return np.array([row.measures.missing for row in self.runs])


@dataclass(frozen=True, eq=False)
class FrontContest:
    """One trade-off of a comparison: its methods, and what they are measured against.

    Attributes
    ----------
    reference
        The exact method's run beside the others; None where none was needed.
    """

    yard: Yardstick
    methods: tuple[FrontMethod, ...]
    reference: FrontRow | None = None

    @property
    def is_measured(self) -> bool:
        """Whether any run has a point."""
        return self.yard.kind is not Known.NOTHING

    @property
    def is_whole(self) -> bool:
        """Whether that is the whole front, if to a millionth."""
        return self.yard.kind in (Known.EXACT, Known.FINE)


def front_contests(
    rows: Sequence[FrontRow], references: Sequence[FrontRow] = ()
) -> list[FrontContest]:
    """The runs by trade-off, then by solver, in the order they were made."""
    by_yard: dict[int, list[FrontRow]] = {}
    for row in rows:
        by_yard.setdefault(id(row.yard), []).append(row)
    beside = {id(row.yard): row for row in references}
    return [_contest(own, beside.get(key)) for key, own in by_yard.items()]


def _contest(rows: Sequence[FrontRow], reference: FrontRow | None) -> FrontContest:
    """The methods on one trade-off."""
    by_solver: dict[str, list[FrontRow]] = {}
    for row in rows:
        by_solver.setdefault(row.solver, []).append(row)
    methods = tuple(FrontMethod(name, tuple(own)) for name, own in by_solver.items())
    return FrontContest(rows[0].yard, methods, reference)
