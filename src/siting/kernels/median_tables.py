"""Tables of what opening and closing the sites of a median saves, kept move by move.

Resende, M. G. C., Werneck, R. F. (2007). A fast swap-based local search procedure for
location problems. Annals of Operations Research 150, 205-230.
doi:10.1007/s10479-006-0154-0. After Whitaker, R. A. (1983), INFOR 21(2), 95-108,
doi:10.1080/03155986.1983.11731889.

With phi1, phi2 the two nearest open sites of client i at costs d1 <= d2:

* gain[j]     = sum_i max(0, d1 - c_ij): what opening j saves;
* loss[r]     = sum_{i: phi1 = r} (d2 - d1): what closing r costs;
* extra[j, r] = sum_{i: phi1 = r, c_ij < d2} (d2 - max(d1, c_ij)): what that counts
  twice, so that swapping r for j saves gain[j] - loss[r] + extra[j, r].

A swap touches only the clients whose phi1, phi2 change, and of those only the sites
nearer than d2, which stand at the front of sorted lists.
"""

from __future__ import annotations

from typing import Any

from siting.kernels.compiled import compiled


@compiled
def _two_nearest(c: Any, slots: Any, count: int, i: int, far: float) -> Any:
    """Slots and costs of the two nearest open sites of client i."""
    first, second, d1, d2 = -1, -1, far, far
    for s in range(count):
        v = c[i, slots[s]]
        if v < d1:
            second, d2 = first, d1
            first, d1 = s, v
        elif v < d2:
            second, d2 = s, v
    return first, second, d1, d2


@compiled
def _contribute(
    c: Any, order: Any, i: int, s: int, d1: float, d2: float, sign: float,
    gain: Any, loss: Any, extra: Any,
) -> None:  # fmt: skip
    """Add (or with sign -1 take back) what client i means to the tables."""
    if s >= 0:
        loss[s] += sign * (d2 - d1)
    m, listed = c.shape[1], order.shape[1]
    whole = listed < m and c[i, order[i, listed - 1]] < d2
    for k in range(m if whole else listed):
        j = k if whole else order[i, k]
        v = c[i, j]
        if v >= d2:
            if whole:
                continue
            break
        if v < d1:
            gain[j] += sign * (d1 - v)
            v = d1
        if s >= 0:
            extra[j, s] += sign * (d2 - v)


@compiled
def _rebuild(
    c: Any, order: Any, slots: Any, count: int, far: float,
    phi: Any, dist: Any, gain: Any, loss: Any, extra: Any,
) -> None:  # fmt: skip
    """Fill all tables afresh."""
    gain[:] = 0.0
    loss[:] = 0.0
    extra[:, :] = 0.0
    for i in range(c.shape[0]):
        first, second, d1, d2 = _two_nearest(c, slots, count, i, far)
        phi[i, 0], phi[i, 1] = first, second
        dist[i, 0], dist[i, 1] = d1, d2
        _contribute(c, order, i, first, d1, d2, 1.0, gain, loss, extra)


@compiled
def _best_move(
    opening: Any, slots: Any, count: int, is_open: Any, never: Any, must: Any,
    least: int, most: int, gain: Any, loss: Any, extra: Any, floor: float,
) -> Any:  # fmt: skip
    """Largest saving above the floor over swaps, adds and drops; the first on ties.

    Returns the saving, the site to open (-1: none) and the slot to close (-1: none).
    """
    best, site, slot = floor, -1, -1
    for j in range(len(opening)):
        if is_open[j] or never[j]:
            continue
        enter = gain[j] - opening[j]
        if count < most and enter > best:
            best, site, slot = enter, j, -1
        for s in range(count):
            r = slots[s]
            saving = enter - loss[s] + opening[r] + extra[j, s]
            if saving > best and not must[r]:
                best, site, slot = saving, j, s
    if count > least:
        for s in range(count):
            saving = opening[slots[s]] - loss[s]
            if saving > best and not must[slots[s]]:
                best, site, slot = saving, -1, s
    return best, site, slot


@compiled
def _swap(
    c: Any, order: Any, slots: Any, count: int, far: float, site: int, slot: int,
    phi: Any, dist: Any, gain: Any, loss: Any, extra: Any, touched: Any,
) -> None:  # fmt: skip
    """Put a site in the place of another, and mend the tables of those concerned."""
    n = c.shape[0]
    k = 0
    for i in range(n):
        lost = phi[i, 0] == slot or phi[i, 1] == slot
        if lost or c[i, site] < dist[i, 1]:
            touched[k] = i
            k += 1
            _contribute(
                c, order, i, phi[i, 0], dist[i, 0], dist[i, 1], -1.0, gain, loss, extra
            )
    slots[slot] = site
    loss[slot] = 0.0
    extra[:, slot] = 0.0
    for t in range(k):
        i = touched[t]
        first, second, d1, d2 = _two_nearest(c, slots, count, i, far)
        phi[i, 0], phi[i, 1] = first, second
        dist[i, 0], dist[i, 1] = d1, d2
        _contribute(c, order, i, first, d1, d2, 1.0, gain, loss, extra)


@compiled
def _make(
    c: Any, order: Any, slots: Any, count: int, is_open: Any, far: float, site: int,
    slot: int, phi: Any, dist: Any, gain: Any, loss: Any, extra: Any, touched: Any,
) -> int:  # fmt: skip
    """Make a move; the number of open sites."""
    if slot >= 0:
        is_open[slots[slot]] = False
    if site >= 0:
        is_open[site] = True
    if site >= 0 and slot >= 0:
        _swap(
            c, order, slots, count, far, site, slot,
            phi, dist, gain, loss, extra, touched,
        )  # fmt: skip
        return count
    if site >= 0:
        slots[count] = site
        count += 1
    else:
        count -= 1
        slots[slot] = slots[count]
    _rebuild(c, order, slots, count, far, phi, dist, gain, loss, extra)
    return count


@compiled
def _search(
    c: Any, order: Any, opening: Any, must: Any, never: Any, least: int, most: int,
    far: float, slots: Any, count: int, is_open: Any, phi: Any, dist: Any,
    gain: Any, loss: Any, extra: Any, touched: Any, moves: int, small: float,
) -> Any:  # fmt: skip
    """Best improvements until none is left or the moves are used up.

    Returns the number of open sites, whether a local optimum was reached, and how often
    the best move was looked for.
    """
    fresh, made, looks = False, 0, 0
    while made < moves:
        saving, site, slot = _best_move(
            opening, slots, count, is_open, never, must, least, most, gain, loss,
            extra, 0.0,
        )  # fmt: skip
        looks += 1
        if saving <= small:
            if fresh:
                return count, True, looks
            # Sums that were mended many times carry rounding: look again at new ones.
            _rebuild(c, order, slots, count, far, phi, dist, gain, loss, extra)
            fresh = True
            continue
        fresh = False
        made += 1
        count = _make(
            c, order, slots, count, is_open, far, site, slot,
            phi, dist, gain, loss, extra, touched,
        )  # fmt: skip
    return count, False, looks
