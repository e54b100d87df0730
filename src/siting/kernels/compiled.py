"""Compilation that is cached on disk where there is a place for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a kernel on first use; in a read-only place without the cache."""
    try:
        return njit(cache=True)(function)
    except RuntimeError:
        return njit(function)
