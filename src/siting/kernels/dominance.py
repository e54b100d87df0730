"""Dominance in covering: what is superfluous beside another site, or client.

A site whose clients another site covers as well can be left out; so can a client whose
every site covers another client as well. Both keep the least number of sites.

Toregas, C., ReVelle, C. (1973). Binary logic solutions to a class of location problem.
Geographical Analysis 5, 145-155. doi:10.1111/j.1538-4632.1973.tb01004.x
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.kernels.compiled import compiled

Bools = NDArray[np.bool_]
Places = NDArray[np.intp]


@compiled
def _maximal(bits: Any, order: Any) -> Any:
    """Sets (k, words) that are in no other, looked at from the largest down."""
    kept = np.empty(len(order), np.int64)
    count = 0
    for i in order:
        inside = False
        for b in range(count):
            inside = True
            for w in range(bits.shape[1]):
                if bits[i, w] & ~bits[kept[b], w]:
                    inside = False
                    break
            if inside:
                break
        if not inside:
            kept[count] = i
            count += 1
    return kept[:count]


def undominated(table: Bools) -> Places:
    """Columns of a (rows, columns) table in no other column; the first of equals."""
    words = np.zeros((table.shape[1], -(-table.shape[0] // 64) * 8), dtype=np.uint8)
    packed = np.packbits(table, axis=0).T
    words[:, : packed.shape[1]] = packed
    if not words.shape[1]:
        return np.arange(min(1, table.shape[1]))
    keys = words.view(np.dtype((np.void, words.shape[1]))).ravel()
    _, first = np.unique(keys, return_index=True)
    first = np.sort(first)
    bits = np.ascontiguousarray(words[first]).view(np.uint64)
    sizes = np.bitwise_count(bits).sum(axis=1).astype(np.int64)
    order = np.argsort(-sizes, kind="stable")
    return np.sort(first[_maximal(bits, order)])


def undominated_plain(table: Bools) -> Places:
    """Twin of `undominated` by definition."""
    kept: list[int] = []
    columns = range(table.shape[1])
    for j in columns:
        beside = (k for k in columns if not (table[:, j] & ~table[:, k]).any())
        inside = [k for k in beside if k != j]
        equal = [k for k in inside if (table[:, j] == table[:, k]).all()]
        if len(inside) == len(equal) and all(k > j for k in equal):
            kept.append(j)
    return np.array(kept, dtype=np.intp)
