"""The order in which thresholds are tried, from the easy to the hard ones."""

from __future__ import annotations

import math

from siting.centers.pursuit import Pursuit
from siting.centers.tree import Verdict
from siting.limits import Limits

CLOSE = 1e-3
"""Relative width of a bracket of thresholds that is not bisected further."""

LADDER = (1.0, 0.5, 0.25, 0.125)
"""Parts of the gap that branch and bound tries to close at once, one after another."""

STRIDE = 0.125
"""Part of the gap that cuts try to close at a time."""

NODES = (1, 8)
"""Nodes of each at first (a linear program), and how many times as many later."""


def narrowed(pursuit: Pursuit, limits: Limits, *, swaps: int) -> bool:
    """Move value and bound towards each other; whether they met before time was up.

    Parameters
    ----------
    swaps
        Swaps that look for a cover at first; later there are more.
    """
    pursuit.begin()
    if pursuit.value == math.inf:
        _reach_everybody(pursuit, limits, swaps=swaps)
    _bracket(pursuit, limits, swaps=swaps)
    (nodes, more), low, rounds = NODES, 0.0, 0
    while not is_closed(pursuit, limits) and limits.left > 0:
        _climb(pursuit, limits, nodes=nodes)
        if rounds == 0:
            pursuit.take_in_all()
        _descend(pursuit, limits, low=low, swaps=swaps)
        if rounds == 0:
            _weigh(pursuit, limits)
        elif rounds == 1:
            _cut(pursuit, limits)
        rounds, nodes, swaps = rounds + 1, more * nodes, more * swaps
        low = (1 - 2 * CLOSE) * pursuit.value
        if pursuit.is_lost:
            break
    return is_closed(pursuit, limits)


def is_closed(pursuit: Pursuit, limits: Limits) -> bool:
    """Whether value and bound are as close as is asked, or there is no answer."""
    if pursuit.bound == math.inf:
        return True
    return pursuit.bound >= pursuit.value - _allowed(pursuit, limits)


def _allowed(pursuit: Pursuit, limits: Limits) -> float:
    """The gap that is asked, in the unit of the value; 0 asks for the last bit."""
    return limits.gap * abs(pursuit.value) if limits.gap else 0.0


def _goal(pursuit: Pursuit, limits: Limits) -> float:
    """The threshold that closes the gap when it is refuted."""
    return pursuit.value - 0.999 * limits.gap * abs(pursuit.value)


def _reach_everybody(pursuit: Pursuit, limits: Limits, *, swaps: int) -> None:
    """Find any design that serves all, or that there is none."""
    nodes, more = NODES
    while pursuit.value == math.inf > pursuit.bound and limits.left > 0:
        if pursuit.attempt(math.inf, swaps=swaps, relax=True) is Verdict.OPEN:
            pursuit.prove(math.inf, nodes=nodes)
            nodes *= more


def _bracket(pursuit: Pursuit, limits: Limits, *, swaps: int) -> None:
    """Bisect what prices refute at once and a few swaps find."""
    low, high = pursuit.bound, math.inf
    while not is_closed(pursuit, limits) and limits.left > 0:
        top = min(high, _goal(pursuit, limits))
        low = max(low, pursuit.bound)
        t = pursuit.threshold(low + (top - low) / 2, top)
        if t >= high or high - low <= CLOSE * pursuit.value:
            return
        if pursuit.attempt(t, swaps=swaps, relax=True) is Verdict.OPEN:
            high = t


def _weigh(pursuit: Pursuit, limits: Limits) -> None:
    """Bisect what parts of sites refute, between bound and value."""
    high = math.inf
    while not is_closed(pursuit, limits) and limits.left > 0:
        top = min(high, _goal(pursuit, limits))
        if top - pursuit.bound <= CLOSE / 2 * pursuit.value:
            return
        t = pursuit.threshold(pursuit.bound + (top - pursuit.bound) / 2, top)
        if t >= high:
            return
        if pursuit.weigh(t, cuts=False) is Verdict.OPEN:
            high = t


def _cut(pursuit: Pursuit, limits: Limits) -> None:
    """Refute thresholds by parts of sites with cuts, step by step from the bound."""
    step = STRIDE * (pursuit.value - pursuit.bound)
    while not is_closed(pursuit, limits) and limits.left > 0:
        if step <= CLOSE * pursuit.value:
            return
        t = pursuit.threshold(pursuit.bound + step, _goal(pursuit, limits))
        if pursuit.weigh(t, cuts=True) is not Verdict.REFUTED:
            step /= 2


def _descend(pursuit: Pursuit, limits: Limits, *, low: float, swaps: int) -> None:
    """Bisect what swaps find, from the value down to ``low``."""
    low = max(low, pursuit.bound)
    while not is_closed(pursuit, limits) and limits.left > 0:
        top = _goal(pursuit, limits)
        near = top - low <= CLOSE * pursuit.value
        t = top if near else pursuit.threshold(low + (top - low) / 2, top)
        if pursuit.attempt(t, swaps=swaps, relax=False) is Verdict.OPEN:
            if t >= top:
                return
            low = t
        low = max(low, pursuit.bound)


def _climb(pursuit: Pursuit, limits: Limits, *, nodes: int) -> None:
    """Refute thresholds by branch and bound, the whole gap first, then parts of it."""
    step = 0
    while step < len(LADDER) and limits.left > 0 and not is_closed(pursuit, limits):
        top = _goal(pursuit, limits)
        part = pursuit.bound + LADDER[step] * (top - pursuit.bound)
        t = top if step == 0 else pursuit.threshold(part, top)
        before = pursuit.value
        verdict = pursuit.prove(t, nodes=nodes)
        if verdict is Verdict.COVERED or pursuit.value < before:
            return
        step += verdict is Verdict.OPEN
