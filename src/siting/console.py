"""What the command line shows: progress on stderr, answers in words."""

from __future__ import annotations

import contextlib
import logging
import math
import re
import sys
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from siting.limits import Progress

NUMBER = re.compile(r"[0-9][0-9.,]*")


class Ticker:
    """Prints progress on stderr: the same thing at most once a second.

    Words with other numbers are the same thing, and so are values without words. Where
    the seconds go back, another run begins.
    """

    def __init__(self, *, every: float = 1.0) -> None:
        self._every = every
        self._seconds = 0.0
        self._shown: dict[str, float] = {}

    def __call__(self, progress: Progress) -> None:
        """Show one moment of a run."""
        if progress.seconds < self._seconds:
            self._shown.clear()
        self._seconds = progress.seconds
        thing = NUMBER.sub("", progress.words)
        if progress.seconds < self._shown.get(thing, -math.inf) + self._every:
            return
        self._shown[thing] = progress.seconds
        parts = [f"{progress.seconds:7.1f} s"]
        if not math.isnan(progress.objective):
            parts.append(f"best {progress.objective:,.6g}")
        if not math.isnan(progress.bound):
            parts.append(f"bound {progress.bound:,.6g}")
        if progress.words:
            parts.append(progress.words)
        say("  ".join(parts))


def say(text: str) -> None:
    """One line on stderr."""
    print(text, file=sys.stderr, flush=True)


class Said(logging.Handler):
    """Prints what the library logs on stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        """Show one line."""
        say(record.getMessage())


@contextlib.contextmanager
def library_heard(*, quiet: bool) -> Iterator[None]:
    """Show what the library logs, such as that kernels are compiled; not if quiet."""
    log, said = logging.getLogger("siting"), Said()
    before = log.level
    if not quiet:
        log.addHandler(said)
        log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.removeHandler(said)
        log.setLevel(before)


def show_warnings() -> None:
    """Warnings as one line each, without the place in our code."""

    def plain(message: Any, category: type[Warning], *_: Any, **__: Any) -> None:
        say(f"warning ({category.__name__}): {message}")

    warnings.showwarning = plain
