"""TSPLIB files (Reinelt 1991, doi:10.1287/ijoc.3.4.376): points and matrices."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np

from siting.cost import Floats
from siting.errors import InstanceError, UsageError, listed
from siting.files.textfile import (
    largest_size,
    number_rows,
    numbered,
    opened,
    shortened,
    stem,
)
from siting.files.tsplibweights import weight_matrix
from siting.instance import Instance
from siting.reader import Reader

Lines = Iterator[tuple[int, str]]

METRIC = {
    "EUC_2D": "round",
    "CEIL_2D": "ceil",
    "MAN_2D": "manhattan-round",
    "MAX_2D": "maximum-round",
    "GEO": "tsplib-geo",
    "ATT": "tsplib-att",
}
"""Metric of `siting.cost` for every kind of EDGE_WEIGHT_TYPE."""

CHOSEN = {"floor": "floor", "round": "round", "ceil": "ceil", "exact": "euclid"}
"""Metric of `siting.cost` for every distance that is chosen instead."""

NODE_BYTES = 6
"""The shortest line of a node: ``1 2 3`` and its end."""


@dataclass(frozen=True)
class Tsplib(Reader):
    """TSPLIB files: every node is a client of weight 1 and a site.

    Options
    -------
    distance
        ``tsplib``: as the file's EDGE_WEIGHT_TYPE says, whole numbers. ``floor``,
        ``round``, ``ceil``, ``exact``: the straight line, rounded so or not at all.
        Published p-median values use floor, p-center values exact.
    """

    name: ClassVar[str] = "tsplib"
    folder: ClassVar[str] = "tsplib_*"

    distance: Literal["tsplib", "floor", "round", "ceil", "exact"] = "tsplib"

    @classmethod
    def recognises(cls, path: Path) -> bool:
        """Whether a path is plainly of this format, by its name alone."""
        return path.name.endswith((".tsp", ".tsp.gz"))

    def read(self, path: Path) -> Instance:
        """Read one instance, or raise `InstanceError` with file and line."""
        with opened(path) as stream:
            lines = numbered(stream)
            header = _header(lines, path=path)
            n = header.whole("DIMENSION")
            if header.word("EDGE_WEIGHT_TYPE") == "EXPLICIT":
                self._check_straight(header)
                made = Instance.from_matrix(_matrix(lines, header=header, n=n))
            else:
                metric = self._metric(header)
                table = _nodes(lines, header=header, n=n)
                made = _between(table, metric=metric, path=path)
        return replace(made, name=stem(path), source="TSPLIB")

    def _metric(self, header: Header) -> str:
        """Metric of `siting.cost` that the file or the option asks for."""
        kind = header.word("EDGE_WEIGHT_TYPE")
        if kind not in METRIC:
            raise InstanceError(
                f"{header.path}: EDGE_WEIGHT_TYPE is {shortened(kind)}; expected one "
                f"of EXPLICIT, {', '.join(METRIC)}."
            )
        if self.distance == "tsplib":
            return METRIC[kind]
        self._check_straight(header)
        return CHOSEN[self.distance]

    def _check_straight(self, header: Header) -> None:
        """Refuse a rounding of the straight line where the file has another one."""
        kind = header.word("EDGE_WEIGHT_TYPE")
        if self.distance != "tsplib" and kind not in ("EUC_2D", "CEIL_2D"):
            raise UsageError(
                f"distance is {self.distance!r}, a rounding of the straight line, but "
                f"{header.path} has {kind} distances; leave the option out."
            )


@dataclass(frozen=True)
class Header:
    """The lines ``KEY : VALUE`` of a file, and the section that follows them."""

    path: Path
    values: Mapping[str, str]
    section: str
    lines: Mapping[str, int] = field(default_factory=dict)

    def word(self, key: str) -> str:
        """The value of a key, or an error when there is none."""
        if key not in self.values:
            raise InstanceError(f"{self.path} has no line {key}; expected one.")
        return self.values[key]

    def whole(self, key: str) -> int:
        """The value of a key as a whole number > 0 that the file has room for."""
        text, where = self.word(key), f"{self.path}, line {self.lines.get(key)}"
        if not re.fullmatch(r"[0-9]{1,18}", text) or int(text) < 1:
            raise InstanceError(
                f"{where}: {key} is {shortened(text)}; expected a whole number > 0."
            )
        return int(text)


def _header(lines: Lines, *, path: Path) -> Header:
    """Read up to the first section of nodes or weights."""
    values: dict[str, str] = {}
    places: dict[str, int] = {}
    for number, text in lines:
        key, colon, value = (x.strip() for x in text.partition(":"))
        if key in ("NODE_COORD_SECTION", "EDGE_WEIGHT_SECTION"):
            _check_kind(values, path=path)
            return Header(path, values, key, places)
        if not colon or not re.fullmatch(r"[A-Z_]+", key):
            raise InstanceError(
                f"{path}, line {number}: got {shortened(text)}; expected a line "
                "'KEY : VALUE' or NODE_COORD_SECTION."
            )
        values[key], places[key] = value, number
    raise InstanceError(
        f"{path} has no NODE_COORD_SECTION and no EDGE_WEIGHT_SECTION; expected a "
        "TSPLIB file with one of them."
    )


def _check_kind(values: Mapping[str, str], *, path: Path) -> None:
    """Refuse problems whose further data would be overlooked."""
    kind = values.get("TYPE", "TSP").split()[:1]
    if kind not in (["TSP"], ["ATSP"]):
        raise InstanceError(
            f"{path}: TYPE is {shortened(values['TYPE'])}; expected TSP or ATSP, whose "
            "nodes all have weight 1."
        )


def _nodes(lines: Lines, *, header: Header, n: int) -> Floats:
    """Number, x and y of every node of a NODE_COORD_SECTION, (n, 3)."""
    path = header.path
    if header.section != "NODE_COORD_SECTION":
        raise InstanceError(f"{path} has no NODE_COORD_SECTION; expected one.")
    if NODE_BYTES * (n - 1) > largest_size(path):
        raise InstanceError(
            f"{path}: DIMENSION is {n:,}, which its {path.stat().st_size:,} bytes "
            "cannot hold; fetch the file again."
        )
    blocks = [np.empty((0, 3))]
    body = islice(_until_word(lines), n + 1)
    for places, block in number_rows(body, like="node x y", path=path):
        bad = np.flatnonzero(block[:, 0] != np.floor(block[:, 0]))
        if bad.size:
            raise InstanceError(
                f"{path}, line {places[bad[0]]}: node {block[bad[0], 0]:g} is no whole "
                "number; expected one."
            )
        blocks.append(block)
    table = np.concatenate(blocks)
    if len(table) != n:
        got = f"only {len(table)}" if len(table) < n else "more"
        raise InstanceError(
            f"{path}: DIMENSION is {n}, but there are {got} nodes; fetch the file "
            "again or correct DIMENSION."
        )
    return table


def _between(table: Floats, *, metric: str, path: Path) -> Instance:
    """Every node (number, x, y) as a client and as a site."""
    ids, xy = tuple(str(int(x)) for x in table[:, 0]), table[:, 1:]
    repeated = [x for x, times in Counter(ids).items() if times > 1]
    if repeated:
        raise InstanceError(
            f"{path}: node {listed(repeated)} occurs more than once; expected every "
            "number once."
        )
    made = Instance.from_points(xy, xy, metric=metric)
    if metric == "tsplib-geo":
        # Latitude comes first in the file, but a map has longitude along x.
        made = replace(made, client_xy=xy[:, ::-1], site_xy=xy[:, ::-1])
    return replace(made, clients=ids, sites=ids)


def _matrix(lines: Lines, *, header: Header, n: int) -> Floats:
    """The matrix (n, n) of an EDGE_WEIGHT_SECTION."""
    layout = header.word("EDGE_WEIGHT_FORMAT")
    if header.section != "EDGE_WEIGHT_SECTION":
        lines = _after(lines, section="EDGE_WEIGHT_SECTION", path=header.path)
    return weight_matrix(_until_word(lines), layout=layout, n=n, path=header.path)


def _after(lines: Lines, *, section: str, path: Path) -> Lines:
    """The lines below the name of a section."""
    for _, text in lines:
        if text.rstrip(" :") == section:
            return lines
    raise InstanceError(f"{path} has no {section}; expected one.")


def _until_word(lines: Lines) -> Lines:
    """The lines before EOF or the name of the next section."""
    return takewhile(lambda line: not re.match(r"[A-Z][A-Z_]{2}", line[1]), lines)
