"""OR-Library's files of warehouse location (cap)."""

from __future__ import annotations

from pathlib import Path

from siting.errors import InstanceError
from siting.files.numberfile import NumberFile, fixed_charge, per_unit
from siting.files.textfile import LARGEST_NUMBER, numbered, opened
from siting.instance import Instance


def read_cap(path: Path, *, capacity: float | None) -> Instance:
    """One instance: ``m n``, m x ``capacity fixed``, n x ``demand`` and m costs.

    Parameters
    ----------
    capacity
        What the word ``capacity`` stands for, in files that have it.
    """
    with opened(path) as stream:
        asked = any("capacity" in text for _, text in numbered(stream))
    if asked and capacity is None:
        raise InstanceError(
            f"{path} leaves the capacity of its sites open; say it, as in "
            f"orlib:{path.name}?capacity=8000."
        )
    if not asked and capacity is not None:
        raise InstanceError(
            f"capacity is {capacity:g}, but {path} has capacities of its own; leave "
            "the option out."
        )
    if capacity is not None and not 0 <= capacity <= LARGEST_NUMBER:
        raise InstanceError(
            f"capacity is {capacity!r}; expected a number from 0 to {LARGEST_NUMBER:g}."
        )
    words = {} if capacity is None else {"capacity": capacity}
    file = NumberFile(path, words=words)
    m, n = file.size("number of sites"), file.size("number of clients")
    sites = file.take(m, 2, what="capacity and fixed cost")
    clients = file.take(n, 1 + m, what="demand and costs")
    file.end()
    return fixed_charge(
        path,
        demand=clients[:, 0],
        cost=per_unit(clients[:, 1:], clients[:, 0], path=path),
        opening=sites[:, 1],
        capacity=sites[:, 0],
        source="OR-Library",
    )
