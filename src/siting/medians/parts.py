"""Parts of the designs of a median: their rules, and the last design of one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from siting.branching.relaxation import Fixed, Relaxed
from siting.cost import Floats
from siting.listed.lists import Lists
from siting.rules import Rules


def rules_within(rules: Rules, part: Fixed) -> Rules:
    """The rules of a part of the designs that keep some rules."""
    return replace(
        rules, must=rules.must | part.opened, never=rules.never | part.closed
    )


def alone(lists: Lists, opening: Floats, part: Fixed) -> Relaxed:
    """What the one design of a part costs."""
    cost = cost_at_least(lists, opening, part.opened)
    return Relaxed(cost, part.opened.astype(float), part, is_whole=True)


def is_empty(rules: Rules) -> bool:
    """Whether no design keeps the rules, as far as counting tells."""
    held, free = int(rules.must.sum()), int(rules.free.sum())
    both = bool((rules.must & rules.never).any())
    return both or held > rules.most or held + free < rules.least


def cost_at_least(lists: Lists, opening: Floats, design: NDArray[np.bool_]) -> float:
    """What a design costs, with sites that are not listed at the least they may."""
    cost = lists.beyond.copy()
    row = np.repeat(np.arange(lists.n), np.diff(lists.start))
    held = design[lists.site]
    np.minimum.at(cost, row[held], lists.cost[held])
    total = float(cost.sum() + opening[design].sum())
    return total * (1 - float(np.finfo(float).eps) * (lists.n + lists.m))
