"""The median over sorted lists: who is near whom, and nothing that is far.

Client i's list is site[start[i]:start[i + 1]] at cost[...], nearest first; a site that
is not listed costs at least beyond[i].
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@compiled
def _worth(start: Any, site: Any, cost: Any, multiplier: Any, worth: Any) -> None:
    """Add sum_i min(0, cost_ij - multiplier_i) to worth_j."""
    for i in range(len(multiplier)):
        lam = multiplier[i]
        for k in range(start[i], start[i + 1]):
            less = cost[k] - lam
            if less >= 0:
                break
            worth[site[k]] += less


@compiled
def _slope(
    start: Any, site: Any, cost: Any, multiplier: Any, chosen: Any, slope: Any
) -> None:
    """Subgradient: 1 minus how many of the chosen sites would serve each client."""
    for i in range(len(multiplier)):
        lam = multiplier[i]
        count = 1.0
        for k in range(start[i], start[i + 1]):
            if cost[k] >= lam:
                break
            if chosen[site[k]]:
                count -= 1.0
        slope[i] = count


@compiled
def _places(start: Any, site: Any, design: Any, count: Any) -> None:
    """Count the sites of a design in each list."""
    for i in range(len(count)):
        count[i] = 0
        for k in range(start[i], start[i + 1]):
            count[i] += design[site[k]]


@compiled
def _nearest_two(
    start: Any, site: Any, cost: Any, design: Any, first: Any, second: Any
) -> None:
    """Cost of the nearest two listed sites of a design, where there are so many."""
    for i in range(len(first)):
        found = 0
        for k in range(start[i], start[i + 1]):
            if design[site[k]]:
                second[i] = cost[k]
                if found == 1:
                    break
                first[i] = cost[k]
                found = 1


@compiled
def _by_site(
    start: Any, site: Any, cost: Any, first: Any, client: Any, paid: Any
) -> None:
    """The same pairs site by site, clients in order.

    ``first`` (m + 2,) comes as zeros; its first m + 1 end as where the list of each
    site begins.
    """
    for k in range(len(site)):
        first[site[k] + 2] += 1
    for j in range(2, len(first)):
        first[j] += first[j - 1]
    for i in range(len(start) - 1):
        for k in range(start[i], start[i + 1]):
            at = first[site[k] + 1]
            client[at], paid[at] = i, cost[k]
            first[site[k] + 1] = at + 1


@compiled
def _critical(
    start: Any, site: Any, cost: Any, beyond: Any, y: Any, slack: float, level: Any,
    value: Any,
) -> None:  # fmt: skip
    """Level at which each client has met one whole site, and its cost at y.

    value_i = max over levels D of D - sum_{cost_ij < D} (D - cost_ij) y_j, which the
    first D with sum_{cost_ij <= D} y_j >= 1 attains.
    """
    for i in range(len(level)):
        met, paid = 0.0, 0.0
        level[i] = beyond[i]
        for k in range(start[i], start[i + 1]):
            part = y[site[k]]
            if part <= 0.0:
                continue
            met += part
            if met >= 1.0 - slack:
                level[i] = cost[k]
                met -= part
                break
            paid += part * cost[k]
        if level[i] < np.inf:
            value[i] = paid + (1.0 - met) * level[i]
        else:
            value[i] = np.inf


@compiled
def _lengths(
    start: Any, cost: Any, client: Any, level: Any, length: Any
) -> None:  # fmt: skip
    """How many listed sites are nearer than each level of its client."""
    for r in range(len(client)):
        count = 0
        for k in range(start[client[r]], start[client[r] + 1]):
            if cost[k] >= level[r]:
                break
            count += 1
        length[r] = count


@compiled
def _fill(
    start: Any, site: Any, cost: Any, client: Any, level: Any, at: Any, column: Any,
    value: Any,
) -> None:  # fmt: skip
    """Sites nearer than each level, and by how much."""
    for r in range(len(client)):
        first = start[client[r]]
        for k in range(at[r + 1] - at[r]):
            column[at[r] + k] = site[first + k]
            value[at[r] + k] = min(level[r], 1e300) - cost[first + k]


@compiled
def _kept(
    start: Any, site: Any, closed: Any, must: Any, keep: Any, length: Any, served: Any
) -> None:
    """Mark entries that may serve: not closed, not past a site that must be open.

    Fills in how many they are, and for whom the list ends at such a site.
    """
    for i in range(len(start) - 1):
        served[i] = False
        length[i] = 0
        for k in range(start[i], start[i + 1]):
            keep[k] = not served[i] and not closed[site[k]]
            length[i] += keep[k]
            served[i] = served[i] or must[site[k]]
