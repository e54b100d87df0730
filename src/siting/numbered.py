"""Ids "1", "2", ... that are made when somebody asks for them: there can be many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, eq=False)
class Numbered(Sequence[str]):
    """As the tuple ('1', ..., 'n') in everything, without its memory.

    Ten million texts take 0.6 GB, and ten seconds to make and to compare.

    >>> ids = Numbered(3)
    >>> ids[0], ids[-1], list(ids), "3" in ids, "03" in ids
    ('1', '3', ['1', '2', '3'], True, False)
    >>> ids == ("1", "2", "3")
    True
    """

    n: int

    def __len__(self) -> int:
        return self.n

    def __getitem__(self, k: Any) -> Any:
        """One id, or a tuple of those of a slice."""
        found = range(1, self.n + 1)[k]
        return tuple(map(str, found)) if isinstance(k, slice) else str(found)

    def __iter__(self) -> Iterator[str]:
        return map(str, range(1, self.n + 1))

    def __contains__(self, name: object) -> bool:
        if not (isinstance(name, str) and name.isascii() and name.isdigit()):
            return False
        return name[0] != "0" and 1 <= int(name) <= self.n

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Numbered):
            return self.n == other.n
        return isinstance(other, tuple) and tuple(self) == other

    def __hash__(self) -> int:
        return hash(tuple(self))
