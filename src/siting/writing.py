"""Files are written whole or not at all, and a bad place is known before a long run."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from siting.errors import UsageError


def check_writable(path: str | Path) -> None:
    """Refuse a place that cannot be written, before hours are spent on an answer."""
    target = Path(path)
    if target.is_dir():
        raise UsageError(
            f"{target} is a folder; give the name of a file in it, "
            f"such as {target / 'answer'}."
        )
    if _is_device(target):
        return
    folder = target.parent
    if not folder.exists():
        raise UsageError(
            f"{target} cannot be written: the folder {folder} does not exist; "
            "create it or name another."
        )
    if not folder.is_dir():
        raise UsageError(
            f"{target} cannot be written: {folder} is a file, not a folder; "
            "name another place."
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UsageError(
            f"{target} cannot be written: you may not write into the folder "
            f"{folder}; ask for the right to, or name another."
        )


def write_atomically(path: str | Path, content: str | bytes) -> Path:
    """Write a file so that whoever looks sees the old one or the new one, whole.

    A text is written as UTF-8; what is no character at all (half of a surrogate
    pair) becomes a question mark.
    """
    raw = content.encode("utf-8", "replace") if isinstance(content, str) else content
    target = Path(path)
    if _is_device(target):
        with _worded(target):
            target.write_bytes(raw)
        return target
    with replacing(target) as draft:
        draft.write_bytes(raw)
    return target


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give a draft beside the path; it takes the path's place when all went well."""
    check_writable(path)
    target = Path(os.path.realpath(path))
    draft = target.with_name(f".{secrets.token_hex(6)}.part{target.suffix}")
    try:
        with _worded(target):
            yield draft
            draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def _worded(target: Path) -> Iterator[None]:
    """Turn what the operating system says into offender and remedy."""
    try:
        yield
    except OSError as error:
        why = error.strerror or str(error)
        raise UsageError(
            f"{target} cannot be written: {why}; free the place or name another."
        ) from error


def _is_device(target: Path) -> bool:
    """Whether the path is there but is no file, such as /dev/null: never replaced."""
    return target.exists() and not target.is_file()
