"""The Lagrangian dual of sites of limited capacity: certified bounds.

Relaxes 'every client once'. Whatever the multipliers, with worth_j = opening_j + the
best knapsack of site j at costs cost_ij - multiplier_i, and whatever the rent >= 0 of a
unit of room,

sum_i multiplier_i + rent need + min over allowed designs of
sum_{j open} (worth_j - rent capacity_j)

is a lower bound, as all open sites together must have the room that is needed.

Cornuejols, G., Sridharan, R., Thizy, J. M. (1991). A comparison of heuristics and
relaxations for the capacitated plant location problem. European Journal of Operational
Research 50(3), 280-297.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from siting.capacitated.pairs import Pairs
from siting.cost import Floats
from siting.medians import fixing
from siting.medians.ascent import Bound
from siting.medians.fixing import Sides
from siting.rules import Rules

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Filled:
    """What every site would serve at some multipliers.

    Attributes
    ----------
    own : (m,)
        What each site is worth, without the rent of its room.
    share : (pairs,)
    chosen : (m,)
        Sites of the relaxation.
    """

    own: Floats
    share: Floats
    chosen: Bools


@dataclass(frozen=True, eq=False)
class Relaxed(Bound):
    """A bound, with the knapsacks behind it.

    Attributes
    ----------
    base
        The bound that the worth of its sites makes up; ``value`` may be more, as whole
        sites with the room that is needed cost more.
    """

    filled: Filled
    base: float


def sides(pairs: Pairs, opening: Floats, rules: Rules, bound: Relaxed) -> Sides:
    """What answers cost at least by the state of one site.

    The room that is needed counts once by its rent, and once in whole sites.
    """
    from siting.kernels import relaxed

    plain = fixing.sides(replace(bound, value=bound.base), rules)
    parts = _parts(pairs, opening, rules)
    out = (plain.inside, plain.outside)
    relaxed.sides(parts, bound.multiplier, bound.filled.own, out)
    return plain


def bound_of(
    pairs: Pairs, opening: Floats, rules: Rules, multiplier: Floats
) -> Relaxed:
    """The bound of any multipliers (n,), by sums of our own."""
    from siting.kernels import relaxed

    m = pairs.m
    worth, own, share = np.empty(m), np.empty(m), np.zeros(len(pairs.client))
    chosen, taken = np.empty(m, dtype=np.bool_), np.empty(m, dtype=np.bool_)
    out = (worth, own, share, chosen, taken)
    base, value = relaxed.evaluate(_parts(pairs, opening, rules), multiplier, out)
    filled = Filled(own, share, taken)
    sites = np.flatnonzero(chosen)
    return Relaxed(value, multiplier, worth, sites, filled, base)


def _parts(pairs: Pairs, opening: Floats, rules: Rules) -> tuple[object, ...]:
    """The data as kernels take them."""
    rule = (rules.must, rules.never, rules.least, rules.most, pairs.need)
    return pairs.lists, pairs.load, pairs.capacity, opening, pairs.whole, rule


def has_room(pairs: Pairs, rules: Rules) -> bool:
    """Whether the largest allowed sites together have the room that is needed."""
    free = np.sort(pairs.capacity[rules.free])[::-1]
    held = int(rules.must.sum())
    most = float(pairs.capacity[rules.must].sum() + free[: rules.most - held].sum())
    enough = held <= rules.most and held + len(free) >= rules.least
    return enough and most >= pairs.need


def with_fewest(pairs: Pairs, rules: Rules) -> Rules:
    """The rules with as many open sites as the needed room takes at least."""
    free = np.sort(pairs.capacity[rules.free])[::-1]
    lack = pairs.need - float(pairs.capacity[rules.must].sum())
    more = int(np.searchsorted(np.cumsum(free), lack)) + 1 if lack > 0 else 0
    return replace(rules, least=max(rules.least, int(rules.must.sum()) + more))
