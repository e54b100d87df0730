"""A weighted sum at its least while every objective keeps a limit of its own."""

from __future__ import annotations

from typing import Protocol

from siting.cost import Floats
from siting.fronts.epsilon import Answered, Point


class Scalar(Protocol):
    """The scalar problems of any number of objectives, all to be minimised.

    What stays true from one question to the next is kept. An algorithm over scalar
    problems knows nothing else of what it is asked about.
    """

    @property
    def steps(self) -> tuple[float, ...]:
        """Least difference (q,) of two values of each objective; 0 where not known."""

    def values(self, design: Point) -> Floats:
        """What a design is worth (q,), by arithmetic that trusts no solver."""

    def solve(
        self,
        weights: Floats,
        limits: Floats,
        *,
        start: Point | None,
        floor: float,
        seconds: float,
    ) -> Answered:
        """The least weighted sum of the objectives while each is at most its limit.

        Parameters
        ----------
        weights : (q,)
            Not negative, and not all 0.
        limits : (q,)
            Infinite where there is none.
        start : (m,) or (columns,)
            A design that keeps the limits, or None.
        floor
            No design that keeps the limits has a smaller sum.
        """
