"""Least cost of sending divisible demand to sites with room, by augmenting paths."""

from __future__ import annotations

import math
from collections.abc import Sequence

TINY = 1e-9
"""Demand below which nothing is left to send."""

Price = tuple[float, float]
"""Units that fill a site's least load count before money."""


def least_travel(
    costs: Sequence[Sequence[float]],
    demand: Sequence[float],
    room: Sequence[float],
    least: Sequence[float] | None = None,
) -> float | None:
    """Demand-weighted cost of the best service by the given sites; None without one.

    Parameters
    ----------
    costs : n x k
        Client to open site; infinite where the client must not go.
    room, least : k
        Most and least demand that each site serves.
    """
    n, k = len(demand), len(room)
    if any(min(row, default=math.inf) == math.inf for row in costs):
        return None
    floor = [0.0] * k if least is None else list(least)
    if any(a > b + TINY for a, b in zip(floor, room, strict=True)):
        return None
    start, end = n + k, n + k + 1
    arcs: list[list[float]] = []  # tail, head, room left, first price, second price
    for i in range(n):
        _arc(arcs, start, i, demand[i], (0.0, 0.0))
        for j in range(k):
            if costs[i][j] < math.inf:
                _arc(arcs, i, n + j, math.inf, (0.0, costs[i][j]))
    first = len(arcs)
    for j in range(k):
        _arc(arcs, n + j, end, floor[j], (-1.0, 0.0))
        _arc(arcs, n + j, end, max(room[j] - floor[j], 0.0), (0.0, 0.0))
    sent = total = 0.0
    while (path := _cheapest(arcs, start, end)) is not None:
        part = min(arcs[a][2] for a in path)
        for a in path:
            arcs[a][2] -= part
            arcs[a ^ 1][2] += part
            total += part * arcs[a][4]
        sent += part
    filled = all(arcs[a][2] <= TINY for a in range(first, len(arcs), 4))
    return total if filled and sent >= sum(demand) - TINY * n else None


def _arc(
    arcs: list[list[float]], tail: int, head: int, room: float, price: Price
) -> None:
    """One arc and its reverse, at even and odd places."""
    arcs.append([tail, head, room, price[0], price[1]])
    arcs.append([head, tail, 0.0, -price[0], -price[1]])


def _cheapest(arcs: list[list[float]], start: int, end: int) -> list[int] | None:
    """Arcs of a cheapest path with room (Bellman and Ford); None without one."""
    nodes = end + 1
    price: list[Price] = [(math.inf, math.inf)] * nodes
    last = [-1] * nodes
    price[start] = (0.0, 0.0)
    for _ in range(nodes):
        changed = False
        for a, (tail, head, left, units, money) in enumerate(arcs):
            here = price[int(tail)]
            if left > TINY and here[0] < math.inf:
                there = (here[0] + units, here[1] + money)
                old = price[int(head)]
                slack = 1e-12 * abs(old[1]) if old[1] < math.inf else 0.0
                if there[0] < old[0] or (
                    there[0] == old[0] and there[1] < old[1] - slack
                ):
                    price[int(head)], last[int(head)] = there, a
                    changed = True
        if not changed:
            break
    if last[end] < 0:
        return None
    path, node = [], end
    while node != start:
        path.append(last[node])
        node = int(arcs[last[node]][0])
    return path
