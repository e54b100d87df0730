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
* state: phi1, phi2 (n,), d1, d2 (n,), loss (m,), is_open (m,), opens (m + 1,), the open
  sites with how many there are at the end, place (m,) of each in it;
* work: queue, waits (m,), ends (3,), where the queue begins and ends and how many sites
  were tried so far, extra (m,), touched (m,), chance (1,);
* past: what undoes moves: was_open (m,), flipped, the sites that may differ from it
  with how many there are at the end, is_flipped (m,), mended and is_mended, the same
  for clients, and how they were served: phi, d (n, 2).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled


@compiled
def _settle(near: Any, far: float, i: int, state: Any) -> None:
    """Find the two nearest open sites of client i."""
    start, site, cost, beyond = near
    phi1, phi2, d1, d2, loss, is_open = state[:6]
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
def _enlist(j: int, state: Any) -> None:
    """Put site j on the list of the open, or take it off."""
    is_open, opens, place = state[5:8]
    if is_open[j]:
        place[j] = opens[-1]
        opens[opens[-1]] = j
        opens[-1] += 1
    else:
        opens[-1] -= 1
        last = opens[opens[-1]]
        opens[place[j]], place[last] = last, place[j]


@compiled
def _begin(near: Any, far: float, state: Any) -> None:
    """Fill the state of what is open."""
    state[4][:] = 0.0
    state[6][-1] = 0
    for j in np.flatnonzero(state[5]):
        _enlist(j, state)
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
        if r >= 0 and not must[r] and v < d2[i]:  # equals give nothing back
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
    loss, opens = state[4], state[6]
    best, least = -1, np.inf
    for r in opens[: opens[-1]]:
        worse = loss[r] - opening[r]
        if not must[r] and (worse < least or (worse == least and r < best)):
            best, least = r, worse
    return best


@compiled
def _note_site(j: int, past: Any) -> None:
    """Remember that site j may not be as it was."""
    flipped, is_flipped = past[1], past[2]
    if not is_flipped[j]:
        is_flipped[j] = True
        flipped[flipped[-1]] = j
        flipped[-1] += 1


@compiled
def _forget(state: Any, past: Any) -> None:
    """Let the past begin now."""
    was_open, flipped, is_flipped, mended, is_mended, phi, d = past
    for j in flipped[: flipped[-1]]:
        was_open[j], is_flipped[j] = state[5][j], False
    for i in mended[: mended[-1]]:
        is_mended[i] = False
        phi[i, 0], phi[i, 1] = state[0][i], state[1][i]
        d[i, 0], d[i, 1] = state[2][i], state[3][i]
    flipped[-1] = mended[-1] = 0


@compiled
def _wake(near: Any, i: int, reach: float, work: Any) -> None:
    """Let the sites wait that are nearer to client i than that."""
    start, site, cost = near[:3]
    queue, waits, ends = work[:3]
    for t in range(start[i], start[i + 1]):
        s = site[t]
        if cost[t] >= reach:
            break
        if not waits[s]:
            waits[s] = True
            queue[ends[1] % len(queue)] = s
            ends[1] += 1


@compiled
def _concerns(j: int, i: int, cost: float, state: Any) -> bool:
    """Whether client i has other nearest open sites now that site j was flipped."""
    if state[5][j]:
        return bool(cost < state[3][i])
    return bool(state[0][i] == j or state[1][i] == j)


@compiled
def _resettle(near: Any, far: float, i: int, state: Any) -> None:
    """Find the two nearest open sites of client i anew."""
    phi1, d1, d2, loss = state[0], state[2], state[3], state[4]
    if phi1[i] >= 0:
        loss[phi1[i]] -= d2[i] - d1[i]
    _settle(near, far, i, state)


@compiled
def _turn(j: int, state: Any) -> None:
    """Open site j, or close it."""
    state[5][j] = not state[5][j]
    _enlist(j, state)


@compiled
def _flip(
    near: Any, who: Any, far: float, j: int, state: Any, work: Any, past: Any
) -> None:
    """Open or close site j, mend its clients, and let the sites near them wait."""
    start, client, cost = who
    d2, mended, is_mended = state[3], past[3], past[4]
    _turn(j, state)
    _note_site(j, past)
    for k in range(start[j], start[j + 1]):
        i = client[k]
        if not _concerns(j, i, cost[k], state):
            continue
        if not is_mended[i]:
            is_mended[i] = True
            mended[mended[-1]] = i
            mended[-1] += 1
        reach = d2[i]
        _resettle(near, far, i, state)
        _wake(near, i, max(reach, d2[i]), work)
    if not state[5][j]:
        state[4][j] = 0.0


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
def _search(
    near: Any, who: Any, rule: Any, state: Any, work: Any, past: Any, tries: int
) -> float:
    """Try up to so many sites that wait, first improvement; the saving."""
    opening, must, never, least, most, far, small = rule
    loss, is_open = state[4], state[5]
    queue, waits, ends = work[0], work[1], work[2]
    saved, count = 0.0, state[6][-1]
    cheapest, until = _cheapest(rule, state), ends[2] + tries
    while ends[0] < ends[1] and ends[2] < until:
        j = queue[ends[0] % len(queue)]
        ends[0] += 1
        ends[2] += 1
        waits[j] = False
        gained = 0.0
        if is_open[j]:
            if count > least and not must[j] and opening[j] - loss[j] > small:
                gained = opening[j] - loss[j]
                count -= 1
                _flip(near, who, far, j, state, work, past)
        elif not never[j]:
            alone, swapped, leave = _entering(who, rule, j, state, work, cheapest)
            if count < most and alone > small and alone >= swapped:
                gained = alone
                count += 1
                _flip(near, who, far, j, state, work, past)
            elif leave >= 0 and swapped > small:
                gained = swapped
                _flip(near, who, far, j, state, work, past)
                _flip(near, who, far, leave, state, work, past)
        if gained > 0.0:
            saved += gained
            cheapest = _cheapest(rule, state)
    return saved


def begin(near: Any, far: float, state: Any) -> None:
    """Fill the state of what is open."""
    _begin(near, far, state)


def search(
    near: Any, who: Any, rule: Any, state: Any, work: Any, past: Any, *, tries: int
) -> float:
    """Try the sites that wait until none improves, or so many; what that saved."""
    return float(_search(near, who, rule, state, work, past, tries))


@compiled
def _move(near: Any, who: Any, far: float, j: int, state: Any) -> None:
    """Open or close site j and mend its clients; nobody is made to wait."""
    start, client, cost = who
    _turn(j, state)
    for k in range(start[j], start[j + 1]):
        if _concerns(j, client[k], cost[k], state):
            _resettle(near, far, client[k], state)
    if not state[5][j]:
        state[4][j] = 0.0
