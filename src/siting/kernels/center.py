"""Swaps towards a cover: put so many sites that every client has one in reach.

Uncovered clients weigh more the longer they are uncovered, and a swap opens a site for
one of them: the search is driven out of its local optima by the weights.

Zhang, Q., Lu, Z., Su, Z., Li, C., Fang, Y., Ma, F. (2020). Vertex weighting-based tabu
search for p-center problem. Proceedings of IJCAI 2020, 1481-1487.

``worth[j]`` is the weight that opening site j would cover, or for an open site that
closing it would uncover; ``owner[i]`` is the sum of the slots of the open sites that
cover client i, which for a single one is that slot.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]


@compiled
def _draw(state: Any, below: int) -> int:
    """A number from 0 to ``below`` - 1 by chance (Marsaglia's xorshift, 64 bits)."""
    x = state[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    state[0] = x
    return int((x >> np.uint64(33)) % np.uint64(below))


@compiled
def _lend(worth: Any, slots: Any, mine: Any, count: Any, owner: Any, weight: Any,
          sign: int) -> None:  # fmt: skip
    """Take from (or with sign 1 give back to) the only sites of some clients."""
    for k in mine:
        if count[k] == 1:
            worth[slots[owner[k]]] += sign * weight[k]


@compiled
def _best_swap(
    i: int, row_start: Any, row: Any, column_start: Any, column: Any, slots: Any,
    worth: Any, count: Any, owner: Any, weight: Any, entered: int, left: int,
    chance: Any,
) -> Any:  # fmt: skip
    """The swap that opens a site for client i and uncovers least; one of equals.

    Returns the site (-1: none may enter) and the slot.
    """
    least, site, slot, equal = 0, -1, -1, 0
    for a in range(row_start[i], row_start[i + 1]):
        j = row[a]
        if j == left:
            continue
        mine = column[column_start[j] : column_start[j + 1]]
        _lend(worth, slots, mine, count, owner, weight, -1)
        for s in range(len(slots)):
            if s == entered:
                continue
            lost = worth[slots[s]] - worth[j]
            if site < 0 or lost < least:
                least, site, slot, equal = lost, j, s, 1
            elif lost == least:
                equal += 1
                if _draw(chance, equal) == 0:
                    site, slot = j, s
        _lend(worth, slots, mine, count, owner, weight, 1)
    return site, slot


@compiled
def _spread(k: int, by: int, row_start: Any, row: Any, worth: Any) -> None:
    """Change by so much what all sites of an uncovered client are worth."""
    for a in range(row_start[k], row_start[k + 1]):
        worth[row[a]] += by


@compiled
def _uncover(k: int, bare: Any, place: Any) -> None:
    """Put a client on the list of the uncovered, whose length is at its end."""
    bare[bare[-1]] = k
    place[k] = bare[-1]
    bare[-1] += 1


@compiled
def _cover(k: int, bare: Any, place: Any) -> None:
    """Take a client off the list of the uncovered."""
    bare[-1] -= 1
    last = bare[bare[-1]]
    bare[place[k]] = last
    place[last] = place[k]
    place[k] = -1


@compiled
def _enter(
    j: int, s: int, row_start: Any, row: Any, column_start: Any, column: Any,
    slots: Any, worth: Any, count: Any, owner: Any, weight: Any, bare: Any, place: Any,
) -> int:  # fmt: skip
    """Open site j in an empty slot; the weight that it covers."""
    gained, alone = 0, 0
    mine = column[column_start[j] : column_start[j + 1]]
    for k in mine:
        if count[k] == 1:
            worth[slots[owner[k]]] -= weight[k]
        elif count[k] == 0:
            _spread(k, -weight[k], row_start, row, worth)
            _cover(k, bare, place)
            alone += weight[k]
            gained += weight[k]
        count[k] += 1
        owner[k] += s
    slots[s] = j
    worth[j] = alone
    return gained


@compiled
def _leave(
    s: int, row_start: Any, row: Any, column_start: Any, column: Any, slots: Any,
    worth: Any, count: Any, owner: Any, weight: Any, bare: Any, place: Any,
) -> int:  # fmt: skip
    """Close the site of a slot; the weight that it uncovers."""
    lost, j = 0, slots[s]
    worth[j] = 0
    for k in column[column_start[j] : column_start[j + 1]]:
        count[k] -= 1
        owner[k] -= s
        if count[k] == 1:
            worth[slots[owner[k]]] += weight[k]
        elif count[k] == 0:
            _uncover(k, bare, place)
            _spread(k, weight[k], row_start, row, worth)
            lost += weight[k]
    return lost


@compiled
def _search(
    swaps: int, chance: Any, row_start: Any, row: Any, column_start: Any, column: Any,
    slots: Any, worth: Any, count: Any, owner: Any, weight: Any, bare: Any, place: Any,
    tabu: Any,
) -> None:  # fmt: skip
    """So many swaps, or until everybody is covered."""
    for _ in range(swaps):
        if bare[-1] == 0:
            return
        i = bare[_draw(chance, bare[-1])]
        site, slot = _best_swap(
            i, row_start, row, column_start, column, slots, worth, count, owner,
            weight, tabu[0], tabu[1], chance,
        )  # fmt: skip
        if site < 0:
            tabu[:] = -1
            continue
        gone = slots[slot]
        lost = _leave(
            slot, row_start, row, column_start, column, slots, worth, count, owner,
            weight, bare, place,
        )  # fmt: skip
        gained = _enter(
            site, slot, row_start, row, column_start, column, slots, worth, count,
            owner, weight, bare, place,
        )  # fmt: skip
        tabu[0], tabu[1] = slot, gone
        if lost >= gained:
            for u in range(bare[-1]):
                weight[bare[u]] += 1
                _spread(bare[u], 1, row_start, row, worth)


@compiled
def _greedy(
    row_start: Any, row: Any, column_start: Any, column: Any, slots: Any, worth: Any,
    count: Any, owner: Any, weight: Any, bare: Any, place: Any,
) -> None:  # fmt: skip
    """Fill all slots, each with the site that covers most, the first one on ties."""
    is_open = np.zeros(len(worth), dtype=np.bool_)
    for s in range(len(slots)):
        best = -1
        for j in range(len(worth)):
            if not is_open[j] and (best < 0 or worth[j] > worth[best]):
                best = j
        is_open[best] = True
        _enter(
            best, s, row_start, row, column_start, column, slots, worth, count, owner,
            weight, bare, place,
        )  # fmt: skip


class Swaps:
    """A choice of sites, greedy at first, that is swapped until it covers all clients.

    Parameters
    ----------
    table : (clients, sites)
        True where a site covers a client; every client has a site.
    p
        Number of open sites, less than there are.
    """

    def __init__(self, table: Bools, *, p: int) -> None:
        clients = len(table)
        self._row_start, self._row = lists(table)
        self._column_start, self._column = lists(table.T)
        self._weight = np.ones(clients, dtype=np.int64)
        self._worth = table.sum(axis=0).astype(np.int64)
        self._count = np.zeros(clients, dtype=np.int64)
        self._owner = np.zeros(clients, dtype=np.int64)
        self._bare = np.append(np.arange(clients), clients)
        self._place = np.arange(clients)
        self._slots = np.full(p, -1, dtype=np.int64)
        self._tabu = np.full(2, -1, dtype=np.int64)
        _greedy(
            self._row_start, self._row, self._column_start, self._column, self._slots,
            self._worth, self._count, self._owner, self._weight, self._bare,
            self._place,
        )  # fmt: skip

    def search(self, swaps: int, *, seed: int) -> bool:
        """Make up to so many swaps; whether everybody is covered."""
        chance = np.array([2 * seed + 1], dtype=np.uint64) * np.uint64(
            0x9E3779B97F4A7C15
        )
        _search(
            swaps, chance, self._row_start, self._row, self._column_start, self._column,
            self._slots, self._worth, self._count, self._owner, self._weight,
            self._bare, self._place, self._tabu,
        )  # fmt: skip
        return self.uncovered == 0

    @property
    def uncovered(self) -> int:
        """Number of clients without a site in reach."""
        return int(self._bare[-1])

    @property
    def chosen(self) -> Places:
        """The open sites (p,)."""
        return np.array(self._slots, dtype=np.intp)

    @property
    def worth(self) -> NDArray[np.int64]:
        """What sites are worth (sites,), for comparison with the twin."""
        return np.array(self._worth)

    @property
    def weight(self) -> NDArray[np.int64]:
        """Present weight of every client (clients,)."""
        return np.array(self._weight)


def lists(table: Bools) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each row's list begins (rows + 1,), and the columns that are true."""
    start = np.concatenate([[0], np.cumsum(table.sum(axis=1))]).astype(np.int64)
    return start, np.nonzero(table)[1].astype(np.int64)


def worth_plain(
    table: Bools, chosen: Places, weight: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Twin of the tables in numpy: what each site is worth, by definition."""
    count = table[:, chosen].sum(axis=1)
    worth = (weight * (count == 0)) @ table
    worth[chosen] = (weight * (count == 1)) @ table[:, chosen]
    return np.asarray(worth, dtype=np.int64)
