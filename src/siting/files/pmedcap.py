"""Files of several capacitated p-median problems, as OR-Library has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from siting.cost import PointCost
from siting.errors import InstanceError
from siting.files.textfile import number_rows, shortened, stem
from siting.instance import Instance

LARGEST = 20_000
"""Points of one problem up to which its table of distances is made."""

Lines = Iterator[tuple[int, str]]


def read_problem(
    lines: Lines, *, count: int, wanted: int | None, path: Path
) -> Instance:
    """One problem of a file, whose first line has been read; all lines are checked.

    Parameters
    ----------
    count
        How many problems the first line declares.
    wanted
        Number of the problem in the file, from 1.
    """
    if wanted is None and count != 1:
        raise InstanceError(
            f"{path} holds {count} problems; say which one, as in "
            f"orlib:{path.name}?problem=1."
        )
    chosen = 1 if wanted is None else wanted
    if not 1 <= chosen <= count:
        raise InstanceError(
            f"problem is {chosen}, but {path} holds {count}; choose one from 1 to "
            f"{count}."
        )
    for number in range(1, count + 1):
        town = _problem(lines, number=number, path=path)
        if number == chosen:
            return town
    raise AssertionError  # chosen is one of them


def _problem(lines: Lines, *, number: int, path: Path) -> Instance:
    """``no best``, ``n p Q`` and n lines ``id x y demand``, checked."""
    _whole_numbers(lines, like="number best", path=path)
    line, (n, p, most) = _whole_numbers(lines, like="n p capacity", path=path)
    if not 1 <= p <= n <= LARGEST:
        raise InstanceError(
            f"{path}, line {line}: declares {n:,} points and p = {p}; expected p from "
            f"1 to the number of points, and at most {LARGEST:,} points."
        )
    blocks = [np.empty((0, 4))]
    for numbers, block in number_rows(
        islice(lines, n), like="id x y demand", path=path
    ):
        negative = block[:, 3] < 0
        if negative.any():
            row = int(np.flatnonzero(negative)[0])
            raise InstanceError(
                f"{path}, line {numbers[row]}: the demand is {block[row, 3]:g}; "
                "expected a number >= 0."
            )
        blocks.append(block)
    table = np.concatenate(blocks)
    if len(table) < n:
        raise InstanceError(
            f"{path} ends after {len(table)} points of problem {number}, but line "
            f"{line} declares {n}; the file is cut short, so fetch it again."
        )
    xy = table[:, 1:3]
    ids = tuple(f"{x:g}" for x in table[:, 0])
    return Instance(
        demand=table[:, 3],
        cost=PointCost(xy, xy, "floor").stored(),
        clients=ids,
        sites=ids,
        capacity=np.full(n, float(most)),
        client_xy=xy,
        site_xy=xy,
        name=f"{stem(path)}-{number}",
        source="OR-Library",
        p=p,
    )


def _whole_numbers(lines: Lines, *, like: str, path: Path) -> tuple[int, list[int]]:
    """The next line, which has so many whole numbers, and its own number."""
    line, text = next(lines, (0, ""))
    if not line:
        raise InstanceError(
            f"{path} ends where {like!r} should stand; the file is cut short, so fetch "
            "it again."
        )
    words = text.split()
    whole = all(re.fullmatch(r"[0-9]{1,12}", x) for x in words)
    if not whole or len(words) != len(like.split()):
        raise InstanceError(
            f"{path}, line {line}: got {shortened(text)}; expected "
            f"{len(like.split())} whole numbers, {like!r}."
        )
    return line, list(map(int, words))
