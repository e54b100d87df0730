"""Opens local text files so that whatever is wrong with them is one sentence."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

import numpy as np

from siting.cost import Floats
from siting.errors import InstanceError

LARGEST_TEXT = 2 * 10**9
"""Bytes, after decompression, beyond which a file is refused."""

LARGEST_RATIO = 200
"""Decompressed over compressed bytes beyond which a .gz file is refused."""

SMALL_TEXT = 10**6
"""Decompressed bytes that are always allowed, whatever the ratio."""

BLOCK = 2**9
"""Lines turned into numbers at a time; 2**16 takes five times as long, for memory."""

LARGEST_NUMBER = 1e12
"""Numbers beyond this are sentinels or slips, not travel, people or money."""


class _Capped(io.RawIOBase):
    """A stream of decompressed bytes that ends in an error beyond a limit."""

    def __init__(self, stream: gzip.GzipFile, *, limit: int, path: Path) -> None:
        self._stream, self._left = stream, limit
        self._limit, self._path = limit, path

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        self._left -= len(data)
        if self._left < 0:
            raise InstanceError(
                f"{self._path} unpacks to more than {self._limit:,} bytes; "
                "unpack it yourself if you trust it."
            )
        buffer[: len(data)] = data
        return len(data)


def stem(path: Path) -> str:
    """Name of a file without .gz, .txt and .tsp: the name of its instance."""
    return re.sub(r"(\.(txt|tsp))?(\.gz)?$", "", path.name)


def largest_size(path: Path) -> int:
    """Bytes of text that a file can hold at most, without reading it."""
    size = path.stat().st_size
    if path.suffix != ".gz":
        return size
    return min(LARGEST_TEXT, max(SMALL_TEXT, LARGEST_RATIO * size))


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """Open a UTF-8 text file, gzipped or not; every failure is `InstanceError`.

    Line ends are left as they are, so that the csv module sees them.
    """
    check_file(path)
    try:
        with path.open("rb") as file:
            stream: io.BufferedReader = file
            if path.suffix == ".gz":
                unzipped = gzip.GzipFile(fileobj=file)
                limit = largest_size(path)
                stream = io.BufferedReader(_Capped(unzipped, limit=limit, path=path))
            yield io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    except UnicodeDecodeError as error:
        raise InstanceError(
            f"{path} is not UTF-8 text (byte 0x{error.object[error.start]:02x}); "
            "save it as UTF-8."
        ) from None
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise InstanceError(
            f"{path} is no complete gzip file; fetch it again, or remove .gz from its "
            "name if it is not packed."
        ) from None
    except OSError as error:
        raise InstanceError(cannot_read(path, error)) from None


def check_file(path: Path) -> None:
    """Refuse what is no regular file of a size that can be read."""
    try:
        if not path.exists():
            raise InstanceError(f"There is no file {path}; check its name and folder.")
        if path.is_dir():
            raise InstanceError(f"{path} is a folder; expected a file.")
        if not path.is_file():
            raise InstanceError(f"{path} is not a regular file; copy it to one.")
        size = path.stat().st_size
    except OSError as error:
        raise InstanceError(cannot_read(path, error)) from None
    if size > LARGEST_TEXT:
        raise InstanceError(
            f"{path} has {size:,} bytes; expected at most {LARGEST_TEXT:,}. Split it."
        )


def cannot_read(path: Path, error: OSError) -> str:
    """Word what the operating system says when a file cannot be read."""
    return f"{path} cannot be read: {error.strerror or error}; check its permissions."


def small_text(path: Path, *, most: int = 10**7) -> str:
    """The whole text of a file that has no reason to be large."""
    with opened(path) as stream:
        text = stream.read(most + 1)
    if len(text) > most:
        raise InstanceError(f"{path} is longer than {most:,} letters; shorten it.")
    return text


def numbered(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Number and text of every line that is not blank."""
    for number, line in enumerate(stream, start=1):
        text = line.strip()
        if text:
            yield number, text


def number_rows(
    lines: Iterable[tuple[int, str]], *, like: str, path: Path
) -> Iterator[tuple[list[int], Floats]]:
    """Blocks of lines of numbers: the number of each line, and (k, cells).

    Parameters
    ----------
    like
        What one line should look like, such as ``"i j cost"``: a word a cell.
    """
    wanted = len(like.split())
    stream = iter(lines)
    while block := list(islice(stream, BLOCK)):
        cells = [text.split() for _, text in block]
        for (line, text), row in zip(block, cells, strict=True):
            if len(row) != wanted:
                raise InstanceError(
                    f"{path}, line {line}: got {shortened(text)}; expected "
                    f"{wanted} numbers, {like!r}."
                )
        try:
            values = numbers(list(chain.from_iterable(cells)), where=str(path))
        except InstanceError:
            for (line, _), row in zip(block, cells, strict=True):
                numbers(row, where=f"{path}, line {line}")
            raise
        yield [line for line, _ in block], values.reshape(-1, wanted)


def numbers(cells: Sequence[str], *, where: str) -> Floats:
    """Floats of plain decimal cells, each finite and at most ``LARGEST_NUMBER``.

    ``nan``, ``inf``, digits of other scripts and Python's ``1_000`` are refused.
    """
    text = "".join(cells)
    if text.isascii() and "_" not in text:
        with suppress(ValueError):
            values = np.array(list(map(float, cells)), dtype=float)
            if (np.abs(values) <= LARGEST_NUMBER).all():
                return values
    return np.array([_number(cell, where=where) for cell in cells], dtype=float)


def _number(cell: str, *, where: str) -> float:
    """One plain number, or an error with a hint at what it may have meant."""
    try:
        value = float(cell) if cell.isascii() and "_" not in cell else None
    except ValueError:
        value = None
    if value is None:
        comma = "," in cell and cell.replace(",", "").strip(" +-.").isdigit()
        hint = "a number with a decimal point, without commas" if comma else "a number"
        raise InstanceError(f"{where}: got {shortened(cell)}; expected {hint}.")
    if not abs(value) <= LARGEST_NUMBER:
        raise InstanceError(
            f"{where}: got {shortened(cell)}; expected a finite number up to "
            f"{LARGEST_NUMBER:g}."
        )
    return value


def shortened(text: str, *, most: int = 40) -> str:
    """Quote a text from a file, cut when it is long."""
    return repr(text if len(text) <= most else text[: most - 3] + "...")
