"""Interchange for medians over sorted lists: a move touches its neighbourhood alone.

Resende, M. G. C., Werneck, R. F. (2007). A fast swap-based local search procedure for
location problems. Annals of Operations Research 150, 205-230.
doi:10.1007/s10479-006-0154-0

With the two nearest open sites of client i at d1 <= d2, opening j saves
sum_i max(0, d1 - c_ij), and closing r costs the sum of d2 - d1 over the clients that r
serves (loss), of which those within d2 of j get d2 - max(d1, c_ij) back. Sites wait in
a queue to be tried; a move makes the sites wait that are near the clients it moved.

What the functions pass on:

* near: start (n + 1,), site, cost, beyond (n,), the sorted list of every client;
* who: start (m + 1,), client, cost, the same pairs site by site;
* rule: opening (m,), must (m,), never (m,), least, most, far, small;
* state: phi1, phi2 (n,), d1, d2 (n,), loss (m,), is_open (m,);
* work: queue, waits (m,), ends (2,), extra (m,), touched (m,), chance (1,).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled


@compiled
def _settle(near: Any, far: float, i: int, state: Any) -> None:
    """Find the two nearest open sites of client i."""
    start, site, cost, beyond = near
    phi1, phi2, d1, d2, loss, is_open = state
    phi1[i] = phi2[i] = -1
    d1[i] = d2[i] = min(beyond[i], far)
    for k in range(start[i], start[i + 1]):
        if is_open[site[k]]:
            if phi1[i] < 0:
                phi1[i], d1[i] = site[k], cost[k]
            else:
                phi2[i], d2[i] = site[k], cost[k]
                break
    if phi1[i] >= 0:
        loss[phi1[i]] += d2[i] - d1[i]


@compiled
def _begin(near: Any, far: float, state: Any) -> None:
    """Fill the state of what is open."""
    state[4][:] = 0.0
    for i in range(len(state[0])):
        _settle(near, far, i, state)


@compiled
def _entering(who: Any, rule: Any, j: int, state: Any, work: Any, cheapest: int) -> Any:
    """What opening j saves alone, what with the best site to close, and that site.

    cheapest is the site that costs least to close when nothing else changes.
    """
    start, client, cost = who
    opening, must = rule[0], rule[1]
    phi1, d1, d2, loss = state[0], state[2], state[3], state[4]
    extra, touched = work[3], work[4]
    gain, count = -opening[j], 0
    for k in range(start[j], start[j + 1]):
        i, v = client[k], cost[k]
        if v >= d2[i]:
            continue
        if v < d1[i]:
            gain += d1[i] - v
            v = d1[i]
        r = phi1[i]
        if r >= 0 and not must[r]:
            if extra[r] == 0.0:
                touched[count] = r
                count += 1
            extra[r] += d2[i] - v
    best, leave = np.inf, -1
    if cheapest >= 0:
        best, leave = loss[cheapest] - opening[cheapest], cheapest
    for t in range(count):
        r = touched[t]
        worse = loss[r] - extra[r] - opening[r]
        if worse < best:
            best, leave = worse, r
        extra[r] = 0.0
    return gain, gain - best, leave


@compiled
def _cheapest(rule: Any, state: Any) -> int:
    """The open site that costs least to close; -1 without any."""
    opening, must = rule[0], rule[1]
    loss, is_open = state[4], state[5]
    best = -1
    for r in range(len(loss)):
        if is_open[r] and not must[r]:
            worse = loss[r] - opening[r]
            if best < 0 or worse < loss[best] - opening[best]:
                best = r
    return best


@compiled
def _flip(near: Any, who: Any, far: float, j: int, state: Any, work: Any) -> None:
    """Open or close site j, mend its clients, and let the sites near them wait."""
    start, client, cost = who
    phi1, phi2, d1, d2, loss, is_open = state
    queue, waits, ends = work[0], work[1], work[2]
    is_open[j] = not is_open[j]
    for k in range(start[j], start[j + 1]):
        i = client[k]
        if is_open[j]:
            if cost[k] >= d2[i]:
                continue
        elif phi1[i] != j and phi2[i] != j:
            continue
        reach = d2[i]
        if phi1[i] >= 0:
            loss[phi1[i]] -= d2[i] - d1[i]
        _settle(near, far, i, state)
        reach = max(reach, d2[i])
        for t in range(near[0][i], near[0][i + 1]):
            s = near[1][t]
            if near[2][t] >= reach:
                break
            if not waits[s]:
                waits[s] = True
                queue[ends[1] % len(queue)] = s
                ends[1] += 1
    if not is_open[j]:
        loss[j] = 0.0


@compiled
def _search(near: Any, who: Any, rule: Any, state: Any, work: Any) -> float:
    """Try the sites that wait, first improvement, until none does; the saving."""
    opening, must, never, least, most, far, small = rule
    loss, is_open = state[4], state[5]
    queue, waits, ends = work[0], work[1], work[2]
    saved, count = 0.0, 0
    for j in range(len(is_open)):
        count += is_open[j]
    cheapest = _cheapest(rule, state)
    while ends[0] < ends[1]:
        j = queue[ends[0] % len(queue)]
        ends[0] += 1
        waits[j] = False
        gained = 0.0
        if is_open[j]:
            if count > least and not must[j] and opening[j] - loss[j] > small:
                gained = opening[j] - loss[j]
                count -= 1
                _flip(near, who, far, j, state, work)
        elif not never[j]:
            alone, swapped, leave = _entering(who, rule, j, state, work, cheapest)
            if count < most and alone > small and alone >= swapped:
                gained = alone
                count += 1
                _flip(near, who, far, j, state, work)
            elif leave >= 0 and swapped > small:
                gained = swapped
                _flip(near, who, far, j, state, work)
                _flip(near, who, far, leave, state, work)
        if gained > 0.0:
            saved += gained
            cheapest = _cheapest(rule, state)
    return saved


@compiled
def _copy(state: Any, other: Any) -> None:
    """Make one state like another."""
    for k in range(len(state[0])):
        state[0][k], state[1][k] = other[0][k], other[1][k]
        state[2][k], state[3][k] = other[2][k], other[3][k]
    for k in range(len(state[4])):
        state[4][k], state[5][k] = other[4][k], other[5][k]


@compiled
def _draw(chance: Any, size: int) -> int:
    """A number below size; Marsaglia's xorshift, doi:10.18637/jss.v008.i14."""
    x = chance[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    chance[0] = x
    return int((x >> np.uint64(11)) % np.uint64(size))


@compiled
def _kick(near: Any, who: Any, rule: Any, state: Any, work: Any, width: int) -> float:
    """Open up to three sites near a random client, closing what suits best."""
    start, site = near[0], near[1]
    chance, saved = work[5], 0.0
    i = _draw(chance, len(start) - 1)
    size = min(width, start[i + 1] - start[i])
    for _ in range(1 + _draw(chance, 3) if size else 0):
        j = site[start[i] + _draw(chance, size)]
        if state[5][j] or rule[2][j]:
            continue
        cheapest = _cheapest(rule, state)
        swapped, leave = _entering(who, rule, j, state, work, cheapest)[1:]
        if leave >= 0:
            _flip(near, who, rule[5], j, state, work)
            _flip(near, who, rule[5], leave, state, work)
            saved += swapped
    return saved


@compiled
def _shake(
    near: Any, who: Any, rule: Any, state: Any, kept: Any, best: Any, work: Any,
    rounds: int, width: int, heat: float,
) -> None:  # fmt: skip
    """Kick and search, taking what is not much worse, ever less so; end at the best."""
    now = lowest = 0.0
    _copy(best, state)
    for r in range(rounds):
        _copy(kept, state)
        saved = _kick(near, who, rule, state, work, width)
        saved += _search(near, who, rule, state, work)
        luck = (1 + _draw(work[5], 2**30)) / 2**30
        if saved < heat * (1.0 - r / rounds) * np.log(luck):
            _copy(state, kept)
            continue
        now -= saved
        if now < lowest - rule[6]:
            lowest = now
            _copy(best, state)
    _copy(state, best)


def begin(near: Any, far: float, state: Any) -> None:
    """Fill the state of what is open."""
    _begin(near, far, state)


def search(near: Any, who: Any, rule: Any, state: Any, work: Any) -> float:
    """Try the sites that wait until none improves; what that saved."""
    return float(_search(near, who, rule, state, work))


def shake(
    near: Any, who: Any, rule: Any, state: Any, work: Any, *, rounds: int, width: int,
    heat: float,
) -> None:  # fmt: skip
    """Kick near a random client and search, so many times; end at the best.

    Parameters
    ----------
    width
        How many of a client's nearest sites may be opened by a kick.
    heat
        About how much worse is taken at first.
    """
    kept, best = (tuple(part.copy() for part in state) for _ in range(2))
    _shake(near, who, rule, state, kept, best, work, rounds, width, heat)
