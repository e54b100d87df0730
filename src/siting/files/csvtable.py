"""CSV tables as text, so that 007, NA and 1e5 stay what they are."""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from siting.cost import Floats
from siting.errors import InstanceError, listed
from siting.files.textfile import numbers, opened, shortened

Row = tuple[int, list[str]]


def as_id(cell: str) -> str:
    """The id that a cell stands for: trimmed, in Unicode normal form C."""
    return unicodedata.normalize("NFC", cell.strip())


@contextmanager
def records(path: Path) -> Iterator[tuple[list[str], Iterator[Row]]]:
    """Header of a CSV file and its rows, each with its number in a spreadsheet.

    Quoted cells may hold commas, quotes and line ends. Every row has as many cells as
    the header; blank lines are skipped.
    """
    with opened(path) as stream:
        reader = csv.reader(stream, strict=True)
        try:
            header = [as_id(x) for x in next(reader, [])]
            _check_header(header, path=path)
            yield header, _rows(reader, width=len(header), path=path)
        except csv.Error as error:
            raise InstanceError(
                f"{path}, line {reader.line_num}: {error}; check the quotes, and write "
                'a quote inside quotes twice ("").'
            ) from None


def _check_header(header: Sequence[str], *, path: Path) -> None:
    """Refuse a header that is empty, separated otherwise, blank or double."""
    if not header:
        raise InstanceError(f"{path} is empty; expected a header in its first line.")
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            raise InstanceError(
                f"{path} is separated by {name}; expected commas between cells and "
                "points in decimals, so save it as comma-separated UTF-8."
            )
    if "" in header:
        raise InstanceError(
            f"{path}, row 1: column {header.index('') + 1} has no name; name or remove "
            "it."
        )
    if len(set(header)) < len(header):
        name, times = Counter(header).most_common(1)[0]
        raise InstanceError(
            f"{path}, row 1: column {name!r} occurs {times} times; expected it once."
        )


def _rows(reader: Iterator[list[str]], *, width: int, path: Path) -> Iterator[Row]:
    """Rows below the header, all as wide as it."""
    for number, cells in enumerate(reader, start=2):
        if len(cells) == width:
            yield number, cells
        elif cells:
            raise InstanceError(
                f"{path}, row {number}: {len(cells)} cells; expected {width} as in the "
                "header, so quote ids with commas and write decimals with points."
            )


@dataclass(frozen=True, eq=False)
class Table:
    """All columns of a CSV file as text.

    Attributes
    ----------
    columns
        Name -> cells, trimmed.
    rows
        Number of each row in a spreadsheet.
    """

    path: Path
    columns: Mapping[str, list[str]]
    rows: list[int]

    @classmethod
    def read(cls, path: Path, *, needed: Sequence[str]) -> Table:
        """Read a table that has at least the needed columns and one row."""
        with records(path) as (header, rows):
            for name in needed:
                if name not in header:
                    raise InstanceError(
                        f"{path} has no column {name!r} but {listed(header)}; expected "
                        f"{' and '.join(needed)}."
                    )
            found = list(rows)
        if not found:
            raise InstanceError(f"{path} has a header but no rows; add one an id.")
        cells = zip(*(row for _, row in found), strict=True)
        columns = {
            name: [x.strip() for x in column]
            for name, column in zip(header, cells, strict=True)
        }
        return cls(path, columns, [number for number, _ in found])

    def where(self, k: int) -> str:
        """File and row of the k-th row, as errors begin."""
        return f"{self.path}, row {self.rows[k]}"

    def ids(self) -> tuple[str, ...]:
        """The column ``id``: text, none blank, each once."""
        names = tuple(as_id(x) for x in self.columns["id"])
        first: dict[str, int] = {}
        for k, name in enumerate(names):
            if not name:
                raise InstanceError(f"{self.where(k)}: the id is blank; give it one.")
            if name in first:
                raise InstanceError(
                    f"{self.where(k)}: id {name!r} is already in row "
                    f"{self.rows[first[name]]}; expected every id once."
                )
            first[name] = k
        return names

    def numbers(
        self, name: str, *, blank: float | None = None, least: float = 0
    ) -> Floats:
        """A column of numbers >= least; a blank cell is ``blank``, or refused."""
        cells = self.columns[name]
        filled = [k for k, x in enumerate(cells) if x or blank is None]
        values = np.full(len(cells), np.nan if blank is None else blank)
        try:
            values[filled] = numbers([cells[k] for k in filled], where=str(self.path))
        except InstanceError:
            for k in filled:
                numbers([cells[k]], where=f"{self.where(k)}, column {name!r}")
            raise
        low = np.flatnonzero(values < least)
        if low.size:
            k = int(low[0])
            raise InstanceError(
                f"{self.where(k)}: {name} is {shortened(cells[k])}; expected a number "
                f">= {least:g}."
            )
        return values

    def points(self) -> Floats | None:
        """Columns x and y as (k, 2), or None when there are none."""
        given = [name for name in ("x", "y") if name in self.columns]
        if len(given) == 1:
            raise InstanceError(
                f"{self.path} has a column {given[0]!r} alone; expected both x and y, "
                "or neither."
            )
        if not given:
            return None
        return np.column_stack([self.numbers(x, least=-np.inf) for x in given])
