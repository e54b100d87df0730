"""Branch and bound: best bound first, and down from there while it lasts."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from siting.branching.choice import Choice
from siting.branching.relaxation import Fixed, Relaxation, Relaxed
from siting.cost import Floats
from siting.limits import Limits

TOLD = 50
"""Parts between two words about the bound."""


@dataclass(order=True)
class Node:
    """A part of the designs that is still to be looked at.

    Attributes
    ----------
    bound
        That of the part it was cut from.
    """

    bound: float
    number: int
    part: Fixed = field(compare=False)
    site: int = field(compare=False, default=-1)
    is_open: bool = field(compare=False, default=False)
    share: float = field(compare=False, default=0.0)


class Tree:
    """All parts of the designs, open and done.

    Parameters
    ----------
    best
        Value of the best design so far, to be asked again and again.
    cutoff
        From that value: bounds above it are not worth a look.
    heard
        Told of the point of every relaxation; may find a better design near it.
    choice
        Which site to branch on.

    Attributes
    ----------
    bound
        No design at all is below, however far the tree got.
    nodes
        How many parts were relaxed.
    is_certified
        Whether all bounds are.
    """

    def __init__(
        self,
        relaxation: Relaxation,
        limits: Limits,
        *,
        cutoff: Callable[[], float],
        heard: Callable[[Floats, bool], None],
        choice: Choice,
    ) -> None:
        self._relaxation, self._limits, self._choice = relaxation, limits, choice
        self._cutoff, self._heard = cutoff, heard
        self._open: list[Node] = []
        self._now: Node | None = None
        self._numbers = 0
        self._done = math.inf
        self.nodes = 0
        self.is_certified = True

    @property
    def bound(self) -> float:
        """The least of what is closed, open, and being looked at."""
        parts = [*self._open, *([self._now] if self._now else [])]
        return min(self._done, min((x.bound for x in parts), default=math.inf))

    def run(
        self, root: Relaxed, *, told: Callable[[], None], most: float = math.inf
    ) -> bool:
        """Go on until nothing is open (True), or time is up.

        Parameters
        ----------
        most
            Nodes after which it is given up as well.
        told
            Called now and then, to pass on the bound.
        """
        self._now = Node(root.bound, 0, root.fixed)
        self._go_on(root)
        while self._now or self._open:
            if self._limits.left <= 0 or self.nodes >= most:
                return False
            if self._now is None:
                self._now = self._open[0]  # first: an interrupt must not lose it
                heapq.heappop(self._open)
            if self._is_spent(self._now.bound):
                self._close(self._now.bound)
                continue
            found = self._look(self._now)
            if found is None:
                return False
            if self.nodes % TOLD == 0:
                told()
            self._go_on(found)
        return True

    def _is_spent(self, bound: float) -> bool:
        """Whether a part with this bound holds nothing that is worth finding."""
        return bound > self._cutoff() or bound == math.inf

    def _close(self, bound: float) -> None:
        self._done, self._now = min(self._done, bound), None

    def _look(self, node: Node) -> Relaxed | None:
        """Relax a node; None when time is up."""
        found = self._relaxation.relax(
            node.part, cutoff=self._cutoff(), seconds=self._limits.left
        )
        if found is None and self._limits.left <= 0:
            return None
        if found is None:  # nothing is known of it but what it was cut from
            found = Relaxed(node.bound, np.full(len(node.part.closed), 0.5), node.part)
        self.nodes += 1
        self.is_certified &= found.is_certified
        found = replace(found, bound=max(found.bound, node.bound))
        if node.site >= 0:
            rise = found.bound - node.bound
            self._choice.learn(node.site, node.is_open, share=node.share, rise=rise)
        return found

    def _go_on(self, found: Relaxed) -> None:
        """Close what was relaxed, or branch and go down to one child."""
        if not self._is_spent(found.bound):
            self._heard(found.y, found.is_whole)
        decided = found.fixed.closed | found.fixed.opened
        if self._is_spent(found.bound) or decided.all():
            self._close(found.bound)
            return
        site = self._choice.of(found, cutoff=self._cutoff(), seconds=self._limits.left)
        down, up = (self._child(found, site, is_open=k) for k in (False, True))
        first, other = (up, down) if found.y[site] > 0.5 else (down, up)
        heapq.heappush(self._open, other)
        self._now = first

    def _child(self, found: Relaxed, site: int, *, is_open: bool) -> Node:
        """The part in which a site is decided."""
        self._numbers += 1
        part, y = found.fixed.with_site(site, is_open=is_open), float(found.y[site])
        share = 1 - y if is_open else y
        return Node(found.bound, self._numbers, part, site, is_open, share)
