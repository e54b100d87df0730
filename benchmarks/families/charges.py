"""Fixed charges and capacities: OR-Library, UflLib, Holmberg, Delmaire, Yang, TBED1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from families.question import Line, Question, existing, lines
from siting import read
from siting.models.capacitated_p_median import CapacitatedPMedian
from siting.models.cflp import CFLP
from siting.models.sscflp import SSCFLP
from siting.models.uflp import UFLP
from siting.problem import Problem

LETTERED = ("capa", "capb", "capc")
"""Files whose capacity is given beside them; UFLP ignores it."""


def cap_uflp(folder: Path) -> Iterator[Question]:
    """OR-Library's cap files without their capacities."""
    return cap(folder, "cap-uflp", UFLP)


def cap_cflp(folder: Path) -> Iterator[Question]:
    """OR-Library's cap files, demand divided."""
    return cap(folder, "cap-cflp", CFLP)


def cap_sscflp(folder: Path) -> Iterator[Question]:
    """OR-Library's cap files, each client served whole."""
    return cap(folder, "cap-sscflp", SSCFLP)


def cap(folder: Path, family: str, model: type[Problem]) -> Iterator[Question]:
    """OR-Library's cap files for a model."""
    for line in lines(folder, "orlib_cap", model.name.upper()):
        path = existing(folder / "orlib_cap" / line.instance)
        if path is not None:
            given = line.given.get("capacity", "1")
            option = f"?capacity={given}" if line.instance in LETTERED else ""
            source = f"orlib:{path}{option}"
            yield asked(family, line, lambda s=source: model(read(s)))


def ufllib(folder: Path) -> Iterator[Question]:
    """UflLib: M*, gaps, planes, Koerkel and Ghosh."""
    for line in lines(folder, "ufllib", "UFLP"):
        path = existing(folder / "ufllib" / line.instance)
        if path is not None:
            yield asked(
                "ufllib", line, lambda path=path: UFLP(read(f"ufllib:{path}"))
            )  # fmt: skip


def sscflp(folder: Path) -> Iterator[Question]:
    """Holmberg, Delmaire and Yang."""
    for line in lines(folder, "sscflp", "SSCFLP"):
        path = existing(folder / "sscflp" / line.instance)
        if path is not None:
            yield asked("sscflp", line, lambda path=path: SSCFLP(read(path)))


def tbed(folder: Path) -> Iterator[Question]:
    """TBED1, demand divided: its published values are for single sourcing."""
    for line in lines(folder, "cflp_tbed", ""):
        path = existing(folder / "cflp_tbed" / line.instance)
        if path is not None:
            yield Question(
                "tbed", line.instance, "divided", lambda path=path: CFLP(read(path))
            )  # fmt: skip


def pmedcap(folder: Path) -> Iterator[Question]:
    """OR-Library's capacitated p-medians, each client served whole."""
    for line in lines(folder, "orlib_pmedcap", "capacitated p-median"):
        file, _, number = line.instance.partition("#")
        path = existing(folder / "orlib_pmedcap" / file)
        if path is not None:
            source = f"orlib:{path}?problem={number}"
            yield asked(
                "pmedcap", line,
                lambda s=source: CapacitatedPMedian(read(s), weighted=False),
            )  # fmt: skip


def asked(family: str, line: Line, build: object) -> Question:
    """The question of a line."""
    assert callable(build)
    return Question(
        family, line.instance, line.setting, build,
        published=line.value, is_optimal=line.is_optimal,
    )  # fmt: skip
