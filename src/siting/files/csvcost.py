"""The travel of a CSV folder, ``cost.csv``: a row a pair, or a column a site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from siting.cost import Floats, dense_block
from siting.errors import InstanceError, listed
from siting.files.csvtable import Row, as_id, records
from siting.files.textfile import BLOCK, numbers

LONG = ["demand", "site", "cost"]


def read_cost(
    path: Path, *, clients: Sequence[str], sites: Sequence[str]
) -> Floats | csr_array:
    """Travel (n, m) in the order of the ids; sparse when less than half is reachable.

    A header of exactly ``demand,site,cost`` announces a row a pair; any other has
    the site ids after its first column. What is missing or blank is unreachable.
    """
    known = {name: k for k, name in enumerate(clients)}
    with records(path) as (header, rows):
        if header == LONG:
            places = {name: k for k, name in enumerate(sites)}
            i, j, cost = _long(rows, clients=known, sites=places, path=path)
        else:
            order = _site_order(header, sites=sites, path=path)
            i, j, cost = _wide(rows, header=header, clients=known, path=path)
            j = order[j]
    sparse = csr_array(coo_array((cost, (i, j)), shape=(len(clients), len(sites))))
    full = 2 * len(cost) >= len(clients) * len(sites)
    return dense_block(sparse, slice(None), slice(None)) if full else sparse


Pairs = tuple[NDArray[np.int64], NDArray[np.int64], Floats]


def _long(
    rows: Iterator[Row],
    *,
    clients: Mapping[str, int],
    sites: Mapping[str, int],
    path: Path,
) -> Pairs:
    """Positions and cost of a table with a row a pair; each pair once."""
    parts: list[Pairs] = []
    numbering: list[int] = []
    while block := list(islice(rows, BLOCK)):
        lines = [number for number, _ in block]
        here, there, cells = zip(*(row for _, row in block), strict=True)
        i = _positions(here, known=clients, lines=lines, what=("demand", path))
        j = _positions(there, known=sites, lines=lines, what=("sites", path))
        parts.append((i, j, _costs(cells, lines=lines, path=path)))
        numbering += lines
    if not parts:
        raise InstanceError(f"{path} has a header but no rows; add one a pair.")
    i, j, cost = (np.concatenate(x) for x in zip(*parts, strict=True))
    _check_once(i * len(sites) + j, lines=numbering, path=path)
    return i, j, cost


def _positions(
    cells: Sequence[str],
    *,
    known: Mapping[str, int],
    lines: Sequence[int],
    what: tuple[str, Path],
) -> NDArray[np.int64]:
    """Positions of the ids of one column, or an error with the first unknown one."""
    found = [known.get(x, -1) for x in cells]
    for k, place in enumerate(found):
        if place < 0:
            found[k] = _position(cells[k], known=known, line=lines[k], what=what)
    return np.array(found, dtype=np.int64)


def _position(
    cell: str, *, known: Mapping[str, int], line: int, what: tuple[str, Path]
) -> int:
    """Position of an id after trimming it."""
    table, path = what
    place = known.get(as_id(cell))
    if place is None:
        raise InstanceError(
            f"{path}, row {line}: {as_id(cell)!r} is not in {table}.csv; add it there "
            "or correct the id."
        )
    return place


def _costs(cells: Sequence[str], *, lines: Sequence[int], path: Path) -> Floats:
    """Costs >= 0 of one column, or an error with the row of the first other one."""
    try:
        cost = numbers(cells, where=str(path))
    except InstanceError:
        for line, cell in zip(lines, cells, strict=True):
            where = f"{path}, row {line}, column 'cost'"
            if not cell.strip():
                raise InstanceError(
                    f"{where}: the cell is blank; leave the row out where there is no "
                    "way."
                ) from None
            numbers([cell], where=where)
        raise
    negative = np.flatnonzero(cost < 0)
    if negative.size:
        k = int(negative[0])
        raise InstanceError(
            f"{path}, row {lines[k]}: the cost is {cost[k]:g}; expected a number >= 0, "
            "or no row where there is no way."
        )
    return cost


def _check_once(key: NDArray[np.int64], *, lines: Sequence[int], path: Path) -> None:
    """Refuse a pair that has two rows."""
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(np.diff(key[order]) == 0)
    if again.size:
        k = int(again[0])
        first, second = lines[order[k]], lines[order[k + 1]]
        raise InstanceError(
            f"{path}, row {second}: the pair already has a cost in row {first}; "
            "expected one row a pair, so keep the one that holds."
        )


def _site_order(
    header: Sequence[str], *, sites: Sequence[str], path: Path
) -> NDArray[np.int64]:
    """Position in sites of every column of a wide table."""
    places = {name: k for k, name in enumerate(sites)}
    extra = [x for x in header[1:] if x not in places]
    if extra:
        raise InstanceError(
            f"{path}, row 1: {listed(extra)} not in sites.csv; expected the site ids "
            "after the first column, or the header demand,site,cost for a row a pair."
        )
    if len(header) <= len(sites):
        missing = sorted(places.keys() - set(header[1:]), key=places.__getitem__)
        raise InstanceError(
            f"{path}, row 1: no column for site {listed(missing)}; give every site of "
            "sites.csv one, with blank cells where there is no way."
        )
    return np.array([places[x] for x in header[1:]], dtype=np.int64)


def _wide(
    rows: Iterator[Row],
    *,
    header: Sequence[str],
    clients: Mapping[str, int],
    path: Path,
) -> Pairs:
    """Positions and cost of a table with a row a client; each client once."""
    first: dict[int, int] = {}
    columns: list[NDArray[np.int64]] = []
    costs: list[Floats] = []
    for line, cells in rows:
        client = _position(cells[0], known=clients, line=line, what=("demand", path))
        if client in first:
            raise InstanceError(
                f"{path}, row {line}: {as_id(cells[0])!r} is already in row "
                f"{first[client]}; expected one row a client."
            )
        first[client] = line
        j, cost = _wide_row(cells[1:], names=header[1:], where=f"{path}, row {line}")
        columns.append(j)
        costs.append(cost)
    if not costs:
        raise InstanceError(f"{path} has a header but no rows; add one a client.")
    places = np.array(list(first), dtype=np.int64)
    i = np.repeat(places, [len(x) for x in costs])
    return i, np.concatenate(columns), np.concatenate(costs)


def _wide_row(
    cells: list[str], *, names: Sequence[str], where: str
) -> tuple[NDArray[np.int64], Floats]:
    """Columns and costs of the cells of one row that are not blank."""
    filled = [k for k, x in enumerate(cells) if x and not x.isspace()]
    given = cells if len(filled) == len(cells) else [cells[k] for k in filled]
    try:
        cost = numbers(given, where=where)
    except InstanceError:
        for k in filled:
            numbers([cells[k]], where=f"{where}, site {names[k]!r}")
        raise
    negative = np.flatnonzero(cost < 0)
    if negative.size:
        k = int(negative[0])
        raise InstanceError(
            f"{where}, site {names[filled[k]]!r}: the cost is {cost[k]:g}; expected a "
            "number >= 0, or a blank cell where there is no way."
        )
    return np.array(filled, dtype=np.int64), cost
