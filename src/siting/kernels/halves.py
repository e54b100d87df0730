"""Two halves of the sites of every client."""

from __future__ import annotations

from typing import Any

import numpy as np

from siting.kernels.compiled import compiled


@compiled
def halve(client: Any, share: Any, rank: Any, side: Any, part: Any) -> None:
    """Put each pair, largest share first, into the smaller half of its client.

    Pairs without a share go to and fro.

    Parameters
    ----------
    rank : (pairs,)
        Pairs by client, largest share first.
    side : (pairs,)
        Filled: whether a pair is in the one half.
    part : (n,)
        Filled: shares in that half.
    """
    other = np.zeros(len(part))
    count = np.zeros(len(part), dtype=np.int64)
    for e in rank:
        i = client[e]
        first = part[i] < other[i] or (part[i] == other[i] and count[i] <= 0)
        side[e] = first
        count[i] += 1 if first else -1
        if first:
            part[i] += share[e]
        else:
            other[i] += share[e]
