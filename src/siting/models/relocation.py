"""The relocation problem: closing and opening within a budget."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from siting.assignment import nearest_travel
from siting.models.p_median import PMedian
from siting.readable import share, shown
from siting.role import Role
from siting.ruling import check_number


@dataclass(frozen=True, eq=False, kw_only=True)
class Relocation(PMedian):
    """Close existing sites and open new ones within a budget, for least travel.

    People have moved since the branches were opened. Which should be closed and where
    should new ones open, if there is so much money for both?

    ::

        minimise    sum_ij demand_i cost_ij assign_ij
        subject to  sum_j assign_ij = 1           every client once
                    assign_ij <= open_j           only open sites
                    sum_j open_j = p              open p sites
                    closing sum_{j existing} (1 - open_j)
                        + sum_{j new} opening_j open_j <= budget
                                                  stay within budget
                    open_j in {0, 1}, 0 <= assign_ij <= 1

    Unlike in other models, a site that exists may be closed here; one that must stay is
    named in ``required``, and a quota ('at least 3 of A, B, C, D') keeps so many. With
    ``p`` the number open in the end is fixed; without it the budget decides. It is the
    p-median in all else.

    Parameters
    ----------
    closing
        What it costs to close one existing site, in the unit of opening costs; taken
        from the budget. Default 0.

    References
    ----------
    Wang, Q., Batta, R., Bhadury, J., Rump, C. M. (2003). Budget constrained location
    problem with opening and closing of facilities. Computers & Operations Research
    30(13), 2047-2069. doi:10.1016/S0305-0548(02)00123-5

    Examples
    --------
    A branch in a village of 1; the town of 5, 4 km away, has none. To move it costs
    3 for closing and 7 for opening. With 10, travel falls from 5 x 4 to 1 x 4; with 9
    nothing can be done.

    >>> from dataclasses import replace
    >>> from siting import Instance, solve
    >>> town = Instance.from_matrix([[0, 4], [4, 0]], demand=[1, 5], sites=["A", "B"])
    >>> town = replace(town, opening=[6, 7], role=["existing", "candidate"])
    >>> plan = solve(Relocation(town, p=1, budget=10, closing=3))
    >>> plan.open, plan.objective
    (('B',), 4.0)
    >>> solve(Relocation(town, p=1, budget=9, closing=3)).objective
    20.0
    """

    name = "relocation"
    refused = MappingProxyType(
        {"add": "existing sites may close; give p, the number that is open in the end"}
    )

    closing: float = 0.0

    def __post_init__(self) -> None:
        check_number("closing", self.closing)
        super().__post_init__()

    @property
    def closing_cost(self) -> float:
        """Existing sites may close, at this cost."""
        return self.closing

    def remarks(self, design: NDArray[np.bool_]) -> tuple[str, ...]:
        """What closes and opens, what that costs, and how far people went before."""
        town, there = self.instance, self.instance.role == Role.EXISTING
        closed, opened = there & ~design, design & ~there
        spent = self.closing * closed.sum() + town.opening[opened].sum()
        of = "" if self.budget is None else f" of {shown(self.budget)}"
        moves = [
            f"{verb} {', '.join(town.sites[j] for j in np.flatnonzero(these))}"
            for verb, these in (("closes", closed), ("opens", opened))
            if these.any()
        ]
        told = f"{'; '.join(moves) or 'nothing moves'}; {shown(spent)}{of} spent"
        travel, lost = nearest_travel(self.town, np.array([there, design]))
        if lost.any():
            return (told,)
        before, after = travel.tolist()
        less = "" if not before else f" ({share(1 - after / before)} less)"
        return (
            told,
            f"weighted travel {shown(before)} with the sites as they were, "
            f"{shown(after)} now{less if after < before else ''}",
        )
