"""Interchange over the lists of a median: search, and kicks to search from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.cost import Floats
from siting.kernels import annealing, best_swap, kicks, list_greedy, swaps
from siting.listed.lists import Ints, Lists, Starts
from siting.rules import Rules

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]


class Swaps:
    """A design that is improved move by move, over lists.

    Parameters
    ----------
    opening : (m,)
    rules
        Which sites may be open, and how many.
    """

    def __init__(self, lists: Lists, opening: Floats, rules: Rules) -> None:
        n, m = lists.n, lists.m
        self._near = (lists.start, lists.site, lists.cost, lists.beyond)
        self._who = by_site(lists)
        last = lists.cost[lists.start[1:][np.diff(lists.start) > 0] - 1]
        self._far = 1.0 + 2.0 * float(last.sum() + opening.sum())
        self._opening, self._rules = opening.copy(), rules
        self._state = (
            np.full(n, -1, dtype=np.int32), np.full(n, -1, dtype=np.int32),
            np.zeros(n), np.zeros(n), np.zeros(m), np.zeros(m, dtype=np.bool_),
            np.zeros(m + 1, dtype=np.int64), np.zeros(m, dtype=np.int64),
        )  # fmt: skip
        self._work = (
            np.zeros(m + 1, dtype=np.int64), np.zeros(m, dtype=np.bool_),
            np.zeros(3, dtype=np.int64), np.zeros(m), np.zeros(m, dtype=np.int64),
            np.ones(1, dtype=np.uint64),
        )  # fmt: skip
        self._past = (
            np.zeros(m, dtype=np.bool_), np.zeros(m + 1, dtype=np.int64),
            np.zeros(m, dtype=np.bool_), np.zeros(n + 1, dtype=np.int64),
            np.zeros(n, dtype=np.bool_), np.empty((n, 2), dtype=np.int32),
            np.empty((n, 2)),
        )  # fmt: skip

    def begin(self, design: Bools) -> None:
        """Start from a design with at most ``most`` open sites."""
        self._state[5][:] = design
        self._refresh()

    def _refresh(self) -> None:
        """Work the state out anew, and let every site wait."""
        swaps.begin(self._near, self._far, self._state)
        phi1, phi2, d1, d2, _, is_open = self._state[:6]
        was_open, flipped, is_flipped, mended, is_mended, phi, d = self._past
        was_open[:], is_flipped[:], is_mended[:] = is_open, False, False
        flipped[-1] = mended[-1] = 0
        phi[:, 0], phi[:, 1], d[:, 0], d[:, 1] = phi1, phi2, d1, d2
        queue, waits, ends = self._work[:3]
        queue[:-1] = np.arange(len(waits))
        ends[:2] = 0, len(waits)
        waits[:] = True
        self._fresh = self.value

    @property
    def _rule(self) -> Any:
        rules, small = self._rules, 1e-10 * abs(self.value)
        return (
            self._opening, rules.must.copy(), rules.never.copy(), rules.least,
            rules.most, self._far, small,
        )  # fmt: skip

    def improve(self) -> None:
        """Search until no move improves."""
        while not self.advance(kicks.ALL):
            pass

    def advance(self, tries: int) -> bool:
        """Try so many sites at most; whether no move improves."""
        before, ends = self._fresh, self._work[2]
        swaps.search(*self._parts(self._rule), tries=tries)
        if ends[0] < ends[1]:
            return False
        # Sums that were mended many times carry rounding: look again at new ones.
        self._refresh()
        return self.value >= before

    def move(self, must: Bools, never: Bools) -> bool:
        """Make the best move within narrower rules, even a bad one; if there is any."""
        rule = self._rule
        return best_swap.best(*self._parts((rule[0], must, never, *rule[3:])))

    def _parts(self, rule: Any) -> Any:
        return self._near, self._who, rule, self._state, self._work, self._past

    def opened_in_order(self) -> tuple[Places, int]:
        """Sites (k,) in the order in which greedy add opens them, and looks taken."""
        order, looked = list_greedy.opened(*self._parts(self._rule)[:5])
        return np.asarray(order, dtype=np.intp), int(looked)

    def closed_in_order(self) -> tuple[Places, int]:
        """Sites (k,) in the order in which greedy drop closes them, and looks taken."""
        order, looked = list_greedy.closed(*self._parts(self._rule)[:4])
        return np.asarray(order, dtype=np.intp), int(looked)

    @property
    def entries(self) -> int:
        """Length of all lists together."""
        return len(self._near[1])

    @property
    def count(self) -> int:
        """Number of open sites."""
        return int(self._state[6][-1])

    @property
    def tried(self) -> int:
        """How many sites were tried so far, each in the place of every open one."""
        return int(self._work[2][2])

    def shake(self, rounds: int, *, seed: int, heat: float, last: float = 0.0) -> None:
        """Kick and search so many times, and keep the best.

        Parameters
        ----------
        heat, last
            How much worse is taken at first and at last, in costs of a mean open site.
        """
        count = max(1, int(self._state[5].sum()))
        width = 2 + 2 * len(self._opening) // count
        self.draw_from(seed)
        unit = self.value / count
        self._state[5][:] = kicks.shake(
            *self._parts(self._rule), rounds=rounds, width=width,
            heat=(heat * unit, last * unit),
        )  # fmt: skip
        self._refresh()

    def vary(
        self, rounds: int, *, wide: int, times: int, tries: int = kicks.ALL
    ) -> int:
        """Search variable neighbourhoods so many times, from a local optimum.

        Parameters
        ----------
        wide
            Sites that a kick opens at most.
        times
            Sites that the first one opens.
        tries
            Sites that are tried at most, and those of one more round.

        Returns
        -------
        times
            Sites that the next kick opens.
        """
        width = 1 + len(self._opening) // max(1, int(self._state[5].sum()))
        times = kicks.vary(
            *self._parts(self._rule), rounds=rounds, width=width, wide=wide,
            times=times, tries=tries,
        )  # fmt: skip
        self._refresh()
        return times

    def draw_from(self, seed: int) -> None:
        """Begin the chance of kicks anew."""
        self._work[5][0] = 2 * seed + 88172645463325253

    def anneal(self, rounds: int, *, seed: int, heat: tuple[float, float]) -> None:
        """Swap so many times, ever more carefully; the best so far is not kept.

        Parameters
        ----------
        heat
            How much worse is taken at first and at last, in costs of a mean open site.
        """
        count = max(1, int(self._state[5].sum()))
        unit = max(self.value / count, 1e-300)
        self.draw_from(seed)
        annealing.anneal(
            self._near, self._who, self._rule, self._state, self._work,
            rounds=rounds, width=2 + 2 * len(self._opening) // count,
            heat=(heat[0] * unit, heat[1] * unit),
        )  # fmt: skip
        self._refresh()

    @property
    def design(self) -> Bools:
        """The present design (m,)."""
        return np.asarray(self._state[5]).copy()

    @property
    def is_exact(self) -> bool:
        """Whether every client has an open site in its list."""
        return bool((self._state[0] >= 0).all())

    @property
    def value(self) -> float:
        """Opening cost plus weighted cost, as far as the lists tell."""
        return float(self._state[2].sum() + self._opening[self._state[5]].sum())


def by_site(lists: Lists) -> tuple[Starts, Ints, Floats]:
    """The same pairs site by site, clients in order."""
    from siting.kernels.lists import _by_site

    first = np.zeros(lists.m + 2, dtype=np.int64)
    client, cost = np.empty_like(lists.site), np.empty_like(lists.cost)
    _by_site(lists.start, lists.site, lists.cost, first, client, cost)
    return first[:-1], client, cost
