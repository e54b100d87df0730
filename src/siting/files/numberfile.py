"""Files that are nothing but numbers, however their lines are broken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

import numpy as np

from siting.cost import Floats
from siting.errors import InstanceError
from siting.files.textfile import BLOCK, numbered, numbers, opened, shortened, stem
from siting.instance import LARGEST_STORED, Instance


class NumberFile:
    """The numbers of a file, taken from the front; all must be >= 0.

    Parameters
    ----------
    words
        Words that stand for a number, such as ``capacity`` in OR-Library's capa.
    skipped
        Pattern of a first line that holds no numbers.
    """

    def __init__(
        self, path: Path, *, words: Mapping[str, float] | None = None, skipped: str = ""
    ) -> None:
        self.path = path
        values, places = [np.empty(0)], [np.empty(0, dtype=np.int64)]
        with opened(path) as stream:
            lines = numbered(stream)
            while block := list(islice(lines, BLOCK)):
                if skipped and re.match(skipped, block[0][1]):
                    block, skipped = block[1:], ""
                cells = [_cells(text, words or {}) for _, text in block]
                values.append(self._values(block, cells))
                lengths = [len(x) for x in cells]
                places.append(np.repeat([k for k, _ in block], lengths).astype(int))
        self._values_left = np.concatenate(values)
        self._lines = np.concatenate(places)
        self._taken = 0

    def _values(self, block: list[tuple[int, str]], cells: list[list[str]]) -> Floats:
        """Numbers of a block of lines; a fault is named with its line."""
        try:
            return numbers([x for row in cells for x in row], where=str(self.path))
        except InstanceError:
            for (line, _), row in zip(block, cells, strict=True):
                numbers(row, where=f"{self.path}, line {line}")
            raise

    def take(self, *shape: int, what: str) -> Floats:
        """The next numbers, as an array of that shape."""
        count, first = int(np.prod(shape)), self._taken
        left = len(self._values_left) - first
        if left < count:
            raise InstanceError(
                f"{self.path} ends after {left:,} of {count:,} numbers of {what}; the "
                "file is cut short or of another format."
            )
        self._taken += count
        part = self._values_left[first : self._taken]
        if (part < 0).any():
            place = first + int(np.flatnonzero(part < 0)[0])
            raise InstanceError(
                f"{self.path}, line {self._lines[place]}: {what} is "
                f"{self._values_left[place]:g}; expected a number >= 0."
            )
        return part.reshape(shape)

    def size(self, what: str) -> int:
        """The next number, a whole one from 1 that a table may have."""
        value = float(self.take(1, what=what)[0])
        if value < 1 or value != int(value) or 8 * value > LARGEST_STORED:
            line = self._lines[self._taken - 1]
            raise InstanceError(
                f"{self.path}, line {line}: the {what} is {value:g}; expected a whole "
                "number from 1."
            )
        return int(value)

    def end(self) -> None:
        """Refuse what is left over."""
        if self._taken < len(self._values_left):
            line, extra = self._lines[self._taken], self._values_left[self._taken]
            raise InstanceError(
                f"{self.path}, line {line}: got {shortened(f'{extra:g}')} after all "
                "that its first line declares; the file is of another format."
            )


def _cells(text: str, words: Mapping[str, float]) -> list[str]:
    """The cells of a line, words replaced by their numbers."""
    cells = text.split()
    return [repr(words[x]) if x in words else x for x in cells] if words else cells


def per_unit(total: Floats, demand: Floats, *, path: Path) -> Floats:
    """Travel (n, m) from the cost of serving all demand of each client."""
    free = demand == 0
    lost = free & (total > 0).any(axis=1)
    if lost.any():
        raise InstanceError(
            f"{path}: client {int(np.flatnonzero(lost)[0]) + 1} has no demand, but "
            "costs something to serve, which is no cost for each unit of demand; "
            "correct the file."
        )
    return np.asarray(total / np.where(free, 1.0, demand)[:, None])


def fixed_charge(
    path: Path,
    *,
    demand: Floats,
    cost: Floats,
    opening: Floats,
    capacity: Floats | None = None,
    source: str,
) -> Instance:
    """An instance with ids from 1, named as its file."""
    n, m = cost.shape
    return Instance(
        demand=demand,
        cost=cost,
        clients=tuple(map(str, range(1, n + 1))),
        sites=tuple(map(str, range(1, m + 1))),
        opening=opening,
        capacity=np.full(m, np.inf) if capacity is None else capacity,
        name=stem(path),
        source=source,
    )
