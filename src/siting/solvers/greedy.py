"""Greedy: open one site after the other, or close one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from siting.searching.heuristic import Heuristic
from siting.searching.hunt import Hunt


@dataclass(frozen=True)
class Greedy(Heuristic):
    """Open, one at a time, the site that helps most; never look back.

    Among equals the first site of the instance is taken, so that the answer does not
    depend on chance. For coverage the answer is worth at least 63 % of the best
    (Nemhauser, Wolsey, Fisher, 1978, doi:10.1007/BF01588971).

    Takes
    -----
    Every model whose design is a set of sites; where the reply to a design is hard,
    small ones.

    Options
    -------
    drop
        Whether all sites are open at first and are closed one at a time, instead.
    """

    name = "greedy"

    drop: bool = False

    @property
    def uses_seed(self) -> bool:
        """Nothing is left to chance."""
        return False

    def hunt(self, hunt: Hunt) -> None:
        """One pass."""
        hunt.greedy(drop=self.drop)
