"""Compilation that is cached on disk where there is a place for it, and says so."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from numba import njit
from numba.core import event

ONCE = "compiling kernels for this machine, once: about 10 s"

EACH_TIME = (
    "compiling kernels, about 10 s in every run: neither the folder of the package nor "
    "the user's cache can be written to; name one that can with NUMBA_CACHE_DIR"
)


class Notice(event.Listener):
    """Logs one line when a kernel is compiled and not found in the cache.

    numba tells of each; the first one of a process is news, the others are the same
    wait.
    """

    def __init__(self) -> None:
        self.words = ONCE
        self._is_said = False

    def on_start(self, happened: Any) -> None:
        """Say it, unless it was said or is somebody else's kernel."""
        home = happened.data["dispatcher"].py_func.__module__
        if not self._is_said and home.startswith("siting."):
            self._is_said = True
            logging.getLogger("siting").info(self.words)

    def on_end(self, happened: Any) -> None:
        """Nothing: the answer is what is waited for."""


notice = Notice()
event.register("numba:compile", notice)  # type: ignore[no-untyped-call]


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a kernel on first use; in a read-only place without the cache."""
    try:
        return njit(cache=True)(function)
    except RuntimeError:
        notice.words = EACH_TIME
        return njit(function)
