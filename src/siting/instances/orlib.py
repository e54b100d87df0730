"""OR-Library files (Beasley 1990, doi:10.1057/jors.1990.166): pmed, pmedcap, cap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import ClassVar

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from siting.cost import Floats
from siting.errors import InstanceError
from siting.files.cap import read_cap
from siting.files.pmedcap import read_problem
from siting.files.textfile import (
    largest_size,
    number_rows,
    numbered,
    opened,
    shortened,
    stem,
)
from siting.instance import LARGEST_STORED, Instance
from siting.reader import Reader

NAMES = r"(pmed(cap)?\d+|cap(\d+|[abc]))(\.txt)?(\.gz)?"
"""File names of the formats read here."""

EDGE_BYTES = 6
"""The shortest line of an edge: ``1 2 3`` and its end."""

LONELY = 1000
"""Nodes that may be declared without any edge to them."""


@dataclass(frozen=True)
class Orlib(Reader):
    """Uncapacitated p-median files: ``n m p``, then m lines ``i j cost``.

    The edges are undirected, an edge that is repeated takes its last cost, and the
    travel between two nodes is their shortest path. Every node is a client of
    weight 1 and a site.

    Capacitated p-median files (pmedcap): a line with the number of problems, and for
    each ``number best``, ``n p capacity`` and n lines ``id x y demand``. Travel is the
    straight line cut to a whole number, as the published optima need. They do not
    weight it by demand: ask capacitated-p-median for ``weighted`` no.

    Warehouse location files (cap41, capa, ...): ``m n``, m x ``capacity fixed``, and
    for each client its demand and m costs of serving all of it; travel is that cost
    over the demand.

    Options
    -------
    problem
        Which problem of a pmedcap file, from 1.
    capacity
        What the word 'capacity' stands for in capa, capb and capc.
    """

    name: ClassVar[str] = "orlib"
    folder: ClassVar[str] = "orlib_*"

    problem: int | None = None
    capacity: float | None = None

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Whether a path is plainly of this format, by its name alone."""
        return re.fullmatch(NAMES, path.name) is not None

    def read(self, path: Path) -> Instance:
        """Read one instance, or raise `InstanceError` with file and line."""
        with opened(path) as stream:
            lines = numbered(stream)
            first = next(lines, (1, ""))
            of_cap = re.fullmatch(r"[0-9]+\s+[0-9]+", first[1]) is not None
            if self.capacity is not None and not of_cap:
                raise InstanceError(
                    f"capacity is {self.capacity:g}, but {path} is no warehouse "
                    "location file; leave the option out."
                )
            if re.fullmatch(r"[0-9]{1,6}", first[1]):
                count = int(first[1])
                return read_problem(lines, count=count, wanted=self.problem, path=path)
            if self.problem is not None:
                raise InstanceError(
                    f"problem is {self.problem}, but {path} holds a single problem; "
                    "leave the option out."
                )
            if of_cap:
                return read_cap(path, capacity=self.capacity)
            n, m, p = _header(first, path=path)
            edges = _edges(lines, n=n, m=m, path=path)
        ids = tuple(map(str, range(1, n + 1)))
        return Instance(
            demand=np.ones(n),
            cost=shortest_paths(edges, n=n),
            clients=ids,
            sites=ids,
            name=stem(path),
            source="OR-Library",
            p=p,
        )


def shortest_paths(edges: Floats, *, n: int) -> Floats:
    """Length of the shortest path between all nodes, infinite where there is none.

    Dijkstra's method from every node; on pmed40 it takes 0.7 of the time of
    Floyd and Warshall's.

    Parameters
    ----------
    edges : (m, 3)
        Nodes from 1 to n and length. The last of equal edges counts, and an edge of
        length 0 is an edge.
    """
    ends = np.sort(edges[:, :2].astype(np.int64) - 1, axis=1)
    # np.unique keeps the first of equals, so the edges are looked at backwards.
    key, last = np.unique((ends[:, 0] * n + ends[:, 1])[::-1], return_index=True)
    length = edges[::-1, 2][last]
    i, j = key // n, key % n
    apart = i != j
    i, j, length = i[apart], j[apart], length[apart]
    both = (np.concatenate([i, j]), np.concatenate([j, i]))
    graph = coo_array((np.concatenate([length, length]), both), shape=(n, n))
    return np.asarray(dijkstra(csr_array(graph)), dtype=float)


def _header(line: tuple[int, str], *, path: Path) -> tuple[int, int, int]:
    """Nodes, edges and p, checked against what the file can hold."""
    number, text = line
    words = text.split()
    if len(words) != 3 or not all(re.fullmatch(r"[0-9]{1,18}", x) for x in words):
        raise InstanceError(
            f"{path}, line {number}: got {shortened(text)}; expected the three whole "
            "numbers of a pmed file, nodes, edges and p."
        )
    n, m, p = map(int, words)
    if m * EDGE_BYTES > largest_size(path) + EDGE_BYTES:
        raise InstanceError(
            f"{path}, line {number}: declares {m:,} edges, which its "
            f"{path.stat().st_size:,} bytes cannot hold; fetch the file again."
        )
    if n > 2 * m + LONELY:
        raise InstanceError(
            f"{path}, line {number}: declares {n:,} nodes but {m:,} edges, so that "
            "most nodes have none; correct the first line or fetch the file again."
        )
    if 8 * n * n > LARGEST_STORED:
        raise InstanceError(
            f"{path}, line {number}: declares {n:,} nodes, whose distance table would "
            f"not fit; expected at most {int((LARGEST_STORED / 8) ** 0.5):,}."
        )
    if not 1 <= p <= n:
        raise InstanceError(
            f"{path}, line {number}: p is {p}, but there are {n} nodes; expected p "
            f"from 1 to {n}."
        )
    return n, m, p


def _edges(lines: Iterator[tuple[int, str]], *, n: int, m: int, path: Path) -> Floats:
    """All edges as (m, 3): two nodes and a length, checked."""
    blocks = [np.empty((0, 3))]
    for numbers, block in number_rows(islice(lines, m), like="i j cost", path=path):
        _check_edges(block, numbers, n=n, path=path)
        blocks.append(block)
    edges = np.concatenate(blocks)
    if len(edges) < m:
        raise InstanceError(
            f"{path} ends after {len(edges)} edges, but its first line declares {m}; "
            "the file is cut short, so fetch it again."
        )
    for number, text in lines:
        raise InstanceError(
            f"{path}, line {number}: got {shortened(text)} after the {m} edges that "
            "the first line declares; remove it or correct the number of edges."
        )
    return edges


def _check_edges(edges: Floats, numbers: list[int], *, n: int, path: Path) -> None:
    """Refuse the first edge with a node that does not exist or a negative length."""
    nodes = edges[:, :2]
    bad = (nodes != np.floor(nodes)) | (nodes < 1) | (nodes > n)
    if bad.any():
        row, k = (int(x[0]) for x in np.nonzero(bad))
        raise InstanceError(
            f"{path}, line {numbers[row]}: node {nodes[row, k]:g} does not exist; "
            f"expected a whole number from 1 to {n}."
        )
    negative = edges[:, 2] < 0
    if negative.any():
        row = int(np.flatnonzero(negative)[0])
        raise InstanceError(
            f"{path}, line {numbers[row]}: the cost is {edges[row, 2]:g}; expected a "
            "number >= 0."
        )
