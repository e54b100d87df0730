"""A published problem, with what is known of its optimum."""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from siting.problem import Problem


@dataclass(frozen=True)
class Question:
    """One row of the table, before it is answered.

    Attributes
    ----------
    setting
        p, radius and the like.
    published
        Value; nan when there is none.
    is_optimal
        Whether that is published as the optimum, and not as the best known.
    seconds
        Published time of another's proof; nan when there is none.
    build
        Reads the data; not timed.
    gap
        At which a run may stop.
    cents
        Difference of values that counts as none: some are published rounded, or cut.
    """

    family: str
    instance: str
    setting: str
    build: Callable[[], Problem]
    published: float = math.nan
    is_optimal: bool = True
    seconds: float = math.nan
    gap: float = 0.0
    cents: float = 0.011

    @property
    def key(self) -> tuple[str, str, str]:
        """What a log knows it by."""
        return self.family, self.instance, self.setting


@dataclass(frozen=True)
class Line:
    """A line of optima.csv."""

    family: str
    instance: str
    problem: str
    setting: str
    value: float
    is_optimal: bool

    @property
    def given(self) -> dict[str, str]:
        """The parameters by name: 'p=5;r=800'."""
        parts = (text.partition("=") for text in self.setting.split(";"))
        return {name: value for name, equals, value in parts if equals}


def lines(folder: Path, family: str, problem: str) -> Iterator[Line]:
    """Published values, bounds left out, of a family whose problem begins so."""
    with (folder / "optima.csv").open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            if (
                row["family"] == family
                and row["problem"].startswith(problem)
                and row["status"] in ("optimal", "best-known")
            ):
                yield Line(
                    family,
                    row["instance"],
                    row["problem"],
                    row["p_or_param"],
                    float(row["best_known"]),
                    row["status"] == "optimal",
                )


def graphs(folder: Path) -> Iterator[tuple[Line, str]]:
    """OR-Library's pmed files that are there, and what to read them by."""
    for line in lines(folder, "orlib_pmed", "p-median"):
        path = existing(folder / "orlib_pmed" / line.instance)
        if path is not None:
            yield line, f"orlib:{path}"


def existing(path: Path) -> Path | None:
    """The file of a name that leaves .txt, .tsp or .gz away; None when not there."""
    for end in ("", ".txt", ".gz", ".txt.gz", ".tsp", ".tsp.gz"):
        found = path.with_name(path.name + end)
        if found.is_file():
            return found
    return None


def words(path: Path) -> list[list[str]]:
    """Words of every line, also of a packed file."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    return [line.split() for line in text.splitlines()]
