"""The verb `read`: an instance from a name, a file or a folder."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from siting.errors import InstanceError, listed
from siting.files.textfile import cannot_read, shortened, stem
from siting.instance import Instance
from siting.parameters import from_text, options_in
from siting.plugins import READERS
from siting.reader import Reader

BUNDLED = Path(__file__).parent / "instances" / "data"
"""Folder of the instances that come with the package."""

BESIDE = Path("../shared/instances")
"""The data folder of the development layout, beside the current folder."""


def read(where: str | Path) -> Instance:
    """Read an instance.

    Parameters
    ----------
    where
        One of

        * the name of a bundled instance: ``coquimbo``;
        * a path whose reader is plain: ``towns/serena``, ``rl1304.tsp``;
        * a reader and a path: ``orlib:downloads/pmed1.txt``;
        * a reader and the name of a file of the data folder: ``orlib:pmed1``. That
          folder is the environment variable ``SITING_DATA``, else
          ``../shared/instances`` when there is such a folder.

        Options of the reader follow a question mark:
        ``tsplib:rl1304.tsp?distance=floor``.

    Raises
    ------
    InstanceError
        There is no such instance, or its data contradict themselves.
    UsageError
        There is no such reader or option.
    """
    name, given, options = _parts(str(where))
    path: Path | None = None
    if name is None and given in bundled():
        name, path = "csv", BUNDLED / given
    if name is None:
        path = Path(given)
        name = _plain_reader(path)
    kind: type[Reader] = READERS.find(name, Reader)
    reader = kind(**from_text(kind, options, what=f"the reader {name}"))
    if path is None:
        path = _located(given, kind=kind)
    try:
        return reader.read(path)
    except OSError as error:
        raise InstanceError(cannot_read(path, error)) from None
    except MemoryError:
        raise InstanceError(
            f"{path} does not fit in memory; read a part of it."
        ) from None


def bundled() -> list[str]:
    """Names of the instances that come with the package."""
    if not BUNDLED.is_dir():
        return []
    return sorted(x.name for x in BUNDLED.iterdir() if (x / "demand.csv").is_file())


def data_folder() -> Path:
    """Folder of benchmark files: ``SITING_DATA``, else ``../shared/instances``."""
    given = os.environ.get("SITING_DATA")
    folder = Path(given) if given else BESIDE
    if _exists(folder) and folder.is_dir():
        return folder
    if given:
        raise InstanceError(
            f"SITING_DATA is {given!r}, which is no folder; set it to the folder of "
            "the benchmark files."
        )
    raise InstanceError(
        "There is no data folder to look the name up in; set SITING_DATA to the folder "
        "of the benchmark files, or give a path."
    )


def _parts(text: str) -> tuple[str | None, str, dict[str, str]]:
    """Reader or None, path or name, and options of what was given."""
    if text and _exists(Path(text)):
        return None, text, {}
    body, mark, query = text.partition("?")
    # One letter before a colon is a drive of Windows, not a reader.
    match = re.match(r"([A-Za-z][\w-]+):", body)
    name = match[1] if match and not _exists(Path(body)) else None
    rest = body[len(name) + 1 :] if name else body
    if not rest:
        raise InstanceError(
            f"{text!r} names no instance; expected a path or a name, such as "
            "orlib:pmed1."
        )
    return name, rest, options_in(query) if mark else {}


def _plain_reader(path: Path) -> str:
    """Name of the one reader that recognises a path."""
    if not _exists(path):
        raise InstanceError(_no_such_path(str(path)))
    names = READERS.names()
    found = [name for name in names if READERS.find(name, Reader).recognises(path)]
    if len(found) != 1:
        raise InstanceError(
            f"{path} does not show its format; write the reader before it, as in "
            f"{(found or names)[0]}:{path}. There are {', '.join(found or names)}."
        )
    return found[0]


def _no_such_path(text: str) -> str:
    """Word a path that does not exist, with a bundled name or reader that is near."""
    near = difflib.get_close_matches(text.lower(), bundled(), n=1, cutoff=0.5)
    names = ", ".join(bundled()) or "none"
    hint = f"did you mean {near[0]!r}?" if near else "check its name and folder."
    shown = shortened(text, most=200)
    return f"There is no file or folder {shown}; {hint} Bundled instances: {names}."


def _located(given: str, *, kind: type[Reader]) -> Path:
    """The path that was given, else the one file so called in the data folder."""
    path = Path(given)
    if _exists(path):
        return path
    if path.name != given:
        raise InstanceError(f"There is no file {given}; check its name and folder.")
    if kind.name == "csv" and given in bundled():
        return BUNDLED / given
    folder = data_folder()
    try:
        entries = sorted(_entries(folder, kind=kind))
    except OSError as error:
        raise InstanceError(cannot_read(folder, error)) from None
    found = [x for x in entries if given in (stem(x), x.name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise InstanceError(
            f"{given!r} is the name of {len(found)} files, {listed(map(str, found))}; "
            f"give the path, as in {kind.name}:{found[0]}."
        )
    near = difflib.get_close_matches(given, {stem(x) for x in entries}, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "check the name."
    raise InstanceError(
        f"No file is called {given!r}, neither here nor in {folder / kind.folder}; "
        f"{hint}"
    )


def _entries(folder: Path, *, kind: type[Reader]) -> Iterator[Path]:
    """Files of the data folder that may be of the format of a reader."""
    for home in folder.glob(kind.folder):
        for path in home.rglob("*"):
            if path.is_file() or kind.recognises(path):
                yield path


def _exists(path: Path) -> bool:
    """Whether there is such a path; names that no file can have do not exist."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
